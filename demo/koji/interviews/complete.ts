import { and, eq, ne } from 'drizzle-orm';
import type { Reason } from '../../../src/interview/completion.ts';
import type { CompleteResponse } from '../../../src/wire/koji-api.ts';
import type { AnalysisQueue } from '../analysis-jobs/queue.ts';
import { ApiError } from '../api-error.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import { type InterviewRow, interviews } from '../database/schema.ts';
import type { WebhookQueue } from '../webhooks/queue.ts';
import { lockInterview } from './find-interview.ts';
import { secondsBetween, serializeCompletion } from './serialize.ts';

export interface CompleteDependencies {
  db: Db;
  clock: Clock;
  analysisQueue: AnalysisQueue;
  webhookQueue: WebhookQueue;
}

/**
 * Completes an interview, for a respondent's page, a time limit or the team.
 *
 * One transaction stores the completion, enqueues the analysis and publishes `interview.completed`.
 * The first call wins, also when calls race.
 * @throws ApiError `not_found`; `already_completed` for later calls, with the first completion as
 * its body
 */
export async function completeInterview(
  { db, clock, analysisQueue, webhookQueue }: CompleteDependencies,
  id: string,
  reason: Reason = 'manual',
): Promise<CompleteResponse> {
  const completed = await db.transaction(async tx => {
    const interview = await lockInterview(tx, id);
    if (interview.status === 'completed') throwAlreadyCompleted(interview);
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
    await webhookQueue.publish(tx, 'interview.completed', id);
    return row!;
  });
  return serializeCompletion(completed);
}

/** Throws `already_completed` with the completion as its body. */
export function throwAlreadyCompleted(interview: InterviewRow): never {
  throw new ApiError('already_completed', 'This interview is already completed.', {
    body: serializeCompletion(interview),
  });
}
