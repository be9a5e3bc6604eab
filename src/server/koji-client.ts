/**
 * Calls Koji's API (contract 1). Adds the key and the session token to requests. Nothing that this
 * client returns contains them.
 */
import ky, { HTTPError, NetworkError, type Options } from 'ky';
import * as v from 'valibot';
import type { Completion, Reason } from '../interview/completion.ts';
import type { Interview, StartRequest, StartResponse } from '../wire/koji-api.ts';
import type { MessageRequest } from '../wire/messages.ts';
import { describeIssues } from '../wire/request-body.ts';
import type { Clock } from './clock.ts';
import { KojiFailure, MAX_RETRY_AFTER } from './koji-failure.ts';
import { completionResponse, errorBody, interviewResponse, startResponse } from './koji-responses.ts';

/** Identifies one interview at Koji, with the right to talk in it. */
export interface Session {
  apiKey: string;
  interviewId: string;
  sessionToken: string;
}

/** Every method rejects with a `KojiFailure`. */
export interface KojiClient {
  /** One attempt: after a timeout there may be an interview already. */
  startInterview(apiKey: string, body: StartRequest): Promise<StartResponse>;
  /**
   * Resolves with the event stream of the reply. Retried only if the message has a
   * `client_message_id`, by which Koji stores it once. `signal` aborts the stream too.
   */
  sendMessage(session: Session, body: MessageRequest, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** One attempt: the lease decides when there is another. A 409, for a repeat, is a success. */
  completeInterview(session: Session, reason: Reason): Promise<Completion>;
  /** `signal` aborts the call; it then rejects with the signal's reason. */
  readInterview(interview: Omit<Session, 'sessionToken'>, signal?: AbortSignal): Promise<Interview>;
}

export interface KojiClientOptions {
  kojiUrl: string;
  fetch: typeof fetch;
  clock: Clock;
  /** For a whole response, or for the headers of a stream, in milliseconds. */
  timeout: number;
  /** How often a call that is safe to repeat is retried. */
  retries: number;
}

/** The names of the calls in error texts. */
type CallName = 'start' | 'message' | 'complete' | 'read';

/** Longest wait between two attempts within one request, in milliseconds. */
const MAX_RETRY_DELAY = 2000;

export function createKojiClient({ kojiUrl, fetch, clock, timeout, retries }: KojiClientOptions): KojiClient {
  const koji = ky.create({
    prefix: kojiUrl,
    fetch,
    // `callWithTimeout` uses the clock instead.
    timeout: false,
    // Following a redirect would send the session token to another address.
    redirect: 'manual',
    retry: {
      limit: retries,
      methods: ['get', 'post'],
      jitter: true,
      backoffLimit: MAX_RETRY_DELAY,
      shouldRetry: ({ error }) => {
        const { kind, status, retryAfter } = toKojiFailure(error, clock.now());
        return kind === 'unavailable' && status !== 429 && (retryAfter ?? 0) <= MAX_RETRY_DELAY;
      },
    },
  });

  /**
   * `signal` also aborts what `send` returns, for example a stream; the timeout only applies until
   * `send` resolves.
   */
  async function callWithTimeout<T>(
    name: CallName,
    send: (signal: AbortSignal) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const controller = new AbortController();
    const cancelTimeout = clock.setTimeout(
      () => controller.abort(new KojiFailure('unavailable', `Koji did not respond to ${name} within ${timeout} ms.`)),
      timeout,
    );
    try {
      return await send(signal ? AbortSignal.any([signal, controller.signal]) : controller.signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw controller.signal.aborted ? controller.signal.reason : toKojiFailure(error, clock.now(), name);
    } finally {
      cancelTimeout();
    }
  }

  const callForJson = <Schema extends v.GenericSchema>(
    name: CallName,
    path: string,
    schema: Schema,
    options: Options,
    callerSignal?: AbortSignal,
  ): Promise<v.InferOutput<Schema>> => {
    const call = async (signal: AbortSignal) => {
      const body: unknown = await koji(path, { ...options, signal }).json();
      const result = v.safeParse(schema, body);
      if (!result.success) {
        const problem = describeIssues(result.issues);
        throw new KojiFailure('malformed', `Koji's response to ${name} does not match the contract: ${problem}`);
      }
      return result.output;
    };
    return callWithTimeout(name, call, callerSignal);
  };

  const client: KojiClient = {
    async startInterview(apiKey, body) {
      return callForJson('start', 'api/v1/interviews/start', startResponse, {
        method: 'post',
        json: body,
        headers: { Authorization: `Bearer ${apiKey}` },
        retry: 0,
      });
    },

    async sendMessage(session, body, signal) {
      const response = await callWithTimeout(
        'message',
        combinedSignal =>
          koji(`${interviewPath(session)}/message`, {
            method: 'post',
            json: body,
            headers: { ...credentialHeaders(session), Accept: 'text/event-stream' },
            signal: combinedSignal,
            ...(body.client_message_id ? {} : { retry: 0 }),
          }),
        signal,
      );
      const type = response.headers.get('Content-Type') ?? '';
      if (!response.body || !/^text\/event-stream\b/i.test(type)) {
        await response.body?.cancel();
        const problem = `expected Content-Type text/event-stream, got ${JSON.stringify(type)}.`;
        throw new KojiFailure('malformed', `Koji's response to message does not match the contract: ${problem}`);
      }
      return response.body;
    },

    async completeInterview(session, reason) {
      try {
        const completion = await callForJson('complete', 'api/interview/complete', completionResponse, {
          method: 'post',
          json: { interview_id: session.interviewId, reason },
          headers: credentialHeaders(session),
          retry: 0,
        });
        return { reason, ...completion };
      } catch (error) {
        if (error instanceof KojiFailure && error.status === 409) return findFirstCompletion(session, reason, error);
        throw error;
      }
    },

    async readInterview(interview, signal) {
      const headers = { Authorization: `Bearer ${interview.apiKey}` };
      const response = await callForJson('read', interviewPath(interview), interviewResponse, { headers }, signal);
      // Fields that the proxy doesn't need are passed on unchecked.
      return response as unknown as Interview;
    },
  };

  /**
   * The completion behind a 409, which says when the interview was completed but not why. If the
   * key may not read the interview, our reason is assumed. If Koji is unavailable, the completion
   * is retried instead, since our reason may be wrong.
   */
  async function findFirstCompletion(session: Session, reason: Reason, conflict: KojiFailure): Promise<Completion> {
    const first = await client.readInterview(session).catch((error: unknown) => {
      if (error instanceof KojiFailure && error.kind === 'refused') return null;
      throw error;
    });
    if (first?.status === 'completed' && first.completed_at) {
      return { reason: first.reason ?? reason, completed_at: first.completed_at, stats: first.stats };
    }
    const result = v.safeParse(completionResponse, conflict.body);
    if (result.success) return { reason, ...result.output };
    const problem = conflict.body ? describeIssues(result.issues) : 'expected the completion and the error.';
    throw new KojiFailure('malformed', `Koji's 409 response to complete does not match the contract: ${problem}`);
  }

  return client;
}

const interviewPath = ({ interviewId }: { interviewId: string }) =>
  `api/v1/interviews/${encodeURIComponent(interviewId)}`;

const credentialHeaders = ({ apiKey, sessionToken }: Session) => ({
  Authorization: `Bearer ${apiKey}`,
  'X-Session-Token': sessionToken,
});

function toKojiFailure(error: unknown, now: number, name: CallName | 'a call' = 'a call'): KojiFailure {
  if (error instanceof KojiFailure) return error;
  if (error instanceof SyntaxError) {
    return new KojiFailure('malformed', `Koji's response to ${name} does not match the contract: it is not JSON.`);
  }
  if (!(error instanceof HTTPError)) {
    // ky's errors hold the request with the key in its headers; only the reason beneath may get
    // into a log.
    const cause = error instanceof NetworkError ? error.cause : undefined;
    return new KojiFailure('unavailable', 'Koji could not be reached.', { cause });
  }

  const { status, headers } = error.response;
  const body = v.safeParse(errorBody, error.data);
  const isRedirect = status >= 300 && status < 400;
  // Nothing is looked up by a start: another server responds, or another path of Koji's.
  const isWrongAddress = name === 'start' && (status === 404 || status === 405);
  const advice = isRedirect
    ? ' Redirects are not followed; check the option kojiUrl.'
    : isWrongAddress
      ? ' Check the option kojiUrl.'
      : '';
  return new KojiFailure(
    isWrongAddress ? 'malformed' : kindOfStatus(status),
    `Koji responded to ${name} with status ${status}.${advice}`,
    {
      status,
      body: body.success ? body.output : null,
      retryAfter: parseRetryAfter(headers.get('Retry-After'), now),
    },
  );
}

/** ky's `HTTPError` is for any status but 2xx, redirects included. */
function kindOfStatus(status: number): KojiFailure['kind'] {
  if (status >= 500 || status === 429 || status === 408) return 'unavailable';
  return status >= 400 ? 'refused' : 'malformed';
}

/** `Retry-After` is a number of seconds or a date. Returns milliseconds. */
function parseRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  const milliseconds = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(milliseconds) ? null : Math.min(Math.max(0, milliseconds), MAX_RETRY_AFTER);
}
