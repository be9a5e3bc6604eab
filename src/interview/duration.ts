/**
 * A length of time: milliseconds, or text with a unit, such as `'500ms'`, `'30s'`, `'15m'`, `'2h'`,
 * `'7d'`.
 */
export type Duration = number | string;

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Converts a duration to whole milliseconds. A number without a unit is milliseconds.
 * Returns `undefined` when the value is not a duration or is negative.
 */
export function toMilliseconds(duration: Duration): number | undefined {
  const [, amount, unit = 'ms'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)?$/.exec(String(duration).trim()) ?? [];
  const milliseconds = Math.round(Number(amount) * UNITS[unit]!);
  return Number.isSafeInteger(milliseconds) ? milliseconds : undefined;
}
