import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface Table {
  title?: string;
  rows: (string | { text: string })[][];
}

const report = JSON.parse(readFileSync('e2e/bench/results.json', 'utf8')) as Record<string, { tables: Table[] }>;
const readme = readFileSync('README.md', 'utf8');

/** The number that a cell begins with: a median, and what follows it is the range. */
const figure = (cell: string | { text: string }) => /^[\d.,]+/.exec(typeof cell === 'string' ? cell : cell.text)?.[0];
const number = (written: string) => Number(written.replaceAll(',', ''));

/** The report's row of that name: ours, and the least of the others. */
function reported(name: string) {
  const tables = report.peers!.tables.filter(({ title }) => !title?.includes('cable'));
  const row = tables.flatMap(({ rows }) => rows).find(([what]) => what === name);
  const [ours, ...others] = (row ?? []).slice(2, -1).map(figure) as string[];
  return [ours, others.sort((a, b) => number(a) - number(b))[0]];
}

describe('the README’s figures are the report’s', () => {
  const section = readme.split('## Beside what else there is')[1]!.split('\n## ')[0]!;
  const claims = [...section.matchAll(/^\| (.+?) \| ([\d.,]+) \| ([\d.,]+) \|$/gm)].map(([, ...claim]) => claim);

  it('and there are some', () => expect(claims.length).toBeGreaterThan(4));

  it.each(claims)('%s', (name, ours, other) => expect([ours, other]).toEqual(reported(name!)));
});
