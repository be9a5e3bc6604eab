import type { Clock } from './clock.ts';

/**
 * Returns how long a caller must wait for its next call, in milliseconds; 0 if the call is allowed,
 * which then counts.
 */
export type RateLimit = (caller: string) => number;

/**
 * How many callers are remembered. A limit by address can't stop a client that has more addresses
 * than this.
 */
const MAX_CALLERS = 10_000;

/**
 * Limits how many calls each caller may make a minute: all at once, then one more each time its
 * share of the minute has passed. It stores one number for each caller that has called lately. When
 * `maxCallers` are stored, a new caller replaces the one that has not called for longest.
 */
export function createRateLimit(perMinute: number, clock: Clock, maxCallers = MAX_CALLERS): RateLimit {
  const share = 60_000 / perMinute;
  /** When each caller has all its calls again. Callers that called last come last. */
  const fullAgainAt = new Map<string, number>();

  return caller => {
    const now = clock.now();
    const after = Math.max(fullAgainAt.get(caller) ?? 0, now) + share;
    const wait = after - now - 60_000;
    // The shares of a minute don't add up to exactly a minute.
    if (wait >= 1) return wait;
    fullAgainAt.delete(caller);
    fullAgainAt.set(caller, after);
    for (const [oldest, at] of fullAgainAt) {
      if (at > now && fullAgainAt.size <= maxCallers) break;
      fullAgainAt.delete(oldest);
    }
    return 0;
  };
}
