import * as v from 'valibot';
import { REASONS } from '../interview/completion.ts';
import type { ErrorCode } from '../interview/failures.ts';
import { QUESTION_TYPES, type Question } from '../interview/questions.ts';
import { createReplyReader } from '../wire/event-stream.ts';
import type { InterviewView, ProxyCompleted, ProxyStarted, ReplyDone, ReplyEvent } from '../wire/shapes.ts';
import { Inconclusive, Violation } from './outcome.ts';
import type { ReceivedResponse } from './simulated-page.ts';

/*
 * The answers of the proxy contract, as a reader of them needs them. Fields that the contract doesn't name are let through:
 * a newer proxy may say more. What must never be said is looked for elsewhere.
 */
const time = v.pipe(v.string(), v.isoTimestamp('Expected an ISO 8601 time.'));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const name = v.pipe(v.string(), v.nonEmpty());

const question = v.looseObject({
  id: name,
  text: v.string(),
  type: v.picklist(QUESTION_TYPES),
  config: v.looseObject({}),
}) as unknown as v.GenericSchema<unknown, Question>;

const stats = v.looseObject({
  duration_seconds: count,
  respondent_messages: count,
  interviewer_messages: count,
  total_messages: count,
});

const completion = v.looseObject({ reason: v.picklist(REASONS), completed_at: time, stats });

const view: v.GenericSchema<unknown, InterviewView> = v.looseObject({
  interview_id: v.pipe(v.string(), v.uuid()),
  status: v.picklist(['active', 'concluded', 'completed']),
  messages: v.array(
    v.looseObject({
      message_id: name,
      role: v.picklist(['interviewer', 'respondent']),
      content: v.string(),
      question: v.optional(question),
    }),
  ),
  question: v.nullable(question),
  started_at: time,
  ends_at: v.nullable(time),
  completed: v.optional(completion),
});

const started: v.GenericSchema<unknown, ProxyStarted> = v.looseObject({ ticket: name, interview: view });

const completed: v.GenericSchema<unknown, ProxyCompleted> = v.variant('status', [
  v.looseObject({ status: v.literal('completed'), ...completion.entries }),
  v.looseObject({ status: v.literal('leaving'), completes_at: time }),
  v.looseObject({ status: v.literal('completing') }),
]);

const replyDone: v.GenericSchema<unknown, ReplyDone> = v.looseObject({
  message_id: name,
  content: v.string(),
  question: v.nullable(question),
  interview_status: v.picklist(['active', 'concluded']),
  messages_count: count,
});

/** @throws Violation unless the condition holds. */
export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Violation(message);
}

/** @throws Violation unless the response has one of these statuses. */
export function expectStatus(response: ReceivedResponse, ...expected: number[]): void {
  expect(expected.includes(response.status), `Expected ${expected.join(' or ')}, got: ${describeResponse(response)}`);
}

/** @throws Violation unless the response is an error in the documented shape: status, JSON, code and a sentence. */
export function expectError(response: ReceivedResponse, status: number, ...codes: ErrorCode[]): void {
  expectStatus(response, status);
  const body = readBody(v.looseObject({ error: v.string(), message: name }), response);
  expect(
    codes.includes(body.error as ErrorCode),
    `Expected the code ${codes.join(' or ')}, got: ${describeResponse(response)}`,
  );
}

export const readStarted = (response: ReceivedResponse): ProxyStarted => readBody(started, response, 201);
export const readView = (response: ReceivedResponse): InterviewView => readBody(view, response, 200);
export const readCompleted = (response: ReceivedResponse): ProxyCompleted => readBody(completed, response, 200, 202);

/**
 * The completion in a response.
 * @throws Inconclusive if the proxy says `completing`, as it may while Koji is slow.
 */
export function readCompletion(response: ReceivedResponse) {
  const completed = readCompleted(response);
  if (completed.status === 'completing')
    throw new Inconclusive('Koji did not respond in time, so the proxy said "completing".');
  expect(completed.status === 'completed', `Expected status "completed", got: ${describeResponse(response)}`);
  expectStatus(response, 200);
  return completed;
}

/** Reads the event stream of a reply: any number of deltas, then exactly one `done`. */
export function readReply(response: ReceivedResponse): { text: string; done: ReplyDone } {
  expectStatus(response, 200);
  const type = response.headers.get('Content-Type') ?? 'none';
  expect(/^text\/event-stream\b/i.test(type), `Expected Content-Type text/event-stream, got ${type}.`);
  const events: ReplyEvent[] = [];
  createReplyReader(event => events.push(event)).feed(response.text);
  const last = events.at(-1);
  expect(last !== undefined, 'The stream has no event of the contract.');
  expect(last.type !== 'error', `The stream ended with an error: ${JSON.stringify(last)}.`);
  expect(last.type === 'done', 'The stream ends without "done".');
  const early = events.slice(0, -1).find(event => event.type !== 'delta');
  expect(early === undefined, `"${early?.type}" came before the stream's last event.`);
  const text = events.map(event => (event.type === 'delta' ? event.text : '')).join('');
  const { type: _, ...done } = last;
  const result = v.safeParse(replyDone, done);
  expect(result.success, `"done": ${result.success ? '' : describeIssues(result.issues)}`);
  return { text, done: result.output as ReplyDone };
}

function readBody<Value>(
  schema: v.GenericSchema<unknown, Value>,
  response: ReceivedResponse,
  ...statuses: number[]
): Value {
  if (statuses.length > 0) expectStatus(response, ...statuses);
  const type = response.headers.get('Content-Type') ?? 'none';
  expect(/^application\/json\b/i.test(type), `Expected Content-Type application/json, got ${type}.`);
  const result = v.safeParse(schema, response.json);
  if (!result.success) throw new Violation(`${describeIssues(result.issues)} Got ${describeResponse(response)}.`);
  return result.output;
}

const describeIssues = (issues: readonly v.BaseIssue<unknown>[]) =>
  issues
    .slice(0, 3)
    .map(issue => `${v.getDotPath(issue) ?? 'body'}: ${issue.message.replace(/\.?$/, '.')}`)
    .join(' ');

const MAX_SHOWN = 200;

/** The status and the beginning of the body. */
export function describeResponse({ status, text }: ReceivedResponse): string {
  const body = text.replace(/\s+/g, ' ').trim();
  if (!body) return `${status} without a body`;
  return `${status} ${body.length > MAX_SHOWN ? `${body.slice(0, MAX_SHOWN)}…` : body}`;
}
