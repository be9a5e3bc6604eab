import type { Interview } from '../wire/koji-api.ts';
import type { Clock } from './clock.ts';
import { createKojiClient, KojiFailure } from './koji-client.ts';

export interface WaitOptions {
  /** A key that may read interviews. No session token is needed. */
  apiKey: string;
  /** Whose analysis is waited for; `koji-complete` and webhooks name it. */
  interviewId: string;
  /** Default: `'https://www.koji.so'`. */
  kojiUrl?: string;
  /** How often Koji is asked at most. Default: 30. */
  attempts?: number;
  /** Between the first two questions, in milliseconds; each wait is a quarter longer than the one before. Default: 2000. */
  firstDelay?: number;
  /** No wait gets longer than this, in milliseconds. Default: 10,000. */
  longestDelay?: number;
  /** Gives up early, with its reason. */
  signal?: AbortSignal;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
  /** Default: the real clock. */
  clock?: Clock;
}

/** The analysis of an interview did not come: it `failed`, or was not there after the last attempt (`timed_out`). */
export class AnalysisError extends Error {
  readonly code: 'failed' | 'timed_out';

  constructor(code: AnalysisError['code'], message: string) {
    super(message);
    this.name = 'AnalysisError';
    this.code = code;
  }
}

const patientClock: Clock = {
  now: () => Date.now(),
  // Unlike a lease's timer this one keeps the process alive: somebody is waiting.
  setTimeout(run, delay) {
    const timer = setTimeout(run, delay);
    return () => clearTimeout(timer);
  },
};

/**
 * Asks Koji until an interview's analysis is there, and gives the whole interview. For scripts and for teams without
 * webhooks. A rate limit or a Koji that is away for a moment only takes longer.
 *
 * @throws AnalysisError where there will be no analysis, KojiFailure where the key or the interview is none
 */
export async function waitForAnalysis(options: WaitOptions): Promise<Interview> {
  const { apiKey, interviewId, attempts = 30, firstDelay = 2000, longestDelay = 10_000, signal } = options;
  const { kojiUrl = 'https://www.koji.so', fetch: ask = fetch, clock = patientClock } = options;
  const koji = createKojiClient({ kojiUrl, fetch: ask, clock, timeout: 30_000, retries: 0 });
  let delay = firstDelay;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    let wait = delay;
    try {
      const interview = await koji.interview({ apiKey, interviewId, sessionToken: '' });
      if (interview.analysis_status === 'completed') return interview;
      if (interview.analysis_status === 'failed') throw new AnalysisError('failed', 'The analysis failed.');
    } catch (error) {
      if (!(error instanceof KojiFailure) || error.kind !== 'unanswered') throw error;
      wait = Math.max(delay, error.retryAfter ?? 0);
    }
    if (attempt >= attempts) {
      throw new AnalysisError('timed_out', `The analysis was not there after ${attempts} attempts.`);
    }
    await pause(clock, wait, signal);
    delay = Math.min(longestDelay, delay * 1.25);
  }
}

const pause = (clock: Clock, delay: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    const cancel = clock.setTimeout(resolve, delay);
    signal?.addEventListener('abort', () => {
      cancel();
      reject(signal.reason);
    });
  });
