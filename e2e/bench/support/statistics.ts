/** The median and the 10th and 90th percentiles of several measurements. */
export interface Summary {
  median: number;
  p10: number;
  p90: number;
  /** The number of measurements. */
  runs: number;
}

export function summarize(values: readonly number[]): Summary {
  return {
    median: percentile(values, 0.5),
    p10: percentile(values, 0.1),
    p90: percentile(values, 0.9),
    runs: values.length,
  };
}

/** @param share from 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Returns how long the task takes, in milliseconds. */
export async function measureTime(task: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await task();
  return performance.now() - startedAt;
}

/** The median, with the 10th and 90th percentiles in brackets: `1.8 s (1.7 to 1.9)`. */
export const formatRange = ({ median, p10, p90 }: Summary, digits: number, unit = ''): string =>
  `${median.toFixed(digits)}${unit} (${p10.toFixed(digits)} to ${p90.toFixed(digits)})`;

export const formatMilliseconds = (summary: Summary): string => formatRange(summary, 1, ' ms');
