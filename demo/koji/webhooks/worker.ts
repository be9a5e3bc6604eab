import { and, eq, sql } from 'drizzle-orm';
import type { Job, JobResult } from 'pg-boss';
import { failOrphanedJobs } from '../analysis-jobs/queue.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { webhookDeliveries, webhookEndpoints } from '../database/schema.ts';
import { describeError, type Log } from '../log.ts';
import type { Backoff } from './backoff.ts';
import { DELIVERIES, type DeliveryJob, type WebhookQueue } from './queue.ts';
import { isAcknowledged, type WebhookSender } from './send.ts';
import { createSignatureHeaders } from './signing.ts';

export interface DeliveryWorkerDependencies {
  database: Database;
  clock: Clock;
  send: WebhookSender;
  backoff: Backoff;
  log: Log;
}

/**
 * Deliveries under way at a time: a batch waits for its slowest receiver, so there are two of them.
 * Half a second is the shortest interval that the queue allows between two looks for work.
 */
const WORK = {
  localConcurrency: 2,
  batchSize: 8,
  burstWhenBatchFull: true,
  perJobResults: true,
  pollingIntervalSeconds: 0.5,
} as const;

/** Begins to send what is due, also what a former process left undone. */
export async function startDeliveryWorker(
  queue: WebhookQueue,
  dependencies: DeliveryWorkerDependencies,
): Promise<void> {
  const { database, log } = dependencies;
  if (database.dataDir) await failOrphanedJobs(queue.boss, DELIVERIES);

  const settle = async (job: Job<DeliveryJob>): Promise<JobResult> => {
    try {
      await deliver(queue, dependencies, job.data);
      return { id: job.id, status: 'completed' };
    } catch (error) {
      log(`webhook delivery ${job.data.deliveryId}: ${describeError(error)}`);
      return { id: job.id, status: 'failed' };
    }
  };
  await queue.boss.work(DELIVERIES, WORK, (jobs: Job<DeliveryJob>[]) => Promise.all(jobs.map(settle)));
}

/** Makes one attempt and writes down what came of it, together with the attempt to follow where one is needed. */
async function deliver(
  queue: WebhookQueue,
  { database: { db }, clock, send, backoff, log }: DeliveryWorkerDependencies,
  { deliveryId, turn, retry }: DeliveryJob,
): Promise<void> {
  const isDue = and(
    eq(webhookDeliveries.id, deliveryId),
    eq(webhookDeliveries.turn, turn),
    eq(webhookDeliveries.state, 'pending'),
  );
  const [due] = await db
    .select({ url: webhookEndpoints.url, secret: webhookEndpoints.secret, body: webhookDeliveries.body })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .where(isDue);
  if (!due) return;

  const { url, secret, body } = due;
  const outcome = await send(url, createSignatureHeaders(secret, deliveryId, clock.now(), body), body);
  const pause = isAcknowledged(outcome) ? null : backoff(retry + 1);
  await db.transaction(async tx => {
    const now = clock.now();
    const [row] = await tx
      .update(webhookDeliveries)
      .set({
        attempts: sql`${webhookDeliveries.attempts} + 1`,
        lastStatus: outcome.status ?? null,
        lastError: outcome.error ?? null,
        lastAttemptAt: now,
        ...(pause === null
          ? { state: isAcknowledged(outcome) ? 'delivered' : 'failed', nextAttemptAt: null }
          : { turn: turn + 1, nextAttemptAt: new Date(now.getTime() + pause * 1000) }),
      })
      .where(isDue)
      .returning({ attempts: webhookDeliveries.attempts });
    if (!row) return;
    if (pause !== null) await queue.schedule(tx, { deliveryId, turn: turn + 1, retry: retry + 1 }, pause);
    else if (!isAcknowledged(outcome)) {
      const reason = outcome.error ?? `it answered ${outcome.status}`;
      // The host only: paths and queries of such addresses often are secrets.
      log(`webhook delivery ${deliveryId} to ${new URL(url).host} failed after ${row.attempts} attempts: ${reason}`);
    }
  });
}
