import { expect, it } from 'vitest';
import { getEarlierEnd, getTimeLeft } from './deadline.ts';

it.each([
  ['before the end, what is left', 10_000, 4000, 6000],
  ['at the end, nothing', 10_000, 10_000, 0],
  ['after the end, nothing and not less', 10_000, 10_000_000, 0],
  ['S11: without a limit there is no end', null, Number.MAX_SAFE_INTEGER, null],
])('%s', (_, endsAt, now, expected) => {
  expect(getTimeLeft(endsAt, now)).toBe(expected);
});

it.each([
  [1, 2, 1],
  [2, 1, 1],
  [null, 2, 2],
  [1, null, 1],
  [0, null, 0],
  [null, null, null],
])('of the ends %s and %s the earlier is %s', (one, other, expected) => {
  expect(getEarlierEnd(one, other)).toBe(expected);
});
