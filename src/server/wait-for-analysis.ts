import type { Interview } from '../wire/koji-api.ts';
import type { Clock } from './clock.ts';
import { createKojiClient } from './koji-client.ts';
import { KojiFailure } from './koji-failure.ts';

export interface WaitOptions {
  /** An API key with the permission `interview:read`. No session token is needed. */
  apiKey: string;
  /** The interview's id, as in the event `koji-complete` and in webhooks. */
  interviewId: string;
  /** The address of Koji. Set it for a local Koji. Default: `'https://www.koji.so'`. */
  kojiUrl?: string;
  /**
   * How often Koji is asked at most. With the default delays, 30 attempts take about 4 minutes.
   * Default: 30.
   */
  attempts?: number;
  /**
   * Time between the first two attempts, in milliseconds. Each further wait is a quarter longer.
   * Default: 2000.
   */
  firstDelay?: number;
  /**
   * The longest wait between two attempts, in milliseconds, unless Koji asks for more. Default:
   * 10,000.
   */
  longestDelay?: number;
  /**
   * Stops waiting when it is aborted, also in the middle of a request; the promise then rejects
   * with its reason.
   */
  signal?: AbortSignal;
  /** Sends the requests to Koji. Default: the global `fetch`. */
  fetch?: typeof fetch;
  /** The source of all times, for tests. Default: the system's clock. */
  clock?: Clock;
}

/** There is no analysis: it `failed`, or it was not ready at the last attempt (`timed_out`). */
export class AnalysisError extends Error {
  override name = 'AnalysisError';
  readonly code: 'failed' | 'timed_out';

  constructor(code: AnalysisError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** Unlike the clock of leases, its timers keep a Node process alive: somebody is waiting. */
const keepAliveClock: Clock = {
  now: () => Date.now(),
  setTimeout(run, delay) {
    const timer = setTimeout(run, delay);
    return () => clearTimeout(timer);
  },
};

/**
 * Asks Koji until the analysis of an interview is ready, and resolves with the whole interview. For
 * scripts, and for teams without webhooks. While Koji is rate limiting or unavailable, it waits and
 * asks again.
 *
 * @throws AnalysisError if the analysis failed or isn't ready after the last attempt.
 * @throws KojiFailure if Koji refuses the key or doesn't know the interview.
 */
export async function waitForAnalysis(options: WaitOptions): Promise<Interview> {
  const { apiKey, interviewId, attempts = 30, firstDelay = 2000, longestDelay = 10_000, signal } = options;
  const { kojiUrl = 'https://www.koji.so', fetch: sendRequest = fetch, clock = keepAliveClock } = options;
  const koji = createKojiClient({ kojiUrl, fetch: sendRequest, clock, timeout: 30_000, retries: 0 });
  let delay = firstDelay;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    let wait = delay;
    try {
      const interview = await koji.readInterview({ apiKey, interviewId }, signal);
      if (interview.analysis_status === 'completed') return interview;
      if (interview.analysis_status === 'failed') {
        throw new AnalysisError('failed', `The analysis of interview ${interviewId} failed.`);
      }
    } catch (error) {
      if (!(error instanceof KojiFailure) || error.kind !== 'unavailable') throw error;
      wait = Math.max(delay, error.retryAfter ?? 0);
    }
    if (attempt >= attempts) {
      const message = `The analysis of interview ${interviewId} was not ready after ${attempts} attempts.`;
      throw new AnalysisError('timed_out', message);
    }
    await sleep(clock, wait, signal);
    delay = Math.min(longestDelay, delay * 1.25);
  }
}

/** Resolves after a delay, or rejects with the signal's reason once that is aborted. */
function sleep(clock: Clock, delay: number, signal: AbortSignal | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const cancelTimeout = clock.setTimeout(resolve, delay);
  const stop = () => reject(signal?.reason);
  signal?.addEventListener('abort', stop);
  // A signal may live as long as the process, and its listeners with it.
  return promise.finally(() => {
    cancelTimeout();
    signal?.removeEventListener('abort', stop);
  });
}
