import { and, desc, eq, sql } from 'drizzle-orm';
import type { Db } from '../database/database.ts';
import { analyses, guides, interviews } from '../database/schema.ts';

/** A study as a menu offers it. */
export interface StudyChoice {
  name: string;
  title: string;
}

/** A study as the list of studies shows it. */
export interface ListedStudy {
  name: string;
  title: string;
  interviews: number;
  completed: number;
  /** The mean score of the analysed interviews; null if there are none. */
  quality: number | null;
  lastStartedAt: Date;
}

/** The studies that ever had an interview, by title. Cheap, because it reads guides only. */
export async function listStudyChoices(db: Db): Promise<StudyChoice[]> {
  const rows = await db
    .select({ name: guides.name, title: sql<string>`max(${guides.body} ->> 'title')` })
    .from(guides)
    .groupBy(guides.name);
  return rows.sort((a, b) => a.title.localeCompare(b.title));
}

/** The studies with interviews, the one with the newest interview first. */
export async function listStudies(db: Db): Promise<ListedStudy[]> {
  const isAnalysed = eq(interviews.analysisStatus, 'completed');
  const rows = await db
    .select({
      name: guides.name,
      title: sql<string>`(array_agg(${guides.body} ->> 'title' order by ${interviews.startedAt} desc))[1]`,
      interviews: sql<number>`count(*)::int`,
      completed: sql<number>`(count(*) filter (where ${interviews.status} = 'completed'))::int`,
      quality: sql<number | null>`avg((${analyses.body} ->> 'quality_score')::float8)`,
      lastStartedAt: sql<string>`max(${interviews.startedAt})`,
    })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .leftJoin(analyses, and(eq(analyses.interviewId, interviews.id), isAnalysed))
    .groupBy(guides.name)
    .orderBy(desc(sql`max(${interviews.startedAt})`));
  return rows.map(row => ({ ...row, lastStartedAt: new Date(row.lastStartedAt) }));
}
