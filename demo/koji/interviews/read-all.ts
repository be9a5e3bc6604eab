import { and, asc, desc, eq, inArray } from 'drizzle-orm';
import type { Interview } from '../../../src/wire/koji-api.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { analyses, interviews, messages } from '../database/schema.ts';
import { afterCursor, encodeCursor } from './cursor.ts';
import { filterCondition, type InterviewFilter } from './filter.ts';
import { serializeInterview, serializeMessage } from './serialize.ts';

/** Interviews per query. It bounds the memory that an export needs, whatever its length. */
const BATCH_SIZE = 100;

type Context = { db: Db; clock: Clock };

/**
 * All interviews that match the filter, newest first, with transcript and analysis. Interviews that
 * start meanwhile are left out. Each interview is read as it is when its batch is read.
 */
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
    .limit(BATCH_SIZE);
  const ids = rows.map(({ interview }) => interview.id);
  const messageRows = await db
    .select()
    .from(messages)
    .where(inArray(messages.interviewId, ids))
    .orderBy(asc(messages.position));
  const messagesById = Map.groupBy(messageRows, message => message.interviewId);
  const last = rows.length === BATCH_SIZE ? rows.at(-1)?.interview : undefined;
  return {
    interviews: rows.map(({ interview, analysis }) => ({
      ...serializeInterview(interview, clock.now()),
      transcript: (messagesById.get(interview.id) ?? []).map(serializeMessage),
      ...(analysis && { analysis }),
    })),
    nextCursor: last ? encodeCursor(last) : null,
  };
}
