import { expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

it('allows five retries in about half an hour, each delay four times the one before', () => {
  const delays = [1, 2, 3, 4, 5, 6].map(createBackoff({}, () => 0));
  expect(delays).toEqual([5, 20, 80, 320, 1280, null]);
});

it('lengthens each delay by up to a half at random', () => {
  const longest = createBackoff({ delay: 10 }, () => 0.999_999);
  expect(longest(1)).toBeCloseTo(15, 3);
  const delays = Array.from({ length: 50 }, () => createBackoff({ delay: 10 })(2)!);
  expect(delays.every(delay => delay >= 40 && delay < 60)).toBe(true);
  expect(new Set(delays).size).toBeGreaterThan(40);
});
