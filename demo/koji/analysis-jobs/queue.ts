import { sql } from 'drizzle-orm';
import { type DrizzleTransactionLike, fromDrizzle, PgBoss } from 'pg-boss';
import type { Log } from '../api/refuse.ts';
import type { Database, Transaction } from '../database/database.ts';

/** How often a failed analysis is tried again, and how long after (it doubles from there). */
export interface RetryOptions {
  /** Default 2: three runs in all. */
  limit?: number;
  /** In seconds, default 1. */
  delay?: number;
}

export const ANALYSIS_QUEUE = 'analyses';
/** Where an analysis ends up that is not tried again. */
export const FAILED_ANALYSIS_QUEUE = 'analyses-failed';

export interface AnalysisQueue {
  boss: PgBoss;
  /** Puts down that an interview is to be analysed, in the transaction that completes it. */
  enqueue(tx: Transaction, interviewId: string): Promise<void>;
}

/** Opens the job queue in the database. Nothing is worked on yet. */
export async function openAnalysisQueue(
  { queue }: Pick<Database, 'queue'>,
  log: Log,
  { limit = 2, delay = 1 }: RetryOptions = {},
): Promise<AnalysisQueue> {
  const boss = new PgBoss({ ...queue, schedule: false, superviseIntervalSeconds: 15, monitorIntervalSeconds: 15 });
  boss.on('error', error => log(`job queue: ${error.message}`));
  // Processes that start together on a new Postgres all make the queue's schema; those that lose find it there next time.
  await boss.start({ attempts: 3 });
  await boss.createQueue(FAILED_ANALYSIS_QUEUE);
  const settings = {
    deadLetter: FAILED_ANALYSIS_QUEUE,
    retryLimit: limit,
    retryDelay: delay,
    retryBackoff: delay > 0,
    // A worker that died is noticed by its silence; the analysis is then tried again elsewhere.
    heartbeatSeconds: 30,
  };
  await boss.createQueue(ANALYSIS_QUEUE, settings);
  // A queue that is there already keeps its settings when created again.
  await boss.updateQueue(ANALYSIS_QUEUE, settings);
  return {
    boss,
    async enqueue(tx, interviewId) {
      // The interview's id is the job's too: there can't be a second one.
      await boss.send(
        ANALYSIS_QUEUE,
        { interviewId },
        { id: interviewId, db: fromDrizzle(tx as DrizzleTransactionLike, sql) },
      );
    },
  };
}

/**
 * Where this process has the database to itself, whatever is still marked as being worked on was left by one that died.
 * It counts as a failed run, so that a job that brings the process down can't do so for ever.
 */
export async function failOrphanedJobs(boss: PgBoss, queue: string): Promise<void> {
  // By SQL, since findJobs() can't ask for a state and would page through all that was ever done.
  const { rows } = await boss
    .getDb()
    .executeSql("select id from pgboss.job where name = $1 and state = 'active'", [queue]);
  if (rows.length > 0)
    await boss.fail(
      queue,
      rows.map(row => row.id),
    );
}
