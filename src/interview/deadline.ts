/**
 * How long is left until `endsAt`, in milliseconds and never below 0; `null` where there is no limit.
 * Both are wall clock (`Date.now()`), so that a laptop that sleeps doesn't stretch the limit.
 */
export const getTimeLeft = (endsAt: number | null, now: number): number | null =>
  endsAt === null ? null : Math.max(0, endsAt - now);

/** The earlier of two ends, where `null` is none. */
export const getEarlierEnd = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.min(one, other);
