import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { cacheLargeStudies } from './cached-study.ts';
import { exportCsv, exportJson } from './export.ts';
import { type ListedStudy, listStudies, listStudyChoices, type StudyChoice } from './list-studies.ts';
import { type Period, periodStart } from './period.ts';
import { readStudy, type Study } from './study.ts';

/** Studies as the dashboard reads them. */
export interface StudySource {
  /** Names and titles only; cheap, since it reads no interviews. */
  listStudyChoices(): Promise<StudyChoice[]>;
  listStudies(): Promise<ListedStudy[]>;
  /** Null if there is no such study. */
  findStudy(name: string, period: Period): Promise<Study | null>;
  /** The whole study as text, in chunks. */
  exportStudy(name: string, format: ExportFormat, period: Period): AsyncIterable<string>;
}

export type ExportFormat = 'csv' | 'json';

/** Reads studies from a database. Large studies are cached for a minute. */
export const createStudySource = (context: { db: Db; clock: Clock }): StudySource => ({
  listStudyChoices: () => listStudyChoices(context.db),
  listStudies: () => listStudies(context.db),
  findStudy: cacheLargeStudies((name, period) => readStudy(context, name, period), context.clock),
  exportStudy: (name, format, period) =>
    (format === 'csv' ? exportCsv : exportJson)(context, name, periodStart(period, context.clock.now())),
});
