import { type Duration, toMilliseconds } from '../interview/duration.ts';

/**
 * Converts a duration to whole milliseconds.
 * @param name What the duration is for, used in the error: the name of an option or an environment
 *   variable.
 * @throws RangeError when the value is not a duration or is negative.
 */
export function parseDuration(value: Duration, name = 'duration'): number {
  const milliseconds = toMilliseconds(value);
  if (milliseconds === undefined) {
    throw new RangeError(
      `${name}: expected milliseconds or a duration such as "500ms", "30s", "15m", "2h" or "7d", got ${JSON.stringify(value)}.`,
    );
  }
  return milliseconds;
}
