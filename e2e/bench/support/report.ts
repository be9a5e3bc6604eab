import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { Benchmark, MetricRow, Table, TableCell } from './benchmark.ts';

const inBenchFolder = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const JSON_FILE = inBenchFolder('results.json');
const MARKDOWN_FILE = inBenchFolder('RESULTS.md');

/** When, where and with which software a benchmark ran. */
export interface RunEnvironment {
  date: string;
  machine: string;
  versions: Record<string, string>;
  quick: boolean;
}

/** The results of a benchmark's last run. */
export interface Section extends RunEnvironment {
  description: string;
  /** How long the run took. */
  seconds: number;
  tables: Table[];
}

/** Sections by the name of their benchmark. */
export type Results = Record<string, Section>;

/** @param versions of the software that is measured, other than Node */
export function describeRunEnvironment(quick: boolean, versions: Record<string, string>): RunEnvironment {
  const [cpu] = cpus();
  return {
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, ${process.platform}`,
    versions: { Node: process.versions.node, ...versions },
    quick,
  };
}

export function toTables(output: MetricRow[] | Table[]): Table[] {
  if (!isMetricRows(output)) return output;
  const rows = output.map(({ metric, value, goal = '' }) => [metric, value, goal]);
  return [{ columns: ['metric', 'value', 'goal'], rows }];
}

const isMetricRows = (output: MetricRow[] | Table[]): output is MetricRow[] =>
  output.length > 0 && 'metric' in output[0]!;

export const readResults = (): Results =>
  existsSync(JSON_FILE) ? (JSON.parse(readFileSync(JSON_FILE, 'utf8')) as Results) : {};

/** Writes the sections of all benchmarks to `results.json` and `RESULTS.md`. */
export function writeReport(results: Results, benchmarks: Benchmark[]): void {
  const known = Object.fromEntries(
    benchmarks.flatMap(({ name }) => (results[name] ? [[name, results[name]]] : [])),
  ) as Results;
  writeFileSync(JSON_FILE, `${JSON.stringify(known, null, 2)}\n`);
  writeFileSync(MARKDOWN_FILE, formatReport(known, benchmarks));
}

function formatReport(results: Results, benchmarks: Benchmark[]): string {
  const environments = new Set(Object.values(results).map(formatRunEnvironment));
  const commonEnvironment = environments.size === 1 ? [...environments][0]! : null;
  const missing = benchmarks.filter(({ name }) => !results[name]).map(({ name }) => `\`${name}\``);
  const paragraphs = [
    '# Results',
    `\`npm run bench\` writes this file. \`npm run bench -- <name>\` measures one section again; \`--quick\`
runs fewer rounds. Times depend on the machine: compare only figures within one section. Most
figures are ratios for that reason. A range in brackets goes from the 10th to the 90th percentile.
[results.json](results.json) has the same data. The explanations in each section come from
[notes](notes).`,
    commonEnvironment,
    ...Object.entries(results).map(([name, section]) =>
      [
        `## ${name}`,
        section.description,
        commonEnvironment ? null : formatRunEnvironment(section),
        ...section.tables.map(formatTable),
        readNotes(name),
      ]
        .filter(Boolean)
        .join('\n\n'),
    ),
    missing.length > 0 && `## Not measured yet\n\n${missing.join(', ')}.`,
  ];
  return `${paragraphs.filter(Boolean).join('\n\n')}\n`;
}

function formatRunEnvironment({ date, machine, versions, quick }: RunEnvironment): string {
  const software = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return `${date}, ${machine}; ${software.join(', ')}${quick ? '; a quick run' : ''}.`;
}

function formatTable({ title, columns, rows }: Table): string {
  const formatLine = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const table = [columns, columns.map(() => '---'), ...rows.map(cells => cells.map(cellText))]
    .map(formatLine)
    .join('\n');
  return title ? `### ${title}\n\n${table}` : table;
}

const cellText = (cell: TableCell): string => (typeof cell === 'string' ? cell : cell.text);

function readNotes(name: string): string | null {
  const file = inBenchFolder(`notes/${name}.md`);
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : null;
}

/** Formats one section for a terminal, without its notes. */
export const formatSection = (name: string, section: Section): string =>
  [`## ${name}`, section.description, ...section.tables.map(formatTable)].join('\n\n');
