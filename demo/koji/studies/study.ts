import { and, desc, eq, sql } from 'drizzle-orm';
import { REASONS, type Reason } from '../../../src/interview/completion.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { analyses, guides, interviews } from '../database/schema.ts';
import type { Guide, StructuredGuideQuestion } from '../guides/guide.ts';
import { filterCondition } from '../interviews/filter.ts';
import { type QuestionSummary, summarizeQuestion, type ValueCount } from './distributions.ts';
import { type InterviewTheme, type MergedTheme, mergeThemes } from './merge-themes.ts';

/** A study as a menu offers it. */
export interface StudyChoice {
  name: string;
  title: string;
}

/** All interviews by one guide, as the list of studies shows them. */
export interface ListedStudy {
  name: string;
  title: string;
  interviews: number;
  completed: number;
  /** Mean over those analysed; null where there is none. */
  quality: number | null;
  lastStartedAt: Date;
}

const DAY = 86_400_000;

/** How far back a study looks, in days; null for all. */
export type Period = 7 | 30 | 90 | null;

/** When a period that ends now began. */
export const periodStart = (period: Period, now: Date): Date | undefined =>
  period === null ? undefined : new Date(now.getTime() - period * DAY);

/** What happened in one stretch of time. */
export interface TimelineBucket {
  start: Date;
  /** How many of those begun then ended for this reason. */
  reasons: Record<Reason, number>;
  open: number;
  quality: number | null;
  analysed: number;
}

export interface Study {
  name: string;
  title: string;
  total: number;
  completed: number;
  analysed: number;
  quality: number | null;
  /** Of the completed ones, in seconds; null where there is none. */
  medianDuration: number | null;
  reasons: Record<Reason, number>;
  timelineUnit: 'day' | 'week' | 'month';
  /** In order of time; those in which nothing began are left out. */
  timeline: TimelineBucket[];
  questions: QuestionSummary[];
  themes: MergedTheme[];
  /** How many interviews, the newest, the themes were taken from. */
  themeSampleSize: number;
  /** When it was counted, where that is not now. */
  countedAt?: Date;
}

/** Comparing names costs more than linear: themes are joined over so many interviews, the newest. */
const MOST_JOINED = 1000;
const MOST_THEMES = 12;

const score = sql<number | null>`(${analyses.body} ->> 'quality_score')::float8`;
const isAnalysed = eq(interviews.analysisStatus, 'completed');

/** The studies that were ever begun, by their titles. Looks at no interview. */
export async function listStudyChoices(db: Db): Promise<StudyChoice[]> {
  const rows = await db
    .select({ name: guides.name, title: sql<string>`max(${guides.body} ->> 'title')` })
    .from(guides)
    .groupBy(guides.name);
  return rows.sort((a, b) => a.title.localeCompare(b.title));
}

/** The studies there are interviews of, the one with the newest interview first. */
export async function listStudies(db: Db): Promise<ListedStudy[]> {
  const rows = await db
    .select({
      name: guides.name,
      title: sql<string>`(array_agg(${guides.body} ->> 'title' order by ${interviews.startedAt} desc))[1]`,
      interviews: sql<number>`count(*)::int`,
      completed: sql<number>`(count(*) filter (where ${interviews.status} = 'completed'))::int`,
      quality: sql<number | null>`avg(${score})`,
      lastStartedAt: sql<string>`max(${interviews.startedAt})`,
    })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .leftJoin(analyses, and(eq(analyses.interviewId, interviews.id), isAnalysed))
    .groupBy(guides.name)
    .orderBy(desc(sql`max(${interviews.startedAt})`));
  return rows.map(row => ({ ...row, lastStartedAt: new Date(row.lastStartedAt) }));
}

