import { isDrawable } from '../../interview/drawable.ts';
import type { Message } from '../../interview/transcript.ts';
import { fill } from '../texts.ts';
import type { Texts } from './texts.ts';

/**
 * Formats the answer to a structured question for reading: a number with its maximum ("8 of 10"),
 * several options line by line. Only the shown text changes: the sent and stored text comes from
 * `model/format-answer.ts`, and the words that the respondent has added stay as they are.
 *
 * @returns the content of the message at `index`, formatted if it can be
 */
export function formatTurn(messages: readonly Message[], index: number, texts: Texts, locale: string): string {
  const { content, answer } = messages[index]!;
  const question = messages[index - 1]?.question;
  if (!answer || question?.id !== answer.question_id || !isDrawable(question)) return content;
  const values = [answer.value].flat();
  const plainAnswer = values.join(', ');
  // The message begins with the answer; added words follow after an empty line.
  if (!`${content}\n\n`.startsWith(`${plainAnswer}\n\n`)) return content;
  const { type, config } = question;
  let formatted = plainAnswer;
  if (type === 'multiple_choice' && values.length > 1) formatted = `• ${values.join('\n• ')}`;
  if (type === 'scale' && config.min >= 0) {
    const { min, max, min_label, max_label } = config;
    const n = Number(plainAnswer);
    const label = n === max ? max_label : n === min && min_label;
    formatted = fill(texts.scaleValue, { n, all: max }, locale) + (label ? ` (${label})` : '');
  }
  return formatted + content.slice(plainAnswer.length);
}
