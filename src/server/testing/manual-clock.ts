import type { Clock } from '../clock.ts';

export interface ManualClock extends Clock {
  /** Moves time on, timer by timer, and lets what each of them sets off come to rest. */
  advance(milliseconds: number): Promise<void>;
  /** How many timers are set. */
  pending(): number;
}

/**
 * A clock that stands still until told.
 * @param rest Waits for what a timer has set off; see `settle` and `microtasks`.
 */
export function createManualClock(start = Date.parse('2026-03-01T09:00:00Z'), rest = settle): ManualClock {
  let now = start;
  let timers: { at: number; run(): void }[] = [];

  const clock: ManualClock = {
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
      await rest();
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0];
        if (!next) break;
        timers = timers.filter(each => each !== next);
        now = Math.max(now, next.at);
        next.run();
        await rest();
      }
      now = end;
    },
    pending: () => timers.length,
  };
  return clock;
}

/**
 * Lets everything that is under way come to rest. Web Crypto works on threads of its own, which the event loop does not
 * wait for: a digest queues behind whatever else they are doing.
 */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn++) {
    await new Promise<void>(resolve => setImmediate(resolve));
    await crypto.subtle.digest('SHA-256', new Uint8Array(64));
  }
}

/** Enough where nothing but promises is under way, and a hundred times quicker. */
export async function microtasks(): Promise<void> {
  for (let turn = 0; turn < 60; turn++) await null;
}
