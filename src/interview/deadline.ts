/**
 * Returns the time left until `endsAt`, in milliseconds, at least 0; `null` without a limit. Both
 * arguments are wall-clock times (`Date.now()`), so that a sleeping laptop does not extend the
 * limit.
 */
export const getTimeLeft = (endsAt: number | null, now: number): number | null =>
  endsAt === null ? null : Math.max(0, endsAt - now);

/** Returns the earlier of two ends. `null` means no end. */
export function getEarlierEnd(first: number | null, second: number | null): number | null {
  if (first === null) return second;
  if (second === null) return first;
  return Math.min(first, second);
}
