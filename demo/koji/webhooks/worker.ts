import { and, eq, sql } from 'drizzle-orm';
import type { Job, JobResult } from 'pg-boss';
import type { Clock } from '../clock.ts';
import type { Database, Db } from '../database/database.ts';
import { failOrphanedJobs } from '../database/orphaned-jobs.ts';
import { webhookDeliveries, webhookEndpoints } from '../database/schema.ts';
import { describeError, type Log } from '../log.ts';
import type { Backoff } from './backoff.ts';
import { describeSendResult } from './describe-send-result.ts';
import { DELIVERIES, type DeliveryJob, type WebhookQueue } from './queue.ts';
import { isAcknowledged, type SendResult, type WebhookSender } from './send.ts';
import { createSignatureHeaders } from './signing.ts';

export interface DeliveryWorkerDependencies {
  database: Database;
  clock: Clock;
  send: WebhookSender;
  backoff: Backoff;
  log: Log;
}

const WORK_OPTIONS = {
  // A batch waits for its slowest receiver, so two batches run at a time.
  localConcurrency: 2,
  batchSize: 8,
  burstWhenBatchFull: true,
  perJobResults: true,
  // The shortest interval that pg-boss allows.
  pollingIntervalSeconds: 0.5,
} as const;

/** Starts to send due deliveries, including those that an earlier process left unfinished. */
export async function startDeliveryWorker(
  queue: WebhookQueue,
  dependencies: DeliveryWorkerDependencies,
): Promise<void> {
  const { database, log } = dependencies;
  if (database.dataDir) await failOrphanedJobs(queue.boss, DELIVERIES);

  const runJob = async (job: Job<DeliveryJob>): Promise<JobResult> => {
    try {
      await attemptDelivery(queue, dependencies, job.data);
      return { id: job.id, status: 'completed' };
    } catch (error) {
      log(`webhook delivery ${job.data.deliveryId}: ${describeError(error)}`);
      return { id: job.id, status: 'failed' };
    }
  };
  await queue.boss.work(DELIVERIES, WORK_OPTIONS, (jobs: Job<DeliveryJob>[]) => Promise.all(jobs.map(runJob)));
}

/**
 * Makes one attempt. Stores its result and schedules the next attempt, if one follows, in one
 * transaction.
 */
async function attemptDelivery(
  queue: WebhookQueue,
  { database: { db }, clock, send, backoff, log }: DeliveryWorkerDependencies,
  job: DeliveryJob,
): Promise<void> {
  const due = await readDueDelivery(db, job);
  if (!due) return;

  const { deliveryId, generation, retry } = job;
  const { url, secret, body } = due;
  const result = await send(url, createSignatureHeaders(secret, deliveryId, clock.now(), body), body);
  const nextRetry: DeliveryJob = { deliveryId, generation: generation + 1, retry: retry + 1 };
  const delay = isAcknowledged(result) ? null : backoff(nextRetry.retry);
  await db.transaction(async tx => {
    const now = clock.now();
    const [row] = await tx
      .update(webhookDeliveries)
      .set({
        attempts: sql`${webhookDeliveries.attempts} + 1`,
        lastStatus: result.status ?? null,
        lastError: result.error ?? null,
        lastAttemptAt: now,
        ...(delay === null
          ? { state: isAcknowledged(result) ? 'delivered' : 'failed', nextAttemptAt: null }
          : { generation: nextRetry.generation, nextAttemptAt: new Date(now.getTime() + delay * 1000) }),
      })
      .where(isDue(job))
      .returning({ attempts: webhookDeliveries.attempts });
    if (!row) return;
    if (delay !== null) await queue.schedule(tx, nextRetry, delay);
    else if (!isAcknowledged(result)) log(describeFailure(deliveryId, url, row.attempts, result));
  });
}

/** The delivery of a job; undefined if it was removed, or if a later job took over. */
async function readDueDelivery(db: Db, job: DeliveryJob) {
  const [due] = await db
    .select({ url: webhookEndpoints.url, secret: webhookEndpoints.secret, body: webhookDeliveries.body })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(isDue(job));
  return due;
}

const isDue = ({ deliveryId, generation }: DeliveryJob) =>
  and(
    eq(webhookDeliveries.id, deliveryId),
    eq(webhookDeliveries.generation, generation),
    eq(webhookDeliveries.state, 'pending'),
  );

/**
 * Names only the host of the address, because paths and queries of webhook addresses are often
 * secret.
 */
function describeFailure(deliveryId: string, url: string, attempts: number, result: SendResult): string {
  return `webhook delivery ${deliveryId} to ${new URL(url).host} failed after ${attempts} attempts: ${describeSendResult(result)}`;
}
