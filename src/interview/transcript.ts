import type { Answer, Question } from './questions.ts';

export type Role = 'interviewer' | 'respondent';

/** One turn of the conversation, as it is stored and shown. */
export interface Message {
  message_id: string;
  role: Role;
  content: string;
  /** The question this turn of the interviewer asks, where it asks one. */
  question?: Question;
  /** The value this turn of the respondent gives, where the question was structured. */
  answer?: Answer;
}

/** The longest message a respondent may send, in characters (Unicode code points: an emoji is one or a few, never a kilobyte). */
export const MESSAGE_LIMIT = 8000;

/** How many characters a text has, as the limit counts them. */
export const countCharacters = (text: string): number => {
  let count = 0;
  for (const _ of text) count++;
  return count;
};
