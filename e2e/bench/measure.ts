/** Figures of a run: the middle and the spread, so that one slow moment decides nothing. */
export interface Spread {
  median: number;
  p10: number;
  p90: number;
  runs: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((one, other) => one - other);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p10: at(0.1), p90: at(0.9), runs: sorted.length };
}

/** Milliseconds that something takes. */
export async function time(act: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await act();
  return performance.now() - began;
}

export const milliseconds = ({ median, p10, p90 }: Spread): string =>
  `${median.toFixed(1)} ms (${p10.toFixed(1)} to ${p90.toFixed(1)})`;
