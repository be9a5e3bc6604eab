import { and, eq, ne } from 'drizzle-orm';
import type { Reason, Stats } from '../../../src/interview/completion.ts';
import type { CompleteResponse } from '../../../src/wire/koji-api.ts';
import type { AnalysisQueue } from '../analysis-jobs/queue.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { type InterviewRow, interviews } from '../database/schema.ts';
import { ApiError } from '../refusal.ts';
import type { Webhooks } from '../webhooks/queue.ts';
import { lockInterview } from './find.ts';

export interface CompleteDependencies {
  db: Db;
  clock: Clock;
  analysisQueue: AnalysisQueue;
  webhooks: Webhooks;
}

/**
 * Completes an interview, whoever asks for it: a respondent's page, a time limit, the team. The first call wins, also among
 * calls that race; the completion, its analysis and the events to be told are put down in one transaction. Later calls are refused with the
 * `already_completed` that holds the first one's answer.
 */
export async function completeInterview(
  { db, clock, analysisQueue, webhooks }: CompleteDependencies,
  id: string,
  reason: Reason = 'manual',
): Promise<CompleteResponse> {
  const completed = await db.transaction(async tx => {
    const interview = await lockInterview(tx, id);
    if (interview.status === 'completed') refuseCompleted(interview);
    const now = clock.now();
    const completedAt = now < interview.startedAt ? interview.startedAt : now;
    const [row] = await tx
      .update(interviews)
      .set({
        status: 'completed',
        openQuestion: null,
        completedAt,
        reason,
        durationSeconds: secondsBetween(interview.startedAt, completedAt),
        analysisStatus: 'processing',
      })
      .where(and(eq(interviews.id, id), ne(interviews.status, 'completed')))
      .returning();
    await analysisQueue.enqueue(tx, id);
    await webhooks.announce(tx, 'interview.completed', id);
    return row!;
  });
  return describeCompletion(completed);
}

/** Refuses what can't be done to a completed interview, telling how it was completed. */
export function refuseCompleted(interview: InterviewRow): never {
  throw new ApiError('already_completed', 'This interview is already completed.', {
    body: describeCompletion(interview),
  });
}

const secondsBetween = (from: Date, to: Date) => Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));

/** What was said, counted. While the interview runs, the duration is the time so far. */
export const describeStats = (interview: InterviewRow, now: Date): Stats => ({
  duration_seconds: interview.durationSeconds ?? secondsBetween(interview.startedAt, now),
  respondent_messages: interview.respondentMessages,
  interviewer_messages: interview.interviewerMessages,
  total_messages: interview.respondentMessages + interview.interviewerMessages,
});

function describeCompletion(interview: InterviewRow): CompleteResponse {
  const { id, completedAt, analysisStatus } = interview;
  if (!completedAt || !analysisStatus) throw new Error('A completed interview has a time and an analysis.');
  return {
    interview_id: id,
    status: 'completed',
    completed_at: completedAt.toISOString(),
    analysis_status: analysisStatus,
    stats: describeStats(interview, completedAt),
  };
}
