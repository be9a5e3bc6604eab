import { and, desc, eq, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { InterviewList } from '../dashboard/interview-list-page.ts';
import type { Db } from '../database/database.ts';
import { analyses, guides, interviews, projects } from '../database/schema.ts';
import { describeInterview } from './read.ts';

/** A part of all interviews, newest first. A cursor is where the part before ended: start time and id. */
export async function listInterviews(
  { db, clock }: { db: Db; clock: Clock },
  { limit, before }: { limit: number; before: string | null },
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
    .where(before === null ? undefined : olderThan(before))
    .orderBy(desc(interviews.startedAt), desc(interviews.id))
    // One more than asked for tells whether there is a next part.
    .limit(limit + 1);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1)?.interview;
  return {
    interviews: shown.map(({ interview, guideTitle, score }) => ({
      ...describeInterview(interview, clock.now()),
      guideTitle,
      ...(score !== null && { quality_score: score }),
    })),
    ...(rows.length > limit && last && { nextCursor: `${last.startedAt.toISOString()}_${last.id}` }),
  };
}

/** The title of the guide and the name of the project that an interview belongs to. */
export async function describeOrigin(db: Db, id: string): Promise<{ guideTitle: string; project: string } | null> {
  const [row] = await db
    .select({ guideTitle: sql<string>`${guides.body} ->> 'title'`, project: projects.name })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .innerJoin(projects, eq(projects.id, interviews.projectId))
    .where(eq(interviews.id, id));
  return row ?? null;
}

const CURSOR = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

function olderThan(cursor: string): SQL | undefined {
  const [, at, id] = CURSOR.exec(cursor) ?? [];
  // A cursor that is none counts as none.
  if (!at || !id || Number.isNaN(Date.parse(at))) return undefined;
  const startedAt = new Date(at);
  return or(lt(interviews.startedAt, startedAt), and(eq(interviews.startedAt, startedAt), lt(interviews.id, id)));
}
