import type { ScaleConfig } from '../../../src/interview/questions.ts';

/**
 * A value is low up to `LOW_SHARE` of its scale's range, and high from `HIGH_SHARE` on: up to 6 and
 * from 8 on a scale of 0 to 10, up to 3 and from 4 on one of 1 to 5.
 */
const LOW_SHARE = 0.6;
const HIGH_SHARE = 0.75;

/** Whether a scale's value is a low or a high rating; null for one in between. */
export function rateValue({ min, max }: ScaleConfig, value: number): 'low' | 'high' | null {
  const share = (value - min) / (max - min);
  if (share <= LOW_SHARE) return 'low';
  return share >= HIGH_SHARE ? 'high' : null;
}
