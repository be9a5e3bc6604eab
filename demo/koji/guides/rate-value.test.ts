import { expect, it } from 'vitest';
import { rateValue } from './rate-value.ts';

it.each([
  [0, 10, [0, 6], [8, 10], [7]],
  [1, 5, [1, 2, 3], [4, 5], []],
  [1, 7, [1, 4], [6, 7], [5]],
])('a scale of %d to %d has low, high and other values', (min, max, low, high, others) => {
  const rate = (value: number) => rateValue({ min, max }, value);
  expect(low.map(rate)).toEqual(low.map(() => 'low'));
  expect(high.map(rate)).toEqual(high.map(() => 'high'));
  expect(others.map(rate)).toEqual(others.map(() => null));
});
