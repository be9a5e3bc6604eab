/** Returns the earlier of two ends. `null` means no end. */
export function getEarlierEnd(first: number | null, second: number | null): number | null {
  if (first === null) return second;
  if (second === null) return first;
  return Math.min(first, second);
}
