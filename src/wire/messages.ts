/**
 * The message route, which is the same in both contracts: its request, and the events of the
 * streamed reply.
 */
import * as v from 'valibot';
import { MESSAGE_LIMIT } from '../interview/transcript.ts';
import { type ErrorBody, errorBody } from './error-body.ts';
import { question } from './question.ts';
import { requestObject } from './request-body.ts';
import { text } from './text.ts';
import { count, nonEmpty } from './values.ts';

export const messageRequest = requestObject({
  content: text(1, MESSAGE_LIMIT),
  answer: v.optional(
    requestObject({
      question_id: text(1, 255),
      value: v.union([v.null(), v.boolean(), v.number(), text(0, MESSAGE_LIMIT), v.array(text(0, MESSAGE_LIMIT))]),
    }),
  ),
  /**
   * Made by the client. A repeat with the same id gets the same reply, and the message is stored
   * once.
   */
  client_message_id: v.optional(v.pipe(v.string(), v.uuid())),
});
export interface MessageRequest extends v.InferOutput<typeof messageRequest> {}

/**
 * The `data` of each event. A reply has any number of `delta` events, then one `done` or `error`.
 */
export const replyEvents = {
  delta: v.object({ text: v.string() }),
  done: v.object({
    message_id: nonEmpty,
    content: v.string(),
    question: v.nullable(question),
    interview_status: v.picklist(['active', 'concluded']),
    messages_count: count,
  }),
  error: errorBody,
};

export interface ReplyDone extends v.InferOutput<typeof replyEvents.done> {}

/** An event with its `data`. */
export type ReplyEvent =
  | { type: 'delta'; text: string }
  | ({ type: 'done' } & ReplyDone)
  | ({ type: 'error' } & ErrorBody);
