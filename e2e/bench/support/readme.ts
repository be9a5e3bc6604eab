import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TableCell } from './benchmark.ts';
import type { Results, Section } from './report.ts';

const README = fileURLToPath(new URL('../../../README.md', import.meta.url));
/** Comments in the README around the figures. */
const [FIGURES_START, FIGURES_END] = ['<!-- figures -->', '<!-- /figures -->'];

const OURS = 'koji-embed';
/** Columns that are neither ours nor another widget's. */
const isOther = (column: string) => !/^$|^the page alone$|^koji-embed|^ours compared/.test(column);

/** The rows of the README, each from a table whose title begins so, and from a column of ours. */
const ROWS: { table: string; row: string; column?: string; name?: string }[] = [
  { table: 'Weight', row: 'bytes when the page has loaded' },
  { table: 'Weight', row: 'total bytes' },
  { table: 'Weight', row: 'total requests' },
  { table: 'Time on fast 3G', row: 'press to ready to type, ms' },
  { table: 'Time on fast 3G', row: 'press to ready to type after hovering, ms' },
  {
    table: 'Time on fast 3G',
    row: 'press to ready to type, ms',
    column: 'koji-embed, preload=idle',
    name: 'press to ready to type, ours with `preload="idle"`, ms',
  },
  { table: 'Time on fast 3G', row: 'press with a finger to ready to type, ms' },
  { table: 'Time on fast 3G', row: 'navigation to ready to type, launcher pressed at once, ms' },
];

const formatMedian = (cell: TableCell): string =>
  typeof cell === 'string' ? cell : Math.round(cell.summary.median).toLocaleString('en');

/** A line of the README's table. Nothing if the last run has no such row or column. */
function formatRow({ tables }: Section, { table, row, column = OURS, name = row }: (typeof ROWS)[number]): string[] {
  const { columns, rows } = tables.find(({ title = '' }) => title.startsWith(table)) ?? { columns: [], rows: [] };
  const cells = rows.find(([first]) => first === row);
  const ours = cells?.[columns.indexOf(column)];
  if (!cells || !ours) return [];
  const others = cells.filter((cell, index) => typeof cell !== 'string' && isOther(columns[index]!));
  const best = others.toSorted((one, other) => readMedian(one) - readMedian(other))[0]!;
  return [`| ${name} | ${formatMedian(ours)} | ${formatMedian(best)} |`];
}

const readMedian = (cell: TableCell): number => (typeof cell === 'string' ? Number.NaN : cell.summary.median);

/**
 * Returns the README with the figures of the last run of `other-widgets`.
 *
 * @throws Error if the README lacks the comments around the figures
 */
export function renderReadme(results: Results): string {
  const readme = readFileSync(README, 'utf8');
  const section = results['other-widgets'];
  if (!section) return readme;
  const date = new Date(section.date).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
  const figures = [
    `Measured on ${date}${section.quick ? ', in a quick run' : ''}:`,
    '',
    '| fast 3G | koji-embed | best other |',
    '| --- | --- | --- |',
    ...ROWS.flatMap(row => formatRow(section, row)),
  ].join('\n');
  const [before, rest] = readme.split(FIGURES_START);
  const after = rest?.split(FIGURES_END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${README}: the comments ${FIGURES_START} and ${FIGURES_END} around the figures are missing.`);
  }
  return `${before}${FIGURES_START}\n\n${figures}\n\n${FIGURES_END}${after}`;
}

/** Writes the figures of the last run into the README. */
export const renewReadme = (results: Results): void => writeFileSync(README, renderReadme(results));
