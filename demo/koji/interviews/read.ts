import { asc, eq } from 'drizzle-orm';
import type { Interview, TranscriptMessage } from '../../../src/wire/koji-api.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { analyses, type InterviewRow, interviews, type MessageRow, messages } from '../database/schema.ts';
import { ApiError } from '../refusal.ts';
import { describeStats } from './complete.ts';

/** A stored message as the contracts show it: what it hasn't got is left out. */
export const describeMessage = (row: MessageRow): TranscriptMessage => ({
  message_id: row.id,
  role: row.role,
  content: row.content,
  created_at: row.createdAt.toISOString(),
  ...(row.question && { question: row.question }),
  ...(row.answer && { answer: row.answer }),
});

/** All messages of an interview, in order. */
export const readMessages = (db: Pick<Db, 'select'>, id: string): Promise<MessageRow[]> =>
  db.select().from(messages).where(eq(messages.interviewId, id)).orderBy(asc(messages.place));

/** An interview with all that is known of it; its analysis once that is there. */
export async function readInterview({ db, clock }: { db: Db; clock: Clock }, id: string): Promise<Interview> {
  // One snapshot, so that an interview in full swing is told consistently: as many messages as it counts.
  const [{ analysis, ...interview }, rows] = await db.transaction(
    async tx => [await readWithoutTranscript(tx, id, clock.now()), await readMessages(tx, id)] as const,
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
  return { ...interview, transcript: rows.map(describeMessage), ...(analysis && { analysis }) };
}

/** The same without what was said. */
export async function readWithoutTranscript(
  db: Pick<Db, 'select'>,
  id: string,
  now: Date,
): Promise<Omit<Interview, 'transcript'>> {
  const [found] = await db
    .select({ interview: interviews, analysis: analyses.body })
    .from(interviews)
    .leftJoin(analyses, eq(analyses.interviewId, interviews.id))
    .where(eq(interviews.id, id));
  if (!found) throw new ApiError('not_found', 'There is no such interview.');
  const { interview, analysis } = found;
  return {
    ...describeInterview(interview, now),
    ...(interview.analysisStatus === 'completed' && analysis && { analysis }),
  };
}

/** An interview without transcript and analysis. */
export const describeInterview = (interview: InterviewRow, now: Date): Omit<Interview, 'transcript' | 'analysis'> => ({
  interview_id: interview.id,
  status: interview.status,
  started_at: interview.startedAt.toISOString(),
  completed_at: interview.completedAt?.toISOString() ?? null,
  reason: interview.reason,
  analysis_status: interview.analysisStatus,
  stats: describeStats(interview, now),
  ...(interview.respondent && { respondent: interview.respondent }),
});
