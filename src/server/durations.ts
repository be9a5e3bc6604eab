/** A length of time: milliseconds, or a number with a unit, such as `'500ms'`, `'30s'`, `'15m'`, `'2h'`, `'7d'`. */
export type Duration = number | string;

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * A duration in whole milliseconds.
 * @param name What the duration is for, in the error: an option or an environment variable.
 * @throws RangeError where the value is no duration, or below zero.
 */
export function parseDuration(value: Duration, name = 'duration'): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(String(value).trim()) ?? [];
  const milliseconds = amount === undefined ? Number.NaN : Math.round(Number(amount) * (UNITS[unit ?? 'ms'] ?? 1));
  if (!Number.isSafeInteger(milliseconds)) {
    throw new RangeError(
      `${name}: expected milliseconds or a duration such as "500ms", "30s" or "15m", got ${JSON.stringify(value)}.`,
    );
  }
  return milliseconds;
}
