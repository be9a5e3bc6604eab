import { and, eq } from 'drizzle-orm';
import type { Job, JobResult } from 'pg-boss';
import type { AnalysisStep, Analyst, FinishedInterview, TranscriptTurn } from '../analysis/analyst.ts';
import { describeFault, type Log } from '../api/refuse.ts';
import type { Clock } from '../clock.ts';
import type { Database, Db } from '../database/database.ts';
import { analyses, analysisSteps, guides, interviews } from '../database/schema.ts';
import { describeMessage, readMessages } from '../interviews/read.ts';
import type { Webhooks } from '../webhooks/queue.ts';
import { ANALYSIS_QUEUE, type AnalysisQueue, FAILED_ANALYSIS_QUEUE, failOrphanedJobs } from './queue.ts';

export interface AnalysisDependencies {
  database: Database;
  clock: Clock;
  analyst: Analyst;
  webhooks: Webhooks;
  log: Log;
}

interface AnalysisJob {
  interviewId: string;
}

/** The shortest interval that the queue allows between two looks for work. */
const POLLING = { pollingIntervalSeconds: 0.5 };
const AT_ONCE = 4;

/** Begins to work on completed interviews, those that a former process left unfinished first. */
export async function startAnalysisWorker({ boss }: AnalysisQueue, dependencies: AnalysisDependencies): Promise<void> {
  const { database, log } = dependencies;
  if (database.dataDir) await failOrphanedJobs(boss, ANALYSIS_QUEUE);

  const settle = async (job: Job<AnalysisJob>): Promise<JobResult> => {
    try {
      await analyseInterview(dependencies, job.data.interviewId);
      return { id: job.id, status: 'completed' };
    } catch (error) {
      log(`analysis of ${job.data.interviewId}: ${describeFault(error)}`);
      return { id: job.id, status: 'failed' };
    }
  };
  await boss.work(
    ANALYSIS_QUEUE,
    { ...POLLING, batchSize: AT_ONCE, burstWhenBatchFull: true, perJobResults: true },
    (jobs: Job<AnalysisJob>[]) => Promise.all(jobs.map(settle)),
  );
  await boss.work<AnalysisJob>(FAILED_ANALYSIS_QUEUE, POLLING, async jobs => {
    for (const job of jobs) await giveUp(dependencies, job.data.interviewId);
  });
}

/** Analyses one interview and stores the result with all that tells of it, in one transaction. Does nothing where that is done. */
async function analyseInterview(
  { database: { db }, clock, analyst, webhooks }: AnalysisDependencies,
  id: string,
): Promise<void> {
  const finished = await readFinished(db, id);
  if (!finished) return;
  const steps: { step: AnalysisStep; at: Date }[] = [];
  const done = (step: AnalysisStep) => steps.push({ step, at: clock.now() });

  done('finalised');
  const analysis = await analyst.analyse(finished, done);
  await db.transaction(async tx => {
    const [row] = await tx
      .update(interviews)
      .set({ analysisStatus: 'completed' })
      .where(and(eq(interviews.id, id), eq(interviews.analysisStatus, 'processing')))
      .returning({ id: interviews.id });
    if (!row) return;
    done('stored');
    await tx.insert(analyses).values({ interviewId: id, body: analysis, createdAt: clock.now() });
    await tx
      .insert(analysisSteps)
      .values(steps.map(entry => ({ interviewId: id, ...entry })))
      .onConflictDoNothing();
    await webhooks.announce(tx, 'interview.analysis_ready', id);
  });
}

const giveUp = ({ database: { db }, webhooks }: AnalysisDependencies, id: string) =>
  db.transaction(async tx => {
    const [row] = await tx
      .update(interviews)
      .set({ analysisStatus: 'failed' })
      .where(and(eq(interviews.id, id), eq(interviews.analysisStatus, 'processing')))
      .returning({ id: interviews.id });
    if (row) await webhooks.announce(tx, 'interview.analysis_failed', id);
  });

/** A completed interview whose analysis is due; null where it has been done or given up. */
async function readFinished(db: Db, id: string): Promise<FinishedInterview | null> {
  const [found] = await db
    .select({ reason: interviews.reason, guide: guides.body })
    .from(interviews)
    .innerJoin(guides, eq(guides.digest, interviews.guideDigest))
    .where(and(eq(interviews.id, id), eq(interviews.analysisStatus, 'processing')));
  if (!found?.reason) return null;
  const turns = (await readMessages(db, id)).map(
    (row): TranscriptTurn => ({ ...describeMessage(row), guideQuestion: row.guideQuestion, followUp: row.followUp }),
  );
  return { interview_id: id, guide: found.guide, locale: found.guide.locale, reason: found.reason, turns };
}
