/**
 * Contract 1, Koji's API: the bodies of its requests and responses. The message route is in
 * `messages.ts`. Server side only: a browser imports the types, never the schemas.
 */
import * as v from 'valibot';
import { analysis, analysisStatus } from './analysis.ts';
import { errorBody } from './error-body.ts';
import { interviewStatus, message, reason, stats } from './interview-parts.ts';
import { question } from './question.ts';
import { requestObject } from './request-body.ts';
import { respondent } from './respondent.ts';
import { locale } from './text.ts';
import { isoTime, nonEmpty, uuid } from './values.ts';

export const startRequest = requestObject({
  respondent: v.optional(respondent),
  mode: v.optional(v.picklist(['text', 'voice'])),
  locale: v.optional(locale),
});
export interface StartRequest extends v.InferOutput<typeof startRequest> {}

export const startResponse = v.object({
  interview_id: uuid,
  session_token: v.pipe(v.string(), v.startsWith('st_live_')),
  status: v.literal('active'),
  started_at: isoTime,
  initial_message: v.string(),
  question: v.nullable(question),
});
export interface StartResponse extends v.InferOutput<typeof startResponse> {}

export const completeRequest = requestObject({
  interview_id: nonEmpty,
  reason: v.optional(reason),
});

export const completeResponse = v.object({
  interview_id: uuid,
  status: v.literal('completed'),
  completed_at: isoTime,
  analysis_status: analysisStatus,
  stats,
});
export interface CompleteResponse extends v.InferOutput<typeof completeResponse> {}

/** The response to a repeated completion, and to a message that comes after one: 409. */
export const alreadyCompletedResponse = v.object({
  ...completeResponse.entries,
  ...errorBody.entries,
  error: v.literal('already_completed'),
});

const transcriptMessage = v.object({ ...message.entries, message_id: uuid, created_at: isoTime });
export interface TranscriptMessage extends v.InferOutput<typeof transcriptMessage> {}

/** The response to reading an interview. */
export const interview = v.object({
  interview_id: uuid,
  status: interviewStatus,
  started_at: isoTime,
  completed_at: v.nullable(isoTime),
  reason: v.nullable(reason),
  analysis_status: v.nullable(analysisStatus),
  transcript: v.array(transcriptMessage),
  stats,
  respondent: v.exactOptional(respondent),
  /** Present once `analysis_status` is `completed`. */
  analysis: v.exactOptional(analysis),
});
export interface Interview extends v.InferOutput<typeof interview> {}
