import type { AnswerValue, Question } from '../interview/questions.ts';

/** "Yes" and "No" in the respondent's language. */
export interface YesNoTexts {
  yes: string;
  no: string;
}

/** Formats the value of an answer as text for the transcript. */
export function formatAnswer({ yes, no }: YesNoTexts, question: Question, value: AnswerValue): string {
  if (typeof value === 'boolean') return value ? yes : no;
  if (Array.isArray(value)) {
    return question.type === 'ranking' ? value.map((item, i) => `${i + 1}. ${item}`).join('\n') : value.join(', ');
  }
  return String(value ?? '');
}
