import { sql } from 'drizzle-orm';
import { type DrizzleTransactionLike, fromDrizzle, PgBoss } from 'pg-boss';
import type { Database, Transaction } from '../database/database.ts';
import type { Log } from '../log.ts';

/** When a failed analysis runs again. */
export interface RetryOptions {
  /** How often; default 2, which makes three runs. */
  limit?: number;
  /** Seconds before the first retry, doubled for each further one; default 1. */
  delay?: number;
}

export const ANALYSIS_QUEUE = 'analyses';
/** Holds the analyses that failed for good. */
export const FAILED_ANALYSIS_QUEUE = 'analyses-failed';

/** The queue of completed interviews that wait for their analysis. */
export interface AnalysisQueue {
  boss: PgBoss;
  /** Adds an interview, in the transaction that completes it. */
  enqueue(tx: Transaction, interviewId: string): Promise<void>;
}

/** Opens the queue in the database. Jobs wait until `startAnalysisWorker` runs. */
export async function openAnalysisQueue(
  { pgBossOptions }: Pick<Database, 'pgBossOptions'>,
  log: Log,
  { limit = 2, delay = 1 }: RetryOptions = {},
): Promise<AnalysisQueue> {
  const boss = new PgBoss({
    ...pgBossOptions,
    schedule: false,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  });
  boss.on('error', error => log(`job queue: ${error.message}`));
  // Processes that start together on a new Postgres race to create the queue's schema. The losers
  // succeed on a retry.
  await boss.start({ attempts: 3 });
  await boss.createQueue(FAILED_ANALYSIS_QUEUE);
  const settings = {
    deadLetter: FAILED_ANALYSIS_QUEUE,
    retryLimit: limit,
    retryDelay: delay,
    retryBackoff: delay > 0,
    // A worker that misses its heartbeat counts as dead, and another one retries the analysis.
    heartbeatSeconds: 30,
  };
  await boss.createQueue(ANALYSIS_QUEUE, settings);
  // createQueue() doesn't change the settings of an existing queue.
  await boss.updateQueue(ANALYSIS_QUEUE, settings);
  return {
    boss,
    async enqueue(tx, interviewId) {
      // The job has the interview's id, so an interview can't get a second one.
      await boss.send(
        ANALYSIS_QUEUE,
        { interviewId },
        { id: interviewId, db: fromDrizzle(tx as DrizzleTransactionLike, sql) },
      );
    },
  };
}
