import type { Clock } from '../clock.ts';
import type { StudySource } from '../dashboard/study-routes.ts';
import type { Db } from '../database/database.ts';
import { exportCsv, exportJson } from './export.ts';
import { keepLong } from './keep.ts';
import { beginningOf, listStudies, nameStudies, readStudy } from './study.ts';

/** What the team's pages ask of studies, over a database. */
export const createStudySource = (context: { db: Db; clock: Clock }): StudySource => ({
  nameStudies: () => nameStudies(context.db),
  listStudies: () => listStudies(context.db),
  findStudy: keepLong((name, period) => readStudy(context, name, period), context.clock),
  exportStudy: (name, format, period) =>
    (format === 'csv' ? exportCsv : exportJson)(context, name, beginningOf(period, context.clock.now())),
});
