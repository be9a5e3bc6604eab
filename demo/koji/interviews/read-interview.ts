import { asc, eq } from 'drizzle-orm';
import type { Interview } from '../../../src/wire/koji-api.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { analyses, interviews, type MessageRow, messages } from '../database/schema.ts';
import { throwNotFound } from './find-interview.ts';
import { serializeInterview, serializeMessage } from './serialize.ts';

/**
 * An interview with its transcript, and its analysis once that is completed.
 * @throws ApiError `not_found`
 */
export async function readInterview({ db, clock }: { db: Db; clock: Clock }, id: string): Promise<Interview> {
  // One snapshot, so that the transcript has as many messages as `stats` counts while the interview
  // goes on.
  const [{ analysis, ...interview }, rows] = await db.transaction(
    async tx => [await readInterviewWithoutTranscript(tx, id, clock.now()), await readMessages(tx, id)] as const,
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  return { ...interview, transcript: rows.map(serializeMessage), ...(analysis && { analysis }) };
}

/** @throws ApiError `not_found` */
export async function readInterviewWithoutTranscript(
  db: Pick<Db, 'select'>,
  id: string,
  now: Date,
): Promise<Omit<Interview, 'transcript'>> {
  const [row] = await db
    .select({ interview: interviews, analysis: analyses.body })
    .from(interviews)
    .leftJoin(analyses, eq(analyses.interviewId, interviews.id))
    .where(eq(interviews.id, id));
  if (!row) throwNotFound();
  const { interview, analysis } = row;
  return {
    ...serializeInterview(interview, now),
    ...(interview.analysisStatus === 'completed' && analysis && { analysis }),
  };
}

/** All messages of an interview, oldest first. */
export const readMessages = (db: Pick<Db, 'select'>, id: string): Promise<MessageRow[]> =>
  db.select().from(messages).where(eq(messages.interviewId, id)).orderBy(asc(messages.position));
