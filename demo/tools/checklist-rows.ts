/** `npm run rows`: writes into this folder's README which test shows which row of the source document. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const README = join(ROOT, 'demo/README.md');
const [BEGIN, END] = ['<!-- rows -->', '<!-- /rows -->'];

/** The beginning of a test's title, or of a row of a table of tests, that names rows. */
const TITLE = /['"`]((?:S\d+[ ,:–-]*)+)/g;

/** The rows that tests name in their titles, each with the files that do. */
export function findRows(): Map<number, Set<string>> {
  const rows = new Map<number, Set<string>>();
  for (const file of ['src', 'demo', 'e2e'].flatMap(testsIn)) {
    for (const [, named] of readFileSync(file, 'utf8').matchAll(TITLE)) {
      for (const row of spelledOut(named!)) {
        const files = rows.get(row) ?? new Set();
        rows.set(row, files.add(relative(ROOT, file).replaceAll('\\', '/')));
      }
    }
  }
  return rows;
}

/** "S12, S14–S16" names 12, 14, 15 and 16. */
const spelledOut = (named: string): number[] =>
  [...named.matchAll(/S(\d+)(?:[–-]S(\d+))?/g)].flatMap(([, from, to]) =>
    Array.from({ length: Number(to ?? from) - Number(from) + 1 }, (_, step) => Number(from) + step),
  );

const testsIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(test|spec)\.tsx?$/.test(name))
    .map(name => join(ROOT, folder, name))
    .sort();

/** The README with its table as the tests have it now. */
export function renderReadme(): string {
  const readme = readFileSync(README, 'utf8');
  const rows = [...findRows()].sort(([one], [other]) => one - other);
  const lines = rows.map(
    ([row, files]) =>
      `| S${row} | ${[...files]
        .sort()
        .map(file => `\`${file}\``)
        .join(', ')} |`,
  );
  const table = ['| row | shown in |', '| --- | --- |', ...lines].join('\n');
  const [before, rest] = readme.split(BEGIN);
  const after = rest?.split(END)[1];
  if (before === undefined || after === undefined) throw new Error(`${README} has lost the marks around its table.`);
  return `${before}${BEGIN}\n${table}\n${END}${after}`;
}

if (import.meta.main) writeFileSync(README, renderReadme());
