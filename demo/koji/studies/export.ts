import { stringify } from 'csv-stringify/sync';
import { eq } from 'drizzle-orm';
import type { AnswerValue } from '../../../src/interview/questions.ts';
import type { Interview } from '../../../src/wire/koji-api.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { guides } from '../database/schema.ts';
import { readAllInterviews } from '../interviews/read-all.ts';

type Context = { db: Db; clock: Clock };

/**
 * A study as JSON: `{"study", "interviews": […]}`, each interview as the API returns it. In chunks.
 */
export async function* exportJson(context: Context, study: string, since?: Date): AsyncGenerator<string> {
  yield `{"study":${JSON.stringify(study)},"interviews":[`;
  let separator = '\n';
  for await (const interview of readAllInterviews(context, { study, ...(since && { since }) })) {
    yield separator + JSON.stringify(interview);
    separator = ',\n';
  }
  yield '\n]}\n';
}

/** The columns before those of the structured questions. */
const COLUMNS: Record<string, (interview: Interview) => unknown> = {
  interview_id: ({ interview_id }) => interview_id,
  external_id: ({ respondent }) => respondent?.external_id,
  display_name: ({ respondent }) => respondent?.display_name,
  status: ({ status }) => status,
  reason: ({ reason }) => reason,
  started_at: ({ started_at }) => started_at,
  completed_at: ({ completed_at }) => completed_at,
  duration_seconds: ({ stats }) => stats.duration_seconds,
  respondent_messages: ({ stats }) => stats.respondent_messages,
  analysis_status: ({ analysis_status }) => analysis_status,
  quality_score: ({ analysis }) => analysis?.quality_score,
  depth: ({ analysis }) => analysis?.quality.depth,
  coverage: ({ analysis }) => analysis?.quality.coverage,
  engagement: ({ analysis }) => analysis?.quality.engagement,
  themes: ({ analysis }) => analysis?.themes.map(({ name }) => name).join('; '),
};

/**
 * A study as CSV (RFC 4180): a line per interview, and a column per structured question, named by
 * its id. Several values in a cell are separated by "; ". UTF-8 with a byte order mark, because
 * spreadsheets need one to detect UTF-8. Cells that a spreadsheet would treat as a formula are
 * escaped. In chunks.
 */
export async function* exportCsv(context: Context, study: string, since?: Date): AsyncGenerator<string> {
  const questionIds = await readStructuredQuestionIds(context.db, study);
  yield `\uFEFF${formatLine([...Object.keys(COLUMNS), ...questionIds])}`;
  for await (const interview of readAllInterviews(context, { study, ...(since && { since }) })) {
    const answers = interview.analysis?.structured_answers ?? [];
    const values = new Map(answers.map(answer => [answer.questionId, answer.structuredValue]));
    yield formatLine([
      ...Object.values(COLUMNS).map(readCell => readCell(interview)),
      ...questionIds.map(id => formatValue(values.get(id))),
    ]);
  }
}

const formatLine = (cells: unknown[]): string =>
  stringify([cells], { escape_formulas: true, record_delimiter: '\r\n' });

function formatValue(value: AnswerValue | undefined) {
  if (Array.isArray(value)) return value.join('; ');
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value;
}

/** The ids of the structured questions of all versions of a study's guide. */
async function readStructuredQuestionIds(db: Db, study: string): Promise<string[]> {
  const versions = await db.select({ body: guides.body }).from(guides).where(eq(guides.name, study));
  const questions = versions.flatMap(({ body }) => body.questions);
  return [...new Set(questions.filter(({ type }) => type !== 'open_ended').map(({ id }) => id))];
}
