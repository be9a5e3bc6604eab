import { stringify } from 'csv-stringify/sync';
import { eq } from 'drizzle-orm';
import type { AnswerValue } from '../../../src/interview/questions.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { guides } from '../database/schema.ts';
import { readAllInterviews } from '../interviews/read-all.ts';

type Context = { db: Db; clock: Clock };

/** A study as JSON: `{"study", "interviews": […]}`, each interview as the API gives it. In pieces. */
export async function* exportJson(context: Context, study: string, since?: Date): AsyncGenerator<string> {
  yield `{"study":${JSON.stringify(study)},"interviews":[`;
  let separator = '\n';
  for await (const interview of readAllInterviews(context, { study, ...(since && { since }) })) {
    yield separator + JSON.stringify(interview);
    separator = ',\n';
  }
  yield '\n]}\n';
}

const FACTS = [
  'interview_id',
  'external_id',
  'display_name',
  'status',
  'reason',
  'started_at',
  'completed_at',
  'duration_seconds',
  'respondent_messages',
  'analysis_status',
  'quality_score',
  'depth',
  'coverage',
  'engagement',
  'themes',
] as const;

/**
 * A study as CSV (RFC 4180, UTF-8 with a byte order mark, so that spreadsheets read it right): a line for each interview,
 * a column for each structured question, named by its id. Several values in a cell are separated by "; ". What a
 * spreadsheet would take for a formula is marked as text. In pieces.
 */
export async function* exportCsv(context: Context, study: string, since?: Date): AsyncGenerator<string> {
  const questions = await structuredIds(context.db, study);
  yield `\uFEFF${line([...FACTS, ...questions])}`;
  for await (const interview of readAllInterviews(context, { study, ...(since && { since }) })) {
    const { analysis, respondent, stats } = interview;
    const values = new Map(analysis?.structured_answers?.map(answer => [answer.questionId, answer.structuredValue]));
    const facts: Record<(typeof FACTS)[number], unknown> = {
      interview_id: interview.interview_id,
      external_id: respondent?.external_id,
      display_name: respondent?.display_name,
      status: interview.status,
      reason: interview.reason,
      started_at: interview.started_at,
      completed_at: interview.completed_at,
      duration_seconds: stats.duration_seconds,
      respondent_messages: stats.respondent_messages,
      analysis_status: interview.analysis_status,
      quality_score: analysis?.quality_score,
      depth: analysis?.quality.depth,
      coverage: analysis?.quality.coverage,
      engagement: analysis?.quality.engagement,
      themes: analysis?.themes.map(({ name }) => name).join('; '),
    };
    yield line([...FACTS.map(name => facts[name]), ...questions.map(id => cell(values.get(id)))]);
  }
}

const line = (cells: unknown[]): string => stringify([cells], { escape_formulas: true, record_delimiter: '\r\n' });

const cell = (value: AnswerValue | undefined) =>
  Array.isArray(value) ? value.join('; ') : typeof value === 'boolean' ? (value ? 'yes' : 'no') : value;

/** The ids of a study's structured questions over all versions of its guide. */
async function structuredIds(db: Db, study: string): Promise<string[]> {
  const versions = await db.select({ body: guides.body }).from(guides).where(eq(guides.name, study));
  const questions = versions.flatMap(({ body }) => body.questions);
  return [...new Set(questions.filter(({ type }) => type !== 'open_ended').map(({ id }) => id))];
}
