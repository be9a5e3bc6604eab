import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Reason } from '../../../src/interview/completion.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { analyses, guides, interviews } from '../database/schema.ts';
import type { Guide, StructuredGuideQuestion } from '../guides/guide.ts';
import { filterCondition } from '../interviews/filter.ts';
import { type QuestionSummary, summarizeQuestion, type ValueCount } from './distributions.ts';
import { type InterviewTheme, type MergedTheme, mergeThemes } from './merge-themes.ts';
import { type Period, periodStart } from './period.ts';
import { chooseTimelineUnit, countByReason, readTimeline, type TimelineBucket, type TimelineUnit } from './timeline.ts';

/** A summary of all interviews of a study. */
export interface Study {
  name: string;
  title: string;
  total: number;
  completed: number;
  analysed: number;
  /** The mean score of the analysed interviews; null if there are none. */
  quality: number | null;
  /** The median duration of the completed interviews, in seconds; null if there are none. */
  medianDuration: number | null;
  /** How many interviews were completed, by reason. */
  reasons: Record<Reason, number>;
  timelineUnit: TimelineUnit;
  /** In order of time. Units without interviews are left out. */
  timeline: TimelineBucket[];
  questions: QuestionSummary[];
  themes: MergedTheme[];
  /** How many interviews the themes come from: at most the newest 1000. */
  themeSampleSize: number;
  /** When the study was read, if it comes from the cache. */
  countedAt?: Date;
}

/**
 * Merging themes takes more than linear time, so only the themes of the newest interviews are
 * merged.
 */
const MAX_THEME_SAMPLE = 1000;
const MAX_THEMES = 12;

type Reader = Pick<Db, 'select' | 'execute'>;

const isAnalysed = eq(interviews.analysisStatus, 'completed');

/**
 * Summarizes the interviews of a study that started in the period; null if there is no such study.
 */
export async function readStudy(
  { db, clock }: { db: Db; clock: Clock },
  name: string,
  period: Period = null,
): Promise<Study | null> {
  return db.transaction(
    async tx => {
      const versions = await readGuideVersions(tx, name);
      const newest = versions[0];
      if (!newest) return null;
      const since = periodStart(period, clock.now());
      const condition = filterCondition(tx, { study: name, ...(since && { since }) });
      const timelineUnit = await chooseTimelineUnit(tx, condition, clock.now());
      const totals = await readTotals(tx, condition);
      const timeline = await readTimeline(tx, condition, timelineUnit);
      const valueCounts = await countAnswerValues(tx, condition);
      const sample = await readThemes(tx, condition);
      return {
        name,
        title: newest.title,
        ...totals,
        reasons: countByReason(reason => timeline.reduce((sum, { reasons }) => sum + reasons[reason], 0)),
        timelineUnit,
        timeline,
        questions: structuredQuestionsOf(versions).map(question => summarizeQuestion(question, valueCounts)),
        themes: mergeThemes(sample.themes).slice(0, MAX_THEMES),
        themeSampleSize: sample.interviews,
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** All versions of the study's guide that interviews started with, the most recently used first. */
async function readGuideVersions(db: Reader, name: string): Promise<Guide[]> {
  const rows = await db
    .select({ body: guides.body })
    .from(guides)
    .where(eq(guides.name, name))
    .orderBy(sql`(select max(started_at) from interviews where guide_digest = ${guides.digest}) desc nulls last`);
  return rows.map(({ body }) => body);
}

/**
 * The structured questions of the newest version in their order, then those of older versions only.
 */
function structuredQuestionsOf(versions: Guide[]): StructuredGuideQuestion[] {
  const questions = new Map<string, StructuredGuideQuestion>();
  for (const question of versions.flatMap(version => version.questions)) {
    if (question.type !== 'open_ended' && !questions.has(question.id)) questions.set(question.id, question);
  }
  return [...questions.values()];
}

async function readTotals(db: Reader, condition: SQL | undefined) {
  const [totals] = await db
    .select({
      total: sql<number>`count(*)::int`,
      completed: sql<number>`(count(*) filter (where ${interviews.status} = 'completed'))::int`,
      analysed: sql<number>`count(${analyses.interviewId})::int`,
      quality: sql<number | null>`avg((${analyses.body} ->> 'quality_score')::float8)`,
      medianDuration: sql<
        number | null
      >`percentile_cont(0.5) within group (order by ${interviews.durationSeconds}) filter (where ${interviews.status} = 'completed')`,
    })
    .from(interviews)
    .leftJoin(analyses, and(eq(analyses.interviewId, interviews.id), isAnalysed))
    .where(condition);
  return totals!;
}

/**
 * Counts the structured answers by question and value. The database counts, so few rows are read.
 */
async function countAnswerValues(db: Reader, condition: SQL | undefined): Promise<ValueCount[]> {
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
    .where(condition)
    .groupBy(sql`1`, sql`2`);
}

/** Reads the themes of the newest analysed interviews. */
async function readThemes(
  db: Reader,
  condition: SQL | undefined,
): Promise<{ themes: InterviewTheme[]; interviews: number }> {
  const rows = await db
    .select({ id: interviews.id, themes: sql<Omit<InterviewTheme, 'interviewId'>[]>`${analyses.body} -> 'themes'` })
    .from(interviews)
    .innerJoin(analyses, and(eq(analyses.interviewId, interviews.id), isAnalysed))
    .where(condition)
    .orderBy(desc(interviews.startedAt), desc(interviews.id))
    .limit(MAX_THEME_SAMPLE);
  return {
    interviews: rows.length,
    themes: rows.flatMap(({ id, themes }) => themes.map(({ name, quotes }) => ({ name, quotes, interviewId: id }))),
  };
}