/** What all interviews of a study say together; null where there is no such study. */
export async function readStudy(
  { db, clock }: { db: Db; clock: Clock },
  name: string,
  period: Period = null,
): Promise<Study | null> {
  return db.transaction(
    async tx => {
      const versions = await guideVersions(tx, name);
      const newest = versions[0];
      if (!newest) return null;
      const since = periodStart(period, clock.now());
      const meant = filterCondition(tx, { study: name, ...(since && { since }) });
      const unit = await unitFor(tx, meant, clock.now());
      const [facts] = await tx
        .select({
          total: sql<number>`count(*)::int`,
          completed: sql<number>`(count(*) filter (where ${interviews.status} = 'completed'))::int`,
          analysed: sql<number>`count(${analyses.interviewId})::int`,
          quality: sql<number | null>`avg(${score})`,
          medianDuration: sql<
            number | null
          >`percentile_cont(0.5) within group (order by ${interviews.durationSeconds}) filter (where ${interviews.status} = 'completed')`,
        })
        .from(interviews)
        .leftJoin(analyses, and(eq(analyses.interviewId, interviews.id), isAnalysed))
        .where(meant);
      const timeline = await readTimeline(tx, meant, unit);
      const tallies = await readTallies(tx, meant);
      const found = await readThemes(tx, meant);
      return {
        name,
        title: newest.title,
        ...facts!,
        reasons: byReason(reason => timeline.reduce((sum, { reasons }) => sum + reasons[reason], 0)),
        timelineUnit: unit,
        timeline,
        questions: questionsOf(versions).map(question => summarizeQuestion(question, tallies)),
        themes: mergeThemes(found.themes).slice(0, MOST_THEMES),
        themeSampleSize: found.interviews,
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

type Reader = Pick<Db, 'select' | 'execute'>;
type Condition = ReturnType<typeof filterCondition>;

/** The guide in all its versions that interviews began with, the one used last first. */
async function guideVersions(db: Reader, name: string): Promise<Guide[]> {
  const rows = await db
    .select({ body: guides.body })
    .from(guides)
    .where(eq(guides.name, name))
    .orderBy(sql`(select max(started_at) from interviews where guide_digest = ${guides.digest}) desc nulls last`);
  return rows.map(({ body }) => body);
}

/** The structured questions of the newest version in their order, then those that only older ones have. */
function questionsOf(versions: Guide[]): StructuredGuideQuestion[] {
  const questions = new Map<string, StructuredGuideQuestion>();
  for (const question of versions.flatMap(version => version.questions)) {
    if (question.type !== 'open_ended' && !questions.has(question.id)) questions.set(question.id, question);
  }
  return [...questions.values()];
}

async function unitFor(db: Reader, meant: Condition, now: Date): Promise<Study['timelineUnit']> {
  const [row] = await db
    .select({ first: sql<string | null>`min(${interviews.startedAt})` })
    .from(interviews)
    .where(meant);
  const days = row?.first ? (now.getTime() - Date.parse(row.first)) / DAY : 0;
  return days <= 31 ? 'day' : days <= 190 ? 'week' : 'month';
}

async function readTimeline(db: Reader, meant: Condition, unit: Study['timelineUnit']): Promise<TimelineBucket[]> {
  const start = sql<string>`date_trunc('${sql.raw(unit)}', ${interviews.startedAt}, 'UTC')`;
  const rows = await db
    .select({
      start: sql<string>`to_char(${start} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
      reason: interviews.reason,
      count: sql<number>`count(*)::int`,
      analysed: sql<number>`count(${score})::int`,
      sum: sql<number | null>`sum(${score})`,
    })
    .from(interviews)
    .leftJoin(analyses, and(eq(analyses.interviewId, interviews.id), isAnalysed))
    .where(meant)
    .groupBy(start, interviews.reason)
    .orderBy(start);
  return [...Map.groupBy(rows, row => row.start)].map(([at, group]) => {
    const analysed = group.reduce((sum, row) => sum + row.analysed, 0);
    return {
      start: new Date(at),
      reasons: byReason(reason => group.find(row => row.reason === reason)?.count ?? 0),
      open: group.find(row => row.reason === null)?.count ?? 0,
      quality: analysed === 0 ? null : group.reduce((sum, row) => sum + (row.sum ?? 0), 0) / analysed,
      analysed,
    };
  });
}

const byReason = (count: (reason: Reason) => number): Record<Reason, number> =>
  Object.fromEntries(REASONS.map(reason => [reason, count(reason)])) as Record<Reason, number>;

/** Counted by the database: what comes over is as much as there are different answers. */
async function readTallies(db: Reader, meant: Condition): Promise<ValueCount[]> {
  const answer = sql.raw('answer');
  return db
    .select({
      questionId: sql<string>`${answer} ->> 'questionId'`,
      value: sql<ValueCount['value']>`${answer} -> 'structuredValue'`,
      count: sql<number>`count(*)::int`,
    })
    .from(interviews)
    .innerJoin(analyses, and(eq(analyses.interviewId, interviews.id), isAnalysed))
    .innerJoin(
      sql`lateral jsonb_array_elements(coalesce(${analyses.body} -> 'structured_answers', '[]'::jsonb)) as ${answer}`,
      sql`true`,
    )
    .where(meant)
    .groupBy(sql`1`, sql`2`);
}

async function readThemes(db: Reader, meant: Condition): Promise<{ themes: InterviewTheme[]; interviews: number }> {
  const rows = await db
    .select({ id: interviews.id, themes: sql<Omit<InterviewTheme, 'interviewId'>[]>`${analyses.body} -> 'themes'` })
    .from(interviews)
    .innerJoin(analyses, and(eq(analyses.interviewId, interviews.id), isAnalysed))
    .where(meant)
    .orderBy(desc(interviews.startedAt), desc(interviews.id))
    .limit(MOST_JOINED);
  return {
    interviews: rows.length,
    themes: rows.flatMap(({ id, themes }) => themes.map(({ name, quotes }) => ({ name, quotes, interviewId: id }))),
  };
}
