import type { Summary } from './statistics.ts';

/** The text to print. A value that was measured more than once also has its summary. */
export type TableCell = string | { text: string; summary: Summary };

/** One row of a report: the metric, its value, and the goal if there is one. */
export interface MetricRow {
  metric: string;
  value: TableCell;
  goal?: string;
}

/** A table with more than one value per row. */
export interface Table {
  title?: string;
  columns: string[];
  rows: TableCell[][];
}

export interface BenchmarkOptions {
  /** Runs fewer rounds. The values are less precise, and the report says so. */
  quick: boolean;
  /** Records browser traces too, where the benchmark has any. */
  trace: boolean;
}

/** A benchmark measures and asserts nothing. `notes/<name>.md` explains its values. */
export interface Benchmark {
  /** The name in `npm run bench -- <name>`. */
  name: string;
  /** A few sentences: what is compared with what, and how. */
  description: string;
  run(options: BenchmarkOptions): Promise<MetricRow[] | Table[]>;
}

/** The row for a measurement that needs a PostgreSQL server, on a machine without one. */
export const notMeasuredWithoutPostgres = (metric: string): MetricRow => ({
  metric,
  value: 'not measured: no PostgreSQL server is installed',
});
