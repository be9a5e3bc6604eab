/**
 * `npm run rows`: writes a table into `demo/README.md` of which tests show which row of the source
 * document's checklist.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = join(ROOT, 'demo/README.md');
/** Comments in the README around the table. */
const [TABLE_START, TABLE_END] = ['<!-- rows -->', '<!-- /rows -->'];

/** The start of a string that names rows, as titles of tests do: `'S12, S14–S16: …'`. */
const ROWS_IN_TITLE = /['"`]((?:S\d+[ ,:–-]*)+)/g;

/** Finds the rows that tests name in their titles, each with the paths of those tests. */
export function findTestedRows(): Map<number, Set<string>> {
  const rows = new Map<number, Set<string>>();
  for (const file of ['src', 'demo', 'e2e'].flatMap(listTests)) {
    for (const [, title] of readFileSync(file, 'utf8').matchAll(ROWS_IN_TITLE)) {
      for (const row of parseRows(title!)) {
        const files = rows.get(row) ?? new Set();
        rows.set(row, files.add(relative(ROOT, file).replaceAll('\\', '/')));
      }
    }
  }
  return rows;
}

/** Parses "S12, S14–S16" to 12, 14, 15 and 16. */
const parseRows = (title: string): number[] =>
  [...title.matchAll(/S(\d+)(?:[–-]S(\d+))?/g)].flatMap(([, first, last]) =>
    Array.from({ length: Number(last ?? first) - Number(first) + 1 }, (_, offset) => Number(first) + offset),
  );

const listTests = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(test|spec)\.tsx?$/.test(name))
    .map(name => join(ROOT, folder, name))
    .sort();

/**
 * Returns the README with its table brought up to date.
 *
 * @throws Error if the README lacks the comments around the table
 */
export function renderReadme(): string {
  const readme = readFileSync(README, 'utf8');
  const rows = [...findTestedRows()].sort(([one], [other]) => one - other);
  const lines = rows.map(([row, files]) => {
    const links = [...files].sort().map(file => `\`${file}\``);
    return `| S${row} | ${links.join(', ')} |`;
  });
  const table = ['| row | shown in |', '| --- | --- |', ...lines].join('\n');
  const [before, rest] = readme.split(TABLE_START);
  const after = rest?.split(TABLE_END)[1];
  if (before === undefined || after === undefined) {
    throw new Error(`${README}: the comments ${TABLE_START} and ${TABLE_END} around the table are missing.`);
  }
  return `${before}${TABLE_START}\n${table}\n${TABLE_END}${after}`;
}

if (import.meta.main) writeFileSync(README, renderReadme());
