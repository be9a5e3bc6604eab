import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { renderReadme } from './readme.ts';
import { readResults } from './report.ts';

it('the README shows the figures of the last benchmark', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  expect(renderReadme(readResults())).toBe(readme);
  expect(readme).toMatch(/\| press to ready to type, ms \| [\d,]+ \| [\d,]+ \|/);
});
