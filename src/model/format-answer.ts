import type { AnswerValue, Question } from '../interview/questions.ts';

/** How a boolean is said in the respondent's language. */
export interface YesNoTexts {
  yes: string;
  no: string;
}

/** A value as the respondent would have said it; what the transcript shows. */
export function formatAnswer({ yes, no }: YesNoTexts, question: Question, value: AnswerValue): string {
  if (typeof value === 'boolean') return value ? yes : no;
  if (Array.isArray(value)) {
    return question.type === 'ranking' ? value.map((item, i) => `${i + 1}. ${item}`).join('\n') : value.join(', ');
  }
  return String(value ?? '');
}
