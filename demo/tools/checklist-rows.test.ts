import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findTestedRows, renderReadme } from './checklist-rows.ts';

const ROW_COUNT = 94;

it('every row of the checklist is named by a test, and no other', () => {
  const rows = findTestedRows();
  const all = Array.from({ length: ROW_COUNT }, (_, index) => index + 1);
  expect([...rows.keys()].sort((one, other) => one - other)).toEqual(all);
});

it('the table in the README is up to date (npm run rows)', () => {
  expect(readFileSync(new URL('../README.md', import.meta.url), 'utf8')).toBe(renderReadme());
});
