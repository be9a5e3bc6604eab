import { describe, expect, it } from 'vitest';
import { toMilliseconds } from './duration.ts';

describe('toMilliseconds', () => {
  it.each([
    [500, 500],
    ['500', 500],
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5 s', 1500],
    [' 15m ', 900_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    [0, 0],
  ])('converts %j to %i', (duration, milliseconds) => {
    expect(toMilliseconds(duration)).toBe(milliseconds);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY, '', '-1s', 'soon', '5 weeks', '1m30s', '99999999999999d'])(
    'returns undefined for %j',
    value => {
      expect(toMilliseconds(value)).toBeUndefined();
    },
  );
});
