import type { Answer, Question } from './questions.ts';

export type Role = 'interviewer' | 'respondent';

/** One message of an interview. */
export interface Message {
  message_id: string;
  role: Role;
  content: string;
  /** The question that a message of the interviewer asks. */
  question?: Question;
  /** The value that a message of the respondent gives to a structured question. */
  answer?: Answer;
}

/**
 * The longest message of a respondent, in characters. A character is a Unicode code point; an emoji
 * has one or a few.
 */
export const MESSAGE_LIMIT = 8000;

/** Counts characters as `MESSAGE_LIMIT` does. */
export const countCharacters = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};
