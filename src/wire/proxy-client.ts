import ky, { HTTPError, type Options, type RetryOptions, TimeoutError } from 'ky';
import { createFailure, type ErrorCode, type FailureCode } from '../interview/failures.ts';
import type { ErrorBody } from './error-body.ts';
import { InterviewError } from './interview-error.ts';
import type { MessageRequest } from './messages.ts';
import type {
  HeartbeatRequest,
  InterviewView,
  PageReport,
  ProxyCompleteRequest,
  ProxyCompleteResponse,
  ProxyStartRequest,
  ProxyStartResponse,
} from './proxy-contract.ts';

/** What the model needs of the network: the proxy's routes. Every method rejects with an `InterviewError` only. */
export interface ProxyClient {
  start(body: ProxyStartRequest): Promise<ProxyStartResponse>;
  /**
   * Resolves with the answered stream, to be read by `readReply`. A repeat with the same `client_message_id` is safe.
   *
   * @param onRetry is called before each further try
   */
  message(ticket: string, body: MessageRequest, signal: AbortSignal, onRetry: () => void): Promise<Response>;
  complete(ticket: string, body: ProxyCompleteRequest): Promise<ProxyCompleteResponse>;
  resume(ticket: string, report: PageReport): Promise<InterviewView>;
  /** Not tried again: the next one is due soon. */
  heartbeat(ticket: string, body: HeartbeatRequest): Promise<unknown>;
}

/**
 * @param base the proxy's base path or address, for example "/koji"
 */
export function createProxyClient(base: string, fetch?: typeof globalThis.fetch): ProxyClient {
  const http = ky.create({
    prefix: base,
    method: 'post',
    timeout: 20_000,
    // The proxy changes nothing on what it refuses, and takes repeats of all but `start` as one.
    retry: { limit: 4, methods: ['post'], backoffLimit: 8000, jitter: true, shouldRetry: whenSoon() },
    ...(fetch && { fetch: fetch as NonNullable<Options['fetch']> }),
  });
  const call = async (route: string, json: object, ticket?: string, options?: Options): Promise<Response> => {
    try {
      return await http(route, { json, ...(ticket && { headers: { 'x-koji-ticket': ticket } }), ...options });
    } catch (error) {
      throw await explain(error);
    }
  };
  const ask = async <Answer>(...args: Parameters<typeof call>): Promise<Answer> => {
    const response = await call(...args);
    try {
      return (await response.json()) as Answer;
    } catch (error) {
      throw new InterviewError(createFailure('bad_response', `${args[0]}: the answer is not JSON.`), error);
    }
  };
  return {
    // An unanswered start may have started an interview: only a refusal (429, 503) is tried again.
    start: body =>
      ask('start', body, undefined, { retry: { limit: 2, statusCodes: [429, 503], shouldRetry: whenSoon(false) } }),
    complete: (ticket, body) => ask('complete', body, ticket),
    resume: (ticket, report) => ask('resume', report, ticket),
    heartbeat: (ticket, body) => call('heartbeat', body, ticket, { retry: 0 }),
    message: (ticket, body, signal, onRetry) =>
      call('message', body, ticket, { signal, hooks: { beforeRetry: [onRetry] } }),
  };
}

/**
 * Nobody watches an opening screen, or dots that stand for a reply, for longer than this, in seconds and over all tries:
 * who is to come back later is told so.
 */
const PATIENCE = 5;

/** Leaves it to ky (`undefined`) unless the answers ask for more patience than there is. */
const whenSoon =
  (unanswered?: false): RetryOptions['shouldRetry'] =>
  ({ error, retryCount }) =>
    error instanceof HTTPError
      ? +error.response.headers.get('retry-after')! * retryCount > PATIENCE
        ? false
        : undefined
      : unanswered;

async function explain(error: unknown): Promise<InterviewError> {
  if (error instanceof HTTPError) {
    const body = error.data as Partial<ErrorBody> | undefined;
    const code: FailureCode = typeof body?.error === 'string' ? (body.error as ErrorCode) : 'bad_response';
    const retryAfter = Number(error.response.headers.get('retry-after'));
    return new InterviewError(createFailure(code, body?.message ?? error.message, retryAfter || undefined), error);
  }
  const code = error instanceof TimeoutError ? 'timed_out' : 'unreachable';
  return new InterviewError(createFailure(code, error instanceof Error ? error.message : String(error)), error);
}
