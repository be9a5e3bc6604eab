import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findTestedRows, renderReadme } from './checklist-rows.ts';

const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, offset) => first + offset);

/**
 * Rows of the checklist that tests have to show. The others are for features that do not exist yet.
 */
const REQUIRED_ROWS = [
  ...range(1, 45),
  ...range(50, 55),
  59,
  ...range(62, 70),
  ...range(73, 77),
  79,
  80,
  ...range(84, 89),
  94,
];

it('every required row of the checklist is named by a test', () => {
  const rows = findTestedRows();
  expect(REQUIRED_ROWS.filter(row => !rows.has(row))).toEqual([]);
});

it('the table in the README is up to date (npm run rows)', () => {
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toBe(renderReadme());
});
