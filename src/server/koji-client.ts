/** Contract 1 as the proxy speaks it. This is where the key and the session token enter a request; they never leave in an answer. */
import ky, { HTTPError, NetworkError, type Options } from 'ky';
import * as v from 'valibot';
import type { Completion, Reason } from '../interview/completion.ts';
import type { Interview, StartRequest, StartResponse } from '../wire/koji-api.ts';
import type { MessageRequest } from '../wire/messages.ts';
import type { Clock } from './clock.ts';
import { completion, errorBody, interview, startResponse } from './koji-responses.ts';

/** A call that Koji did not answer as wanted. */
export class KojiFailure extends Error {
  /**
   * - `unanswered`: no answer, one cut off, 429, 408 or 5xx. Trying again later can help.
   * - `refused`: Koji said no, with `status`.
   * - `strange`: an answer that is none of the contract's.
   */
  readonly kind: 'unanswered' | 'refused' | 'strange';
  readonly status: number | null;
  /** What Koji said, where it said it in the contract's shape. */
  readonly said: { error: string; message: string } | null;
  /** How long Koji asks to be left alone, in milliseconds. */
  readonly retryAfter: number | null;

  constructor(
    kind: KojiFailure['kind'],
    message: string,
    more: { status?: number; said?: KojiFailure['said']; retryAfter?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: more.cause });
    this.name = 'KojiFailure';
    this.kind = kind;
    this.status = more.status ?? null;
    this.said = more.said ?? null;
    this.retryAfter = more.retryAfter ?? null;
  }
}

/** What a call about one interview needs. */
export interface Session {
  apiKey: string;
  interviewId: string;
  sessionToken: string;
}

export interface KojiClient {
  /** Never tried twice: after a failure in doubt there may be an interview already. */
  start(apiKey: string, body: StartRequest): Promise<StartResponse>;
  /** The answer's event stream. Tried again only where the message has a `client_message_id`, so that it is stored once. */
  message(session: Session, body: MessageRequest, signal: AbortSignal): Promise<ReadableStream<Uint8Array>>;
  /** One try; the lease decides when there is another. A repeat that Koji answers with 409 is a success. */
  complete(session: Session, reason: Reason): Promise<Completion>;
  interview(session: Session): Promise<Interview>;
}

export interface KojiClientOptions {
  kojiUrl: string;
  fetch: typeof fetch;
  clock: Clock;
  /** For an answer, or for the beginning of a streamed one, in milliseconds. */
  timeout: number;
  /** How often a call that is safe to repeat is tried again. */
  retries: number;
}

/** Longer than this nobody is made to wait inside one request. */
const LONGEST_WAIT = 2000;

