import type { Clock } from '../clock.ts';

/** A clock that only a test moves. `sleep()` moves it and resolves at once. */
export interface ManualClock extends Clock {
  advance(milliseconds: number): void;
  /** The durations of all sleeps, in milliseconds. */
  slept: number[];
}

export function createManualClock(start = '2026-03-02T09:00:00.000Z'): ManualClock {
  let now = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(now),
    advance: milliseconds => {
      now += milliseconds;
    },
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted();
      slept.push(milliseconds);
      now += milliseconds;
    },
  };
}
