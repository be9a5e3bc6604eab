import type { Spread } from './measure.ts';

/** What is printed, and, where it was measured more than once, what it was made from. */
export type Cell = string | { text: string; spread: Spread };

/** One line of a report: what was measured, what came out, and what was aimed at, where something was. */
export interface Row {
  what: string;
  figure: Cell;
  goal?: string;
}

/** For what has more than one figure a line. */
export interface Table {
  title?: string;
  columns: string[];
  rows: Cell[][];
}

/** How to run. */
export interface Way {
  /** Fewer rounds, for a look. What it finds is coarser, and the report says so. */
  quick: boolean;
}

/** A benchmark measures and never judges: it is no test. What explains its figures is in `notes/<name>.md`. */
export interface Benchmark {
  name: string;
  /** One sentence on what is compared with what. */
  about: string;
  run(way: Way): Promise<Row[] | Table[]>;
}
