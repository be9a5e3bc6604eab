import { and, eq } from 'drizzle-orm';
import type { Job, JobResult } from 'pg-boss';
import type { AnalysisStep, Analyst, FinishedInterview, TranscriptTurn } from '../analysis/analyst.ts';
import type { Clock } from '../clock.ts';
import type { Database, Db } from '../database/database.ts';
import { failOrphanedJobs } from '../database/orphaned-jobs.ts';
import { analyses, analysisSteps, guides, interviews } from '../database/schema.ts';
import { readMessages } from '../interviews/read-interview.ts';
import { serializeMessage } from '../interviews/serialize.ts';
import { describeError, type Log } from '../log.ts';
import type { WebhookQueue } from '../webhooks/queue.ts';
import { ANALYSIS_QUEUE, type AnalysisQueue, FAILED_ANALYSIS_QUEUE } from './queue.ts';

/** What the analysis worker uses. */
export interface AnalysisDependencies {
  database: Database;
  clock: Clock;
  analyst: Analyst;
  webhookQueue: WebhookQueue;
  log: Log;
}

interface AnalysisJob {
  interviewId: string;
}

/** 0.5 seconds is the shortest interval that pg-boss allows. */
const POLLING = { pollingIntervalSeconds: 0.5 };
/** How many interviews are analysed at the same time. */
const CONCURRENCY = 4;

/** Starts to analyse completed interviews, those that an earlier process left unfinished first. */
export async function startAnalysisWorker({ boss }: AnalysisQueue, dependencies: AnalysisDependencies): Promise<void> {
  const { database, log } = dependencies;
  if (database.dataDir) await failOrphanedJobs(boss, ANALYSIS_QUEUE);

  const runJob = async (job: Job<AnalysisJob>): Promise<JobResult> => {
    try {
      await analyseInterview(dependencies, job.data.interviewId);
      return { id: job.id, status: 'completed' };
    } catch (error) {
      log(`analysis of ${job.data.interviewId}: ${describeError(error)}`);
      return { id: job.id, status: 'failed' };
    }
  };
  await boss.work(
    ANALYSIS_QUEUE,
    { ...POLLING, batchSize: CONCURRENCY, burstWhenBatchFull: true, perJobResults: true },
    (jobs: Job<AnalysisJob>[]) => Promise.all(jobs.map(runJob)),
  );
  await boss.work<AnalysisJob>(FAILED_ANALYSIS_QUEUE, POLLING, async jobs => {
    for (const job of jobs) await markAsFailed(dependencies, job.data.interviewId);
  });
}

/**
 * Analyses an interview and stores the result, its steps and its webhook in one transaction. Does
 * nothing the second time.
 */
async function analyseInterview(
  { database: { db }, clock, analyst, webhookQueue }: AnalysisDependencies,
  id: string,
): Promise<void> {
  const interview = await readFinishedInterview(db, id);
  if (!interview) return;
  const steps: { step: AnalysisStep; at: Date }[] = [];
  const recordStep = (step: AnalysisStep) => {
    steps.push({ step, at: clock.now() });
  };

  recordStep('finalised');
  const analysis = await analyst.analyse(interview, recordStep);
  await db.transaction(async tx => {
    const [row] = await tx
      .update(interviews)
      .set({ analysisStatus: 'completed' })
      .where(and(eq(interviews.id, id), eq(interviews.analysisStatus, 'processing')))
      .returning({ id: interviews.id });
    if (!row) return;
    recordStep('stored');
    await tx.insert(analyses).values({ interviewId: id, body: analysis, createdAt: clock.now() });
    await tx
      .insert(analysisSteps)
      .values(steps.map(entry => ({ interviewId: id, ...entry })))
      .onConflictDoNothing();
    await webhookQueue.publish(tx, 'interview.analysis_ready', id);
  });
}

const markAsFailed = ({ database: { db }, webhookQueue }: AnalysisDependencies, id: string) =>
  db.transaction(async tx => {
    const [row] = await tx
      .update(interviews)
      .set({ analysisStatus: 'failed' })
      .where(and(eq(interviews.id, id), eq(interviews.analysisStatus, 'processing')))
      .returning({ id: interviews.id });
    if (row) await webhookQueue.publish(tx, 'interview.analysis_failed', id);
  });

/**
 * Reads a completed interview that waits for its analysis; null if it is analysed already or its
 * analysis has failed.
 */
async function readFinishedInterview(db: Db, id: string): Promise<FinishedInterview | null> {
  const [interview] = await db
    .select({ reason: interviews.reason, guide: guides.body })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .where(and(eq(interviews.id, id), eq(interviews.analysisStatus, 'processing')));
  if (!interview?.reason) return null;
  const { guide, reason } = interview;
  const turns = (await readMessages(db, id)).map(
    (row): TranscriptTurn => ({ ...serializeMessage(row), guideQuestion: row.guideQuestion, followUp: row.followUp }),
  );
  return { interview_id: id, guide, locale: guide.locale, reason, turns };
}
