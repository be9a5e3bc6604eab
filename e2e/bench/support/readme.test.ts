import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { TableCell } from './benchmark.ts';
import { renderReadme } from './readme.ts';
import { type Results, readResults } from './report.ts';

const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
const cell = (median: number): TableCell => ({ text: `${median}`, summary: { median, p10: 0, p90: 0, runs: 8 } });

it('the README’s figures match the benchmark report', () => {
  expect(renderReadme(readResults())).toBe(readme);
  expect(readme.match(/^\| .+? \| [\d,]+ \| [\d,]+ \|$/gm)?.length).toBeGreaterThan(4);
});

it('a row of the README has our figure and the best of the other widgets', () => {
  const section = {
    date: '2026-12-24',
    quick: false,
    tables: [
      {
        title: 'Time on fast 3G (8 visits each)',
        columns: [
          '',
          'the page alone',
          'koji-embed',
          'koji-embed, preload=idle',
          'A',
          'B',
          'C',
          'ours compared with the best other',
        ],
        rows: [
          ['press to ready to type, ms', cell(1), cell(1_234), cell(200), cell(900), cell(300.4), cell(301), 'behind'],
          ['navigation to the page’s `load`, ms', '', cell(1), cell(2), cell(3), cell(4), cell(5), 'leads'],
        ],
      },
    ],
  };
  const rendered = renderReadme({ 'other-widgets': section } as unknown as Results);
  const figures = rendered.split('<!-- figures -->')[1]!.split('<!-- /figures -->')[0]!;
  expect(figures.trim().split('\n')).toEqual([
    'Measured on 24 December 2026:',
    '',
    '| fast 3G | koji-embed | best other |',
    '| --- | --- | --- |',
    '| press to ready to type, ms | 1,234 | 300 |',
    '| press to ready to type, ours with `preload="idle"`, ms | 200 | 300 |',
  ]);
});
