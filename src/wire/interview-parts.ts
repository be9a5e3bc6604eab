/** Schemas of an interview's parts that responses of both contracts have. */
import * as v from 'valibot';
import { REASONS } from '../interview/completion.ts';
import { answer, question } from './question.ts';
import { count, isoTime, nonEmpty } from './values.ts';

export const reason = v.picklist(REASONS);

/** `concluded`: the interviewer has said goodbye, and nobody has completed the interview yet. */
export const interviewStatus = v.picklist(['active', 'concluded', 'completed']);
export type InterviewStatus = v.InferOutput<typeof interviewStatus>;

export const stats = v.object({
  duration_seconds: count,
  respondent_messages: count,
  interviewer_messages: count,
  total_messages: count,
});

export const completion = v.object({ reason, completed_at: isoTime, stats });

export const message = v.object({
  message_id: nonEmpty,
  role: v.picklist(['interviewer', 'respondent']),
  content: v.string(),
  question: v.exactOptional(question),
  answer: v.exactOptional(answer),
});
