/** One line of a report: what was measured, what came out, and what was aimed at, where something was. */
export interface Row {
  what: string;
  figure: string;
  goal?: string;
}

/** A benchmark measures and never judges: it is no test. */
export interface Benchmark {
  name: string;
  /** One sentence on what is compared with what. */
  about: string;
  run(): Promise<Row[]>;
}
