import type { Message } from '../../interview/transcript.ts';
import { fill } from '../texts.ts';
import type { Texts } from './texts.ts';

/**
 * A turn as it reads best, where it answers a structured question: a number with what it is out of, several options line by
 * line. What is sent and stored stays as it is (`model/in-words.ts`), and so does whatever a turn says besides.
 */
export function formatTurn(messages: readonly Message[], at: number, texts: Texts, locale: string): string {
  const { content, answer } = messages[at]!;
  const question = messages[at - 1]?.question;
  if (!answer || question?.id !== answer.question_id) return content;
  const values = [answer.value].flat();
  const said = values.join(', ');
  if (!`${content}\n\n`.startsWith(`${said}\n\n`)) return content;
  const { type, config } = question;
  let turn = said;
  if (type === 'multiple_choice' && values[1]) turn = `• ${values.join('\n• ')}`;
  if (type === 'scale' && config.min >= 0) {
    const { min, max, min_label, max_label } = config;
    const n = Number(said);
    const label = n === max ? max_label : n === min && min_label;
    turn = fill(texts.scaleValue, { n, all: max }, locale) + (label ? ` (${label})` : '');
  }
  return turn + content.slice(said.length);
}
