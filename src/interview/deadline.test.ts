import { expect, it } from 'vitest';
import { getEarlierEnd } from './deadline.ts';

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
