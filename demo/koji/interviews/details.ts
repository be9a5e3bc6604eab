import { eq, sql } from 'drizzle-orm';
import type { Interview } from '../../../src/wire/koji-api.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { guides, interviews, projects } from '../database/schema.ts';
import { readInterview } from './read-interview.ts';

/** An interview as the API returns it, plus its guide's title and its project's name. */
export type InterviewDetails = Interview & { guideTitle?: string; project?: string };

/** Reads an interview for the dashboard; null if there is none with this id. */
export async function readInterviewDetails(
  context: { db: Db; clock: Clock },
  id: string,
): Promise<InterviewDetails | null> {
  try {
    const interview = await readInterview(context, id);
    return { ...interview, ...(await readGuideAndProject(context.db, id)) };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return null;
    throw error;
  }
}

async function readGuideAndProject(db: Db, id: string) {
  const [row] = await db
    .select({ guideTitle: sql<string>`${guides.body} ->> 'title'`, project: projects.name })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .innerJoin(projects, eq(projects.id, interviews.projectId))
    .where(eq(interviews.id, id));
  return row;
}
