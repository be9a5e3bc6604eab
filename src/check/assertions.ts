import * as v from 'valibot';
import type { ErrorCode } from '../interview/failures.ts';
import { errorBody } from '../wire/error-body.ts';
import { createReplyReader } from '../wire/event-stream.ts';
import { type ReplyDone, type ReplyEvent, replyEvents } from '../wire/messages.ts';
import {
  type InterviewView,
  interviewView,
  type ProxyCompleteResponse,
  type ProxyStartResponse,
  proxyCompleteResponse,
  proxyStartResponse,
} from '../wire/proxy-contract.ts';
import { Inconclusive, Violation } from './outcome.ts';
import type { ReceivedResponse } from './simulated-page.ts';

/** @throws Violation unless the condition holds. */
export function expect(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Violation(message);
}

/** @throws Violation unless the response has one of these statuses. */
export function expectStatus(response: ReceivedResponse, ...expected: number[]): void {
  expect(expected.includes(response.status), `Expected ${expected.join(' or ')}, got: ${describeResponse(response)}`);
}

/**
 * @throws Violation unless the response is an error in the documented shape: status, JSON, code and
 *   a sentence.
 */
export function expectError(response: ReceivedResponse, status: number, ...codes: ErrorCode[]): void {
  expectStatus(response, status);
  const body = readBody(v.object({ ...errorBody.entries, error: v.string() }), response);
  expect(
    codes.includes(body.error as ErrorCode),
    `Expected the code ${codes.join(' or ')}, got: ${describeResponse(response)}`,
  );
}

export const readStarted = (response: ReceivedResponse): ProxyStartResponse =>
  readBody(proxyStartResponse, response, 201);
export const readView = (response: ReceivedResponse): InterviewView => readBody(interviewView, response, 200);
export const readCompleteResponse = (response: ReceivedResponse): ProxyCompleteResponse =>
  readBody(proxyCompleteResponse, response, 200, 202);

/**
 * The completion in a response.
 * @throws Inconclusive if the proxy says `completing`, as it may while Koji is slow.
 */
export function readCompletion(response: ReceivedResponse) {
  const completed = readCompleteResponse(response);
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
  const result = v.safeParse(replyEvents.done, done);
  expect(result.success, `"done": ${result.success ? '' : describeIssues(result.issues)}`);
  return { text, done: result.output };
}

/**
 * Reads a JSON body. Fields that the contract doesn't name are allowed: a newer proxy may send
 * more.
 */
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
