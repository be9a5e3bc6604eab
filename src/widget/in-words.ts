import type { AnswerValue, Question } from '../interview/questions.ts';
import type { FirstTexts } from './texts.ts';

/** A value as the respondent would have said it; what the transcript shows. */
export function inWords(texts: FirstTexts, question: Question, value: AnswerValue): string {
  if (typeof value === 'boolean') return value ? texts.yes : texts.no;
  if (Array.isArray(value)) {
    return question.type === 'ranking' ? value.map((item, i) => `${i + 1}. ${item}`).join('\n') : value.join(', ');
  }
  return String(value ?? '');
}
