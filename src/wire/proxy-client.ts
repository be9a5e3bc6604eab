import ky, { HTTPError, type Options, type RetryOptions } from 'ky';
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
import { getRouteUrl } from './route-url.ts';
import { RESPONSE_TIMEOUT } from './start-request.ts';

/**
 * Calls the proxy's routes; each method is named after its route. Rejects with an `InterviewError`.
 */
export interface ProxyClient {
  /** @param firstResponse The outcome of a request that was sent already: the first try. */
  start(body: ProxyStartRequest, firstResponse?: Promise<Response>): Promise<ProxyStartResponse>;
  /**
   * Resolves with the response whose body `readReply` reads. Safe to repeat with the same
   * `client_message_id`. Without a network it is not retried while the browser seems offline: the
   * caller waits for the browser to be back.
   * @param onRetry Called before each retry.
   */
  message(ticket: string, body: MessageRequest, signal: AbortSignal, onRetry: () => void): Promise<Response>;
  complete(ticket: string, body: ProxyCompleteRequest): Promise<ProxyCompleteResponse>;
  resume(ticket: string, report: PageReport): Promise<InterviewView>;
  /** Never retried: the next heartbeat is due soon. */
  heartbeat(ticket: string, body: HeartbeatRequest): Promise<unknown>;
}

/**
 * Longest total wait for `Retry-After`, in seconds. Beyond it, show the error instead of a spinner.
 */
const MAX_RETRY_WAIT = 5;

/**
 * @param base The proxy's base path or address, for example "/koji".
 * @param fetch Default: the one that the page has when a request is sent.
 */
export function createProxyClient(base: string, fetch?: typeof globalThis.fetch): ProxyClient {
  const http = ky.create({
    fetch: createPlainFetch(fetch),
    method: 'post',
    timeout: RESPONSE_TIMEOUT,
    // A refused call changes nothing, and the proxy takes repeats of all routes but `start` as one.
    retry: { limit: 4, methods: ['post'], backoffLimit: 8000, jitter: true, shouldRetry },
  });

  async function post(route: string, json: object, ticket?: string, options?: Options): Promise<Response> {
    try {
      const headers = ticket && { headers: { 'x-koji-ticket': ticket } };
      return await http(getRouteUrl(base, route), { json, ...headers, ...options });
    } catch (error) {
      throw toInterviewError(error);
    }
  }

  async function postForJson<Body>(route: string, ...options: [json: object, ticket?: string, options?: Options]) {
    const response = await post(route, ...options);
    try {
      return (await response.json()) as Body;
    } catch (error) {
      throw new InterviewError(createFailure('bad_response', `${route}: the response is not JSON.`), error);
    }
  }

  return {
    start: (body, firstResponse) =>
      postForJson('start', body, undefined, {
        retry: { limit: 2, statusCodes: [429, 503], shouldRetry: shouldRetryStart },
        ...(firstResponse && { fetch: createReplay(firstResponse, fetch) }),
      }),
    complete: (ticket, body) => postForJson('complete', body, ticket),
    resume: (ticket, report) => postForJson('resume', report, ticket),
    heartbeat: (ticket, body) => post('heartbeat', body, ticket, { retry: 0 }),
    message: (ticket, body, signal, onRetry) =>
      post('message', body, ticket, {
        signal,
        hooks: { beforeRetry: [onRetry] },
        retry: { shouldRetry: shouldRetryMessage },
      }),
  };
}

type KyFetch = NonNullable<Options['fetch']>;

/**
 * Calls `fetch` with an address and options, as most pages do, where ky passes a `Request`. Sign-in
 * and monitoring scripts replace the page's `fetch`, and many of them expect a string, or replace
 * the headers, and would lose those of a `Request`.
 */
const createPlainFetch = (fetch?: typeof globalThis.fetch): KyFetch =>
  (async (request: Request) =>
    (fetch ?? globalThis.fetch)(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      body: await request.text(),
      signal: request.signal,
    })) as KyFetch;

/** A `fetch` whose first call returns a response that is there already, or its failure. */
function createReplay(firstResponse: Promise<Response>, fetch?: typeof globalThis.fetch): KyFetch {
  const plainFetch = createPlainFetch(fetch);
  let isFirst = true;
  return ((...args: Parameters<KyFetch>) => {
    if (!isFirst) return plainFetch(...args);
    isFirst = false;
    return firstResponse;
  }) as KyFetch;
}

type ShouldRetry = NonNullable<RetryOptions['shouldRetry']>;

/**
 * Prevents a retry that the server asks to delay for too long. `undefined` leaves the decision to
 * ky.
 */
const shouldRetry: ShouldRetry = ({ error, retryCount }) => {
  if (!(error instanceof HTTPError)) return undefined;
  return readRetryAfter(error) * retryCount > MAX_RETRY_WAIT ? false : undefined;
};

const shouldRetryMessage: ShouldRetry = state =>
  !(state.error instanceof HTTPError) && globalThis.navigator?.onLine === false ? false : shouldRetry(state);

/**
 * A start without a response may have started an interview, so it is only retried after a response.
 */
const shouldRetryStart: ShouldRetry = state => (state.error instanceof HTTPError ? shouldRetry(state) : false);

/** In seconds; 0 without the header. */
const readRetryAfter = (error: HTTPError): number => Number(error.response.headers.get('retry-after'));

function toInterviewError(error: unknown): InterviewError {
  if (error instanceof HTTPError) {
    const body = error.data as Partial<ErrorBody> | undefined;
    const code: FailureCode = typeof body?.error === 'string' ? (body.error as ErrorCode) : 'bad_response';
    const message = body?.message ?? error.message;
    return new InterviewError(createFailure(code, message, readRetryAfter(error) || undefined), error);
  }
  // A first try that timed out before this code was loaded has ky's name for it, not its class.
  const code = (error as Error).name === 'TimeoutError' ? 'timed_out' : 'unreachable';
  return new InterviewError(createFailure(code, error instanceof Error ? error.message : String(error)), error);
}
