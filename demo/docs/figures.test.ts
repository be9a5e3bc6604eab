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
  const tables = report['other-widgets']!.tables.filter(({ title }) => !title?.includes('cable'));
  const row = tables.flatMap(({ rows }) => rows).find(([title]) => title === name);
  const [ours, ...others] = (row ?? []).slice(2, -1).map(readFigure) as string[];
  return [ours, others.sort((a, b) => parseNumber(a) - parseNumber(b))[0]];
}

describe('the README’s figures match the benchmark report', () => {
  const section = readme.split('## Compared with other widgets')[1]!.split('\n## ')[0]!;
  const rows = [...section.matchAll(/^\| (.+?) \| ([\d.,]+) \| ([\d.,]+) \|$/gm)].map(([, ...claim]) => claim);

  it('and there are at least five', () => expect(rows.length).toBeGreaterThan(4));

  it.each(rows)('%s', (name, ours, other) => expect([ours, other]).toEqual(findInReport(name!)));
});

it('the README and the first page promise no less than the size limits allow', () => {
  const limits = JSON.parse(readFileSync('.size-limit.json', 'utf8')) as { limit: string }[];
  const [loader, firstQuestion] = limits.map(({ limit }) => Number.parseInt(limit, 10) / 1000);
  for (const file of ['README.md', 'demo/docs/pages/start.md']) {
    const text = readFileSync(file, 'utf8').replace(/\s+/g, ' ');
    const [, atFirst, withQuestion] = /at most ([\d.]+) KB until .+? at most (\d+) KB until the first question/.exec(
      text,
    )!;
    expect([Number(atFirst), Number(withQuestion)], file).toEqual([loader, Math.ceil(firstQuestion!)]);
  }
});
