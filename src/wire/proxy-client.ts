import { createFailure } from '../interview/failures.ts';
import { RESPONDENT_SHAPE, readRespondent } from '../interview/read-respondent.ts';
import type { Respondent } from '../interview/respondent.ts';
import { InterviewError } from './interview-error.ts';
import type { MessageRequest } from './messages.ts';
import type {
  HeartbeatRequest,
  InterviewView,
  ProxyCompleteRequest,
  ProxyCompleteResponse,
  ProxyStartRequest,
  ProxyStartResponse,
  ResumeRequest,
} from './proxy-contract.ts';
import { readJson } from './read-json.ts';
import { getRouteUrl } from './route-url.ts';
import { type RetryPolicy, sendWithRetries } from './send-with-retries.ts';
import { RESPONSE_TIMEOUT } from './start-request.ts';
import { withTimeout } from './with-timeout.ts';

/** A start that was sent before the client was loaded. */
export interface FirstTry {
  outcome: Promise<Response>;
  /** Whether it had the same body. The script tag's loader sends its options unchecked. */
  isChecked: boolean;
}

/**
 * Calls the proxy's routes; each method is named after its route. Rejects with an `InterviewError`.
 */
export interface ProxyClient {
  /** @param first A request that was sent already: the first try. */
  start(body: ProxyStartRequest, first?: FirstTry): Promise<ProxyStartResponse>;
  /**
   * Resolves with the response whose body `readReply` reads. Safe to repeat with the same
   * `client_message_id`. Without a network it is not retried while the browser seems offline: the
   * caller waits for the browser to be back.
   * @param onRetry Called before each retry.
   */
  message(ticket: string, body: MessageRequest, signal: AbortSignal, onRetry: () => void): Promise<Response>;
  complete(ticket: string, body: ProxyCompleteRequest): Promise<ProxyCompleteResponse>;
  resume(ticket: string, body: ResumeRequest): Promise<InterviewView>;
  /** Never retried: the next heartbeat is due soon. */
  heartbeat(ticket: string, body: HeartbeatRequest): Promise<unknown>;
}

/**
 * Statuses after which a request can succeed later. A refused call changes nothing, and the proxy
 * takes repeats of all routes but `start` as one.
 */
const RETRIED_STATUSES = [408, 429, 500, 502, 503, 504];

const RETRIES: RetryPolicy = { limit: 4, statuses: RETRIED_STATUSES, canRepeatUnanswered: () => true };

/** A start without one of these responses may have started an interview. */
const START_RETRIES: RetryPolicy = { limit: 2, statuses: [429, 503], canRepeatUnanswered: () => false };

const NO_RETRIES: RetryPolicy = { ...RETRIES, limit: 0 };

const isOnline = () => globalThis.navigator?.onLine !== false;

interface PostOptions {
  ticket?: string;
  retries?: RetryPolicy;
  signal?: AbortSignal;
  /** The outcome of the first try. */
  firstResponse?: Promise<Response> | undefined;
}

/**
 * @param base The proxy's base path or address, for example "/koji".
 * @param fetch Default: the one that the page has when a request is sent.
 */
export function createProxyClient(base: string, fetch?: typeof globalThis.fetch): ProxyClient {
  /**
   * Sends a request once. `fetch` gets an address and options, as from most pages: sign-in and
   * monitoring scripts replace the page's `fetch`, and many of them expect a string, or replace the
   * headers, and would lose those of a `Request`.
   */
  async function postOnce(route: string, body: object, ticket?: string, signal?: AbortSignal): Promise<Response> {
    const controller = new AbortController();
    const abort = () => controller.abort(signal?.reason);
    if (signal?.aborted) abort();
    // Not removed: it also ends the stream of a response.
    signal?.addEventListener('abort', abort);
    const response = (fetch ?? globalThis.fetch)(getRouteUrl(base, route), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(ticket && { 'x-koji-ticket': ticket }) },
      body: JSON.stringify(body),
      signal: controller.signal,
    });
    try {
      return await withTimeout(response, RESPONSE_TIMEOUT, `${route}: no response in time.`);
    } catch (error) {
      abort();
      throw error;
    }
  }

  function post(
    route: string,
    body: object,
    { ticket, signal, firstResponse, retries = RETRIES }: PostOptions,
  ): Promise<Response> {
    let first = firstResponse;
    const send = () => {
      const response = first ?? postOnce(route, body, ticket, signal);
      first = undefined;
      return response;
    };
    return sendWithRetries(send, retries, signal);
  }

  /**
   * A start that the proxy has not accepted has changed nothing, and counts as not sent: neither the
   * script tag's options nor the respondent's fields were checked before.
   */
  const isRefused = ({ outcome, isChecked }: FirstTry, hasRespondent: boolean): Promise<boolean> =>
    outcome.then(
      ({ status }) => (!isChecked && (status === 400 || status === 404)) || (hasRespondent && status === 400),
      () => false,
    );

  const postForJson = async <Body>(route: string, body: object, options: PostOptions) =>
    readJson<Body>(route, await post(route, body, options));

  return {
    async start(body, first) {
      const hasRespondent = body.respondent !== undefined;
      const firstResponse = first && !(await isRefused(first, hasRespondent)) ? first.outcome : undefined;
      try {
        return await postForJson('start', checkRespondent(body), { retries: START_RETRIES, firstResponse });
      } catch (error) {
        throw reportMissingProxy(error, getRouteUrl(base, 'start'));
      }
    },
    complete: (ticket, body) => postForJson('complete', body, { ticket }),
    resume: (ticket, body) => postForJson('resume', checkRespondent(body), { ticket }),
    heartbeat: (ticket, body) => post('heartbeat', body, { ticket, retries: NO_RETRIES }),
    message: (ticket, body, signal, onRetry) =>
      post('message', body, { ticket, signal, retries: { ...RETRIES, canRepeatUnanswered: isOnline, onRetry } }),
  };
}

/**
 * The body with the respondent as `readRespondent` reads it. A wrong shape is the developer's mistake,
 * and must not stop the respondent: the interview goes on without it.
 */
function checkRespondent<Body extends { respondent?: Respondent | undefined }>({ respondent, ...body }: Body): object {
  const checked = respondent && readRespondent(respondent);
  if (respondent && !checked) {
    console.error(
      `koji-embed: option "respondent" is ${JSON.stringify(respondent)}, expected ${RESPONDENT_SHAPE}; the interview goes on without it.`,
    );
  }
  return { ...body, ...(checked && { respondent: checked }) };
}

/** What servers respond to a POST at a path that nothing is mounted at. */
const NOTHING_THERE = [404, 405];

/**
 * No interview can be missing before one has started: the address is wrong. Tells the developer, and
 * returns the failure that the respondent is told of. Other errors are returned as they are.
 *
 * @param url the address that was called; a redirect may have led to another one
 */
function reportMissingProxy(error: unknown, url: string): unknown {
  const { status, url: met } = ((error as Error).cause as Response) ?? {};
  if (!NOTHING_THERE.includes(status)) return error;
  const redirect = met && met !== url ? ` (redirected to ${met})` : '';
  const message = `koji-embed: no proxy responds at ${url}${redirect}: HTTP ${status}. Mount the proxy there, or set the option "proxy" to its path.`;
  console.error(message);
  return new InterviewError(createFailure('no_proxy', message), error);
}
