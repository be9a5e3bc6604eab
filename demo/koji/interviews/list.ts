import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { analyses, guides, type InterviewRow, interviews, projects } from '../database/schema.ts';
import { filterCondition, type InterviewFilter } from './filter.ts';
import { type InterviewSummary, serializeInterview } from './serialize.ts';

/** An interview as a list shows it: without transcript, and with only the score of the analysis. */
export type ListedInterview = InterviewSummary & {
  guideTitle?: string;
  /** 1 to 5; present once the analysis is done. */
  quality_score?: number;
};

/** One part of a list of interviews, newest first. */
export interface InterviewList {
  interviews: ListedInterview[];
  /** Where the next part begins; absent on the last part. */
  nextCursor?: string;
}

/** A part of the interviews that a filter lets through, newest first. A cursor is where the part before ended: start time and id. */
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
    // One more than asked for tells whether there is a next part.
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.interview;
  return {
    interviews: shown.map(({ interview, guideTitle, score }) => ({
      ...serializeInterview(interview, clock.now()),
      guideTitle,
      ...(score !== null && { quality_score: score }),
    })),
    ...(rows.length > limit && last && { nextCursor: encodeCursor(last) }),
  };
}

/** The title of the guide and the name of the project that an interview belongs to. */
export async function readGuideAndProject(db: Db, id: string): Promise<{ guideTitle: string; project: string } | null> {
  const [row] = await db
    .select({ guideTitle: sql<string>`${guides.body} ->> 'title'`, project: projects.name })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .innerJoin(projects, eq(projects.id, interviews.projectId))
    .where(eq(interviews.id, id));
  return row ?? null;
}

/** Where the part begins that follows this interview. */
export const encodeCursor = ({ startedAt, id }: Pick<InterviewRow, 'startedAt' | 'id'>): string =>
  `${startedAt.toISOString()}_${id}`;

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Those after a cursor, in the order of the list. */
export function afterCursor(cursor: string): SQL | undefined {
  const [, at, id] = CURSOR.exec(cursor) ?? [];
  // A cursor that is none counts as none.
  if (!at || !id || Number.isNaN(Date.parse(at))) return undefined;
  const startedAt = new Date(at);
  // Said once as a whole row and not as an `or`: only so does an index by age begin where the part begins.
  return sql`(${interviews.startedAt}, ${interviews.id}) < (${startedAt.toISOString()}::timestamptz, ${id}::uuid)`;
}
