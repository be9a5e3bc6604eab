import * as v from 'valibot';
import { REASONS } from '../interview/completion.ts';
import type { ErrorCode } from '../interview/failures.ts';
import { QUESTION_TYPES, type Question } from '../interview/questions.ts';
import { createReplyReader } from '../wire/event-stream.ts';
import type { InterviewView, ProxyCompleted, ProxyStarted, ReplyDone, ReplyEvent } from '../wire/shapes.ts';
import type { ProxyResponse } from './http-client.ts';
import { Inconclusive, Violation } from './outcome.ts';

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

/** @throws Fault unless it holds. */
export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Violation(otherwise);
}

/** @throws Fault unless the answer has one of these statuses. */
export function expectStatus(heard: ProxyResponse, ...expected: number[]): void {
  expect(expected.includes(heard.status), `Expected ${expected.join(' or ')}, got: ${say(heard)}`);
}

/** @throws Fault unless the answer is a refusal in the documented shape: status, JSON, code and a sentence. */
export function expectRefusal(heard: ProxyResponse, status: number, ...codes: ErrorCode[]): void {
  expectStatus(heard, status);
  const body = read(v.looseObject({ error: v.string(), message: name }), heard);
  expect(codes.includes(body.error as ErrorCode), `Expected the code ${codes.join(' or ')}, got: ${say(heard)}`);
}

export const readStarted = (heard: ProxyResponse): ProxyStarted => read(started, heard, 201);
export const readView = (heard: ProxyResponse): InterviewView => read(view, heard, 200);
export const readCompleted = (heard: ProxyResponse): ProxyCompleted => read(completed, heard, 200, 202);

/**
 * The completion that an answer tells.
 * @throws Untold where the proxy answers `completing`: it may, when Koji is slow, and then there is no more to see.
 */
export function readCompletion(heard: ProxyResponse) {
  const answer = readCompleted(heard);
  if (answer.status === 'completing')
    throw new Inconclusive('Koji did not answer in time, so the proxy said "completing".');
  expect(answer.status === 'completed', `Expected status "completed", got: ${say(heard)}`);
  expectStatus(heard, 200);
  return answer;
}

/** Reads a reply's event stream: any number of deltas, then exactly one `done`. */
export function readReply(heard: ProxyResponse): { text: string; done: ReplyDone } {
  expectStatus(heard, 200);
  const type = heard.headers.get('Content-Type') ?? 'none';
  expect(/^text\/event-stream\b/i.test(type), `Expected Content-Type text/event-stream, got ${type}.`);
  const events: ReplyEvent[] = [];
  createReplyReader(event => events.push(event)).feed(heard.text);
  const last = events.at(-1);
  expect(last !== undefined, 'The stream has no event that the contract names.');
  expect(last.type !== 'error', `The stream ended with an error: ${JSON.stringify(last)}.`);
  expect(last.type === 'done', 'The stream ends without "done".');
  const early = events.slice(0, -1).find(event => event.type !== 'delta');
  expect(early === undefined, `"${early?.type}" came before the stream's last event.`);
  const text = events.map(event => (event.type === 'delta' ? event.text : '')).join('');
  const { type: _, ...done } = last;
  const result = v.safeParse(replyDone, done);
  expect(result.success, `"done": ${result.success ? '' : issuesOf(result.issues)}`);
  return { text, done: result.output as ReplyDone };
}

function read<Value>(schema: v.GenericSchema<unknown, Value>, heard: ProxyResponse, ...statuses: number[]): Value {
  if (statuses.length > 0) expectStatus(heard, ...statuses);
  const type = heard.headers.get('Content-Type') ?? 'none';
  expect(/^application\/json\b/i.test(type), `Expected Content-Type application/json, got ${type}.`);
  const result = v.safeParse(schema, heard.json);
  if (!result.success) throw new Violation(`${issuesOf(result.issues)} Got ${say(heard)}.`);
  return result.output;
}

const issuesOf = (issues: readonly v.BaseIssue<unknown>[]) =>
  issues
    .slice(0, 3)
    .map(issue => `${v.getDotPath(issue) ?? 'body'}: ${issue.message.replace(/\.?$/, '.')}`)
    .join(' ');

const SHOWN = 200;

/** Status and the beginning of the body. */
export function say({ status, text }: ProxyResponse): string {
  const body = text.replace(/\s+/g, ' ').trim();
  if (!body) return `${status} without a body`;
  return `${status} ${body.length > SHOWN ? `${body.slice(0, SHOWN)}…` : body}`;
}
