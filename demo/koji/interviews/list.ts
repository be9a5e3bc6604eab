import { and, desc, eq, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { analyses, guides, interviews } from '../database/schema.ts';
import { afterCursor, encodeCursor } from './cursor.ts';
import { filterCondition, type InterviewFilter } from './filter.ts';
import { type InterviewSummary, serializeInterview } from './serialize.ts';

/** An interview as a list shows it: without transcript, and with only the score of the analysis. */
export type ListedInterview = InterviewSummary & {
  guideTitle?: string;
  /** 1 to 5; present once the analysis is completed. */
  quality_score?: number;
};

/** One part of a list of interviews, newest first. */
export interface InterviewList {
  interviews: ListedInterview[];
  /** Where the next part begins; absent on the last part. */
  nextCursor?: string;
}

/**
 * Lists at most `limit` interviews that match the filter, newest first. `before` is the
 * `nextCursor` of an earlier part; null, or a cursor that is not valid, lists from the newest.
 */
export async function listInterviews(
  { db, clock }: { db: Db; clock: Clock },
  { limit, before, filter = {} }: { limit: number; before: string | null; filter?: InterviewFilter },
): Promise<InterviewList> {
  const rows = await db
    .select({
      interview: interviews,
      guideTitle: sql<string>`${guides.body} ->> 'title'`,
      score: sql<number | null>`(${analyses.body} ->> 'quality_score')::float8`,
    })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .leftJoin(analyses, and(eq(analyses.interviewId, interviews.id), eq(interviews.analysisStatus, 'completed')))
    .where(and(filterCondition(db, filter), before === null ? undefined : afterCursor(before)))
    .orderBy(desc(interviews.startedAt), desc(interviews.id))
    // One more than requested shows whether there is a next part.
    .limit(limit + 1);
  const listed = rows.slice(0, limit);
  const last = listed.at(-1)?.interview;
  return {
    interviews: listed.map(({ interview, guideTitle, score }) => ({
      ...serializeInterview(interview, clock.now()),
      guideTitle,
      ...(score !== null && { quality_score: score }),
    })),
    ...(rows.length > limit && last && { nextCursor: encodeCursor(last) }),
  };
}
