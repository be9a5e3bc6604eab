import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Reason } from '../../../src/interview/completion.ts';
import type { Db } from '../database/database.ts';
import { guides, interviews } from '../database/schema.ts';
import type { DisplayStatus } from './display-status.ts';

/** Which interviews are meant. What is absent leaves nothing out. */
export interface InterviewFilter {
  /** The name of a guide. */
  study?: string;
  status?: DisplayStatus;
  reason?: Reason;
  /** The host's own id of a respondent, exactly as the host gave it. */
  respondent?: string;
  /** Those begun at this moment or later. */
  since?: Date;
}

const CONDITIONS: Record<DisplayStatus, SQL | undefined> = {
  active: eq(interviews.status, 'active'),
  concluded: eq(interviews.status, 'concluded'),
  processing: and(eq(interviews.status, 'completed'), eq(interviews.analysisStatus, 'processing')),
  analysed: and(eq(interviews.status, 'completed'), eq(interviews.analysisStatus, 'completed')),
  failed: and(eq(interviews.status, 'completed'), eq(interviews.analysisStatus, 'failed')),
};

/** The filter as a condition on `interviews`. Each part alone has an index that also gives the order by age. */
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
    status && CONDITIONS[status],
    reason && eq(interviews.reason, reason),
    respondent === undefined ? undefined : sql`${interviews.respondent} ->> 'external_id' = ${respondent}`,
    since && sql`${interviews.startedAt} >= ${since.toISOString()}::timestamptz`,
  );
}
