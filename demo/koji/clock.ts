import { setTimeout as wait } from 'node:timers/promises';

/** The source of all times. Tests replace it to move time forward without waiting. */
export interface Clock {
  now(): Date;
  /** Resolves after this many milliseconds. Rejects as soon as the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {}),
};
