/** The longest message, in characters. */
const LONGEST_MESSAGE = 8000;
/**
 * Milliseconds. No pattern is that slow on a message unless it grows: its work is some hundred
 * steps per character at most.
 */
const NOTICEABLE = 8;
const REPETITIONS = 3;

/**
 * How much longer something takes on a text four times as long: about 4 if it is linear, about 16
 * if it is quadratic. 0 if it is fast on the longest message in any case.
 *
 * @param run takes a text of this many characters
 */
export function measureGrowth(run: (length: number) => void, noticeable = NOTICEABLE): number {
  if (measure(run, LONGEST_MESSAGE) < noticeable) return 0;
  // The shortest of a few times is the one that nothing else on the machine disturbed.
  const shortestTime = (length: number) => Math.min(...Array.from({ length: REPETITIONS }, () => measure(run, length)));
  return shortestTime(LONGEST_MESSAGE) / shortestTime(LONGEST_MESSAGE / 4);
}

function measure(run: (length: number) => void, length: number): number {
  const start = performance.now();
  run(length);
  return performance.now() - start;
}
