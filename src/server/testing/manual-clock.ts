import type { Clock } from '../clock.ts';

export interface ManualClock extends Clock {
  /** Moves time on, timer by timer, and after each timer waits for the work that it started. */
  advance(milliseconds: number): Promise<void>;
  /** How many timers are set. */
  countTimers(): number;
}

/**
 * Creates a clock that stands still until `advance` is called.
 * @param flush Waits for the work that a timer has started; see `flushEventLoop` and
 *   `flushMicrotasks`.
 */
export function createManualClock(start = Date.parse('2026-03-01T09:00:00Z'), flush = flushEventLoop): ManualClock {
  let now = start;
  let timers: { at: number; run(): void }[] = [];

  return {
    now: () => now,
    setTimeout(run, delay) {
      const timer = { at: now + Math.max(0, delay), run };
      timers.push(timer);
      return () => {
        timers = timers.filter(each => each !== timer);
      };
    },
    async advance(milliseconds) {
      const end = now + milliseconds;
      await flush();
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter(each => each !== next);
        now = Math.max(now, next.at);
        next.run();
        await flush();
      }
      now = end;
    },
    countTimers: () => timers.length,
  };
}

/**
 * Waits until running work has finished, by waiting for some turns of the event loop. Web Crypto
 * works on its own threads, which the event loop doesn't wait for: a digest queues behind their
 * other work.
 */
export async function flushEventLoop(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) {
    await new Promise<void>(resolve => setImmediate(resolve));
    await crypto.subtle.digest('SHA-256', new Uint8Array(64));
  }
}

/**
 * Waits until pending promises have settled. Enough if only promises are pending, and a hundred
 * times faster.
 */
export async function flushMicrotasks(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await null;
}
