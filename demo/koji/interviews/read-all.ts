import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Interview } from '../../../src/wire/koji-api.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { analyses, interviews, messages } from '../database/schema.ts';
import { filterCondition, type InterviewFilter } from './filter.ts';
import { afterCursor, encodeCursor } from './list.ts';
import { serializeInterview, serializeMessage } from './serialize.ts';

/** How many interviews are read at once, so that an export of any length needs the memory of so many. */
const BATCH = 100;

type Context = { db: Db; clock: Clock };

/** Whole interviews, newest first: those there were when it began, each as it is when its turn comes. */
export async function* readAllInterviews(context: Context, filter: InterviewFilter): AsyncGenerator<Interview> {
  let cursor: string | null = null;
  do {
    const batch = await readBatch(context, filter, cursor);
    yield* batch.interviews;
    cursor = batch.nextCursor;
  } while (cursor !== null);
}

async function readBatch({ db, clock }: Context, filter: InterviewFilter, cursor: string | null) {
  const rows = await db
    .select({ interview: interviews, analysis: analyses.body })
    .from(interviews)
    .leftJoin(analyses, and(eq(analyses.interviewId, interviews.id), eq(interviews.analysisStatus, 'completed')))
    .where(and(filterCondition(db, filter), cursor === null ? undefined : afterCursor(cursor)))
    .orderBy(desc(interviews.startedAt), desc(interviews.id))
    .limit(BATCH);
  const ids = rows.map(({ interview }) => interview.id);
  const said = await db.select().from(messages).where(inArray(messages.interviewId, ids)).orderBy(asc(messages.place));
  const byInterview = Map.groupBy(said, message => message.interviewId);
  const last = rows.length === BATCH ? rows.at(-1)?.interview : undefined;
  return {
    interviews: rows.map(({ interview, analysis }) => ({
      ...serializeInterview(interview, clock.now()),
      transcript: (byInterview.get(interview.id) ?? []).map(serializeMessage),
      ...(analysis && { analysis }),
    })),
    nextCursor: last ? encodeCursor(last) : null,
  };
}
