import { and, eq, type SQL, sql } from 'drizzle-orm';
import { REASONS, type Reason } from '../../../src/interview/completion.ts';
import type { Db } from '../database/database.ts';
import { analyses, interviews } from '../database/schema.ts';

export type TimelineUnit = 'day' | 'week' | 'month';

/** The interviews that started in one unit of time, in UTC. */
export interface TimelineBucket {
  start: Date;
  /** How many of them were completed, by reason. */
  reasons: Record<Reason, number>;
  /** How many of them are open. */
  open: number;
  /** The mean score of the analysed ones; null if there are none. */
  quality: number | null;
  analysed: number;
}

/** Chooses the unit so that a timeline has about 30 buckets at most. */
export async function chooseTimelineUnit(
  db: Pick<Db, 'select'>,
  condition: SQL | undefined,
  now: Date,
): Promise<TimelineUnit> {
  const [row] = await db
    .select({ first: sql<string | null>`min(${interviews.startedAt})` })
    .from(interviews)
    .where(condition);
  const days = row?.first ? (now.getTime() - Date.parse(row.first)) / 86_400_000 : 0;
  if (days <= 31) return 'day';
  return days <= 190 ? 'week' : 'month';
}

/** Reads the buckets in order of time. Units without interviews are left out. */
export async function readTimeline(
  db: Pick<Db, 'select'>,
  condition: SQL | undefined,
  unit: TimelineUnit,
): Promise<TimelineBucket[]> {
  const score = sql<number | null>`(${analyses.body} ->> 'quality_score')::float8`;
  const start = sql<string>`date_trunc('${sql.raw(unit)}', ${interviews.startedAt}, 'UTC')`;
  const rows = await db
    .select({
      start: sql<string>`to_char(${start} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
      reason: interviews.reason,
      count: sql<number>`count(*)::int`,
      analysed: sql<number>`count(${score})::int`,
      scoreSum: sql<number | null>`sum(${score})`,
    })
    .from(interviews)
    .leftJoin(analyses, and(eq(analyses.interviewId, interviews.id), eq(interviews.analysisStatus, 'completed')))
    .where(condition)
    .groupBy(start, interviews.reason)
    .orderBy(start);
  return [...Map.groupBy(rows, row => row.start)].map(([time, bucket]) => {
    const analysed = bucket.reduce((sum, row) => sum + row.analysed, 0);
    const scoreSum = bucket.reduce((sum, row) => sum + (row.scoreSum ?? 0), 0);
    return {
      start: new Date(time),
      reasons: countByReason(reason => bucket.find(row => row.reason === reason)?.count ?? 0),
      open: bucket.find(row => row.reason === null)?.count ?? 0,
      quality: analysed === 0 ? null : scoreSum / analysed,
      analysed,
    };
  });
}

export const countByReason = (count: (reason: Reason) => number): Record<Reason, number> =>
  Object.fromEntries(REASONS.map(reason => [reason, count(reason)])) as Record<Reason, number>;
