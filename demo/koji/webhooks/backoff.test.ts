import { expect, it } from 'vitest';
import { createBackoff } from './backoff.ts';

it('tries again five times in about half an hour, each pause four times the one before', () => {
  const pauses = [1, 2, 3, 4, 5, 6].map(createBackoff({}, () => 0));
  expect(pauses).toEqual([5, 20, 80, 320, 1280, null]);
});

it('makes each pause longer by up to a half at random', () => {
  const longest = createBackoff({ delay: 10 }, () => 0.999_999);
  expect(longest(1)).toBeCloseTo(15, 3);
  const pauses = Array.from({ length: 50 }, () => createBackoff({ delay: 10 })(2)!);
  expect(pauses.every(pause => pause >= 40 && pause < 60)).toBe(true);
  expect(new Set(pauses).size).toBeGreaterThan(40);
});