export function createKojiClient({ kojiUrl, fetch, clock, timeout, retries }: KojiClientOptions): KojiClient {
  const koji = ky.create({
    prefix: kojiUrl,
    fetch,
    // Deadlines come from the clock below.
    timeout: false,
    // A redirect followed would carry the session token to wherever it points.
    redirect: 'manual',
    retry: {
      limit: retries,
      methods: ['get', 'post'],
      jitter: true,
      backoffLimit: LONGEST_WAIT,
      shouldRetry: ({ error }) => {
        const failure = readFailure(error, clock.now());
        return failure.kind === 'unanswered' && failure.status !== 429 && (failure.retryAfter ?? 0) <= LONGEST_WAIT;
      },
    },
  });

  /** Runs a call that must be answered in time; `signal` reaches further, to the end of a streamed body. */
  async function inTime<T>(call: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const late = new AbortController();
    const cancel = clock.setTimeout(
      () => late.abort(new KojiFailure('unanswered', `Koji did not answer within ${timeout} ms.`)),
      timeout,
    );
    try {
      return await call(signal ? AbortSignal.any([signal, late.signal]) : late.signal);
    } catch (error) {
      signal?.throwIfAborted();
      throw late.signal.aborted ? late.signal.reason : readFailure(error, clock.now());
    } finally {
      cancel();
    }
  }

  const ask = <Schema extends v.GenericSchema>(path: string, schema: Schema, options: Options) =>
    inTime(async signal => {
      const body: unknown = await koji(path, { ...options, signal }).json();
      const result = v.safeParse(schema, body);
      if (!result.success) throw new KojiFailure('strange', `Koji's answer to ${path} is none of the contract's.`);
      return result.output;
    });

  const client: KojiClient = {
    async start(apiKey, body) {
      return ask('api/v1/interviews/start', startResponse, {
        method: 'post',
        json: body,
        headers: { Authorization: `Bearer ${apiKey}` },
        retry: 0,
      });
    },

    async message(session, body, signal) {
      const response = await inTime(
        together =>
          koji(`api/v1/interviews/${encodeURIComponent(session.interviewId)}/message`, {
            method: 'post',
            json: body,
            headers: { ...credentials(session), Accept: 'text/event-stream' },
            signal: together,
            ...(body.client_message_id ? {} : { retry: 0 }),
          }),
        signal,
      );
      const type = response.headers.get('Content-Type') ?? '';
      if (!response.body || !/^text\/event-stream\b/i.test(type)) {
        await response.body?.cancel();
        throw new KojiFailure('strange', 'Koji answered a message with something else than an event stream.');
      }
      return response.body;
    },

    async complete(session, reason) {
      try {
        const done = await ask('api/interview/complete', completion, {
          method: 'post',
          json: { interview_id: session.interviewId, reason },
          headers: credentials(session),
          retry: 0,
        });
        return { reason, ...done };
      } catch (error) {
        if (error instanceof KojiFailure && error.status === 409) return firstCompletion(session, reason, error);
        throw error;
      }
    },

    async interview({ apiKey, interviewId }) {
      const found = await ask(`api/v1/interviews/${encodeURIComponent(interviewId)}`, interview, {
        headers: { Authorization: `Bearer ${apiKey}` },
      });
      return found as unknown as Interview;
    },
  };

  /**
   * A 409 tells when the interview was completed, not why: that is asked. Where the key may not read, ours is as good a guess as any;
   * where Koji only doesn't answer just now, the completion is tried again rather than told with a reason that may be wrong.
   */
  async function firstCompletion(session: Session, reason: Reason, conflict: KojiFailure): Promise<Completion> {
    const first = await client.interview(session).catch((error: unknown) => {
      if (error instanceof KojiFailure && error.kind === 'refused') return null;
      throw error;
    });
    if (first?.status === 'completed' && first.completed_at) {
      return { reason: first.reason ?? reason, completed_at: first.completed_at, stats: first.stats };
    }
    const body = v.safeParse(completion, conflict.said);
    if (!body.success)
      throw new KojiFailure('strange', 'Koji says 409 without saying when the interview was completed.');
    return { reason, ...body.output };
  }

  return client;
}

const credentials = ({ apiKey, sessionToken }: Session) => ({
  Authorization: `Bearer ${apiKey}`,
  'X-Session-Token': sessionToken,
});

function readFailure(error: unknown, now: number): KojiFailure {
  if (error instanceof KojiFailure) return error;
  if (error instanceof SyntaxError) return new KojiFailure('strange', "Koji's answer is not JSON.");
  if (!(error instanceof HTTPError)) {
    // The request that ky's errors hold has the key in its headers: only the reason beneath may get into a log.
    const cause = error instanceof NetworkError ? error.cause : undefined;
    return new KojiFailure('unanswered', 'Koji could not be reached.', { cause });
  }

  const { status, headers } = error.response;
  const said = v.safeParse(errorBody, error.data);
  const more = {
    status,
    said: said.success ? said.output : null,
    retryAfter: readRetryAfter(headers.get('Retry-After'), now),
  };
  const kind = status >= 500 || status === 429 || status === 408 ? 'unanswered' : status >= 400 ? 'refused' : 'strange';
  return new KojiFailure(kind, `Koji answered ${status}.`, more);
}

/** `Retry-After` is a number of seconds or a date. */
function readRetryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  const milliseconds = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(milliseconds) ? Math.max(0, milliseconds) : null;
}
