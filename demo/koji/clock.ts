import { setTimeout as wait } from 'node:timers/promises';

/** Where all times come from, so that tests move time instead of waiting for it. */
export interface Clock {
  now(): Date;
  /** Resolves after so many milliseconds, rejects as soon as the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => new Date(),
  sleep: (milliseconds, signal) => wait(milliseconds, undefined, signal ? { signal } : {}),
};
