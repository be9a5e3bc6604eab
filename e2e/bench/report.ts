import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Benchmark, Cell, Row, Table } from './benchmark.ts';

const fileHere = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const JSON_FILE = fileHere('results.json');
const MARKDOWN_FILE = fileHere('RESULTS.md');

/** Where and when something was measured. */
export interface Circumstances {
  date: string;
  machine: string;
  versions: Record<string, string>;
  quick: boolean;
}

/** What a benchmark found when it was run last. */
export interface Section extends Circumstances {
  about: string;
  seconds: number;
  tables: Table[];
}

/** Sections by the name of their benchmark. */
export type Results = Record<string, Section>;

/** @param versions of what takes part besides Node and the browser */
export function circumstances(quick: boolean, versions: Record<string, string>): Circumstances {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`,
    versions: { Node: process.versions.node, ...versions },
    quick,
  };
}

export const tablesOf = (found: Row[] | Table[]): Table[] => {
  if (!isRows(found)) return found;
  return [
    { columns: ['what', 'figure', 'goal'], rows: found.map(({ what, figure, goal = '' }) => [what, figure, goal]) },
  ];
};

const isRows = (found: Row[] | Table[]): found is Row[] => found.length > 0 && 'what' in found[0]!;

export const readResults = (): Results =>
  existsSync(JSON_FILE) ? (JSON.parse(readFileSync(JSON_FILE, 'utf8')) as Results) : {};

/** Writes all sections down, as JSON and as Markdown. */
export function writeReport(results: Results, benchmarks: Benchmark[]): void {
  const known = Object.fromEntries(
    benchmarks.flatMap(({ name }) => (results[name] ? [[name, results[name]]] : [])),
  ) as Results;
  writeFileSync(JSON_FILE, `${JSON.stringify(known, null, 2)}\n`);
  writeFileSync(MARKDOWN_FILE, reportOf(known, benchmarks));
}

function reportOf(results: Results, benchmarks: Benchmark[]): string {
  const said = new Set(Object.values(results).map(describe));
  const together = said.size === 1 ? [...said][0]! : null;
  const missing = benchmarks.filter(({ name }) => !results[name]).map(({ name }) => `\`${name}\``);
  const parts = [
    '# Results',
    'Written by `npm run bench`; `npm run bench -- <name>` measures one section anew, `--quick` with fewer rounds. Times are those of one ' +
      'machine: only figures of one section are meant to be compared, and most are ratios for that reason. A range in brackets reaches ' +
      'from the 10th to the 90th percentile. The same as data: [results.json](results.json). What explains a section comes from [notes](notes).',
    together,
    ...Object.entries(results).map(([name, section]) =>
      [`## ${name}`, section.about, together ? null : describe(section), ...section.tables.map(markdown), notesOn(name)]
        .filter(Boolean)
        .join('\n\n'),
    ),
    missing.length > 0 && `## Not recorded here yet\n\n${missing.join(', ')}.`,
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

const describe = ({ date, machine, versions, quick }: Circumstances): string => {
  const what = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date}, ${machine}; ${what.join(', ')}${quick ? '; a quick run' : ''}.`;
};

const markdown = ({ title, columns, rows }: Table): string => {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const table = [line(columns), line(columns.map(() => '---')), ...rows.map(cells => line(cells.map(textOf)))].join(
    '\n',
  );
  return title ? `### ${title}\n\n${table}` : table;
};

const textOf = (cell: Cell): string => (typeof cell === 'string' ? cell : cell.text);

function notesOn(name: string): string | null {
  const file = fileHere(`notes/${name}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** For a terminal: what is in the file, one section. */
export const sectionText = (name: string, section: Section): string =>
  [`## ${name}`, section.about, ...section.tables.map(markdown)].join('\n\n');
