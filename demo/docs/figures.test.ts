import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Table {
  title?: string;
  rows: (string | { text: string })[][];
}

const report = JSON.parse(readFileSync('e2e/bench/results.json', 'utf8')) as Record<string, { tables: Table[] }>;
const readme = readFileSync('README.md', 'utf8');

/** The number at the start of a cell: the median. The range follows it. */
const readFigure = (cell: string | { text: string }) =>
  /^[\d.,]+/.exec(typeof cell === 'string' ? cell : cell.text)?.[0];
const parseNumber = (text: string) => Number(text.replaceAll(',', ''));

/** A row of the report: our figure, and the lowest of the other widgets' figures. */
function findInReport(name: string) {
  const tables = report.peers!.tables.filter(({ title }) => !title?.includes('cable'));
  const row = tables.flatMap(({ rows }) => rows).find(([title]) => title === name);
  const [ours, ...others] = (row ?? []).slice(2, -1).map(readFigure) as string[];
  return [ours, others.sort((a, b) => parseNumber(a) - parseNumber(b))[0]];
}

describe('the README’s figures match the benchmark report', () => {
  const section = readme.split('## Beside what else there is')[1]!.split('\n## ')[0]!;
  const rows = [...section.matchAll(/^\| (.+?) \| ([\d.,]+) \| ([\d.,]+) \|$/gm)].map(([, ...claim]) => claim);

  it('and there are at least five', () => expect(rows.length).toBeGreaterThan(4));

  it.each(rows)('%s', (name, ours, other) => expect([ours, other]).toEqual(findInReport(name!)));
});
