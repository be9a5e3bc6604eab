import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Reason } from '../../../src/interview/completion.ts';
import type { Db } from '../database/database.ts';
import { guides, interviews } from '../database/schema.ts';
import type { DisplayStatus } from './display-status.ts';

/** Which interviews to list. An absent field excludes nothing. */
export interface InterviewFilter {
  /** The name of a guide. */
  study?: string;
  status?: DisplayStatus;
  reason?: Reason;
  /** The respondent's `external_id`, exactly as the host sent it. */
  respondent?: string;
  /** Interviews that started at this time or later. */
  since?: Date;
}

const STATUS_CONDITIONS: Record<DisplayStatus, SQL | undefined> = {
  active: eq(interviews.status, 'active'),
  concluded: eq(interviews.status, 'concluded'),
  processing: and(eq(interviews.status, 'completed'), eq(interviews.analysisStatus, 'processing')),
  analysed: and(eq(interviews.status, 'completed'), eq(interviews.analysisStatus, 'completed')),
  failed: and(eq(interviews.status, 'completed'), eq(interviews.analysisStatus, 'failed')),
};

/**
 * The filter as a condition on `interviews`. Each field by itself has an index that also sorts by
 * start time.
 */
export function filterCondition(
  db: Pick<Db, 'select'>,
  { study, status, reason, respondent, since }: InterviewFilter,
): SQL | undefined {
  return and(
    study === undefined
      ? undefined
      : inArray(
          interviews.guideDigest,
          db.select({ digest: guides.digest }).from(guides).where(eq(guides.name, study)),
        ),
    status && STATUS_CONDITIONS[status],
    reason && eq(interviews.reason, reason),
    respondent === undefined ? undefined : sql`${interviews.respondent} ->> 'external_id' = ${respondent}`,
    since && sql`${interviews.startedAt} >= ${since.toISOString()}::timestamptz`,
  );
}
