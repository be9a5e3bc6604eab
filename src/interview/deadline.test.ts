import { expect, it } from 'vitest';
import { getEarlierEnd, getTimeLeft } from './deadline.ts';

it.each([
  ['returns the time left before the end', 10_000, 4000, 6000],
  ['returns 0 at the end', 10_000, 10_000, 0],
  ['returns 0 after the end, never less', 10_000, 10_000_000, 0],
  ['S11: returns null without a limit', null, Number.MAX_SAFE_INTEGER, null],
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
])('of the ends %s and %s, %s is the earlier', (first, second, expected) => {
  expect(getEarlierEnd(first, second)).toBe(expected);
});
