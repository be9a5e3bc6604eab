import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { type DrizzleTransactionLike, fromDrizzle, type PgBoss } from 'pg-boss';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../database/database.ts';
import type { WebhookEvent } from '../database/enums.ts';
import { interviews, webhookDeliveries, webhookEndpoints } from '../database/schema.ts';
import type { WebhookBody } from './events.ts';

/** The name of the job queue. */
export const DELIVERIES = 'webhook-deliveries';

/** One attempt to deliver, as a job of the queue. */
export interface DeliveryJob {
  deliveryId: string;
  /**
   * The delivery's `generation` that this job was made for. If it has changed, the job does
   * nothing.
   */
  generation: number;
  /** 0 for the first attempt, also after a resend by hand; then counting up. */
  retry: number;
}

export interface WebhookQueue {
  boss: PgBoss;
  /**
   * Stores one delivery per endpoint that subscribes to the event, and schedules its first attempt.
   * Runs in the transaction that causes the event; the body is the interview as that transaction
   * sees it.
   */
  publish(tx: Transaction, event: WebhookEvent, interviewId: string): Promise<void>;
  /** Schedules an attempt in `delay` seconds. */
  schedule(tx: Transaction, job: DeliveryJob, delay: number): Promise<void>;
}

/** Reads the `data` of a webhook body within a transaction. */
export type ReadWebhookData = (tx: Transaction, interviewId: string, now: Date) => Promise<WebhookBody['data']>;

/** Opens the queue of deliveries. Nothing is sent until `startDeliveryWorker()`. */
export async function openWebhookQueue(boss: PgBoss, clock: Clock, readData: ReadWebhookData): Promise<WebhookQueue> {
  // A failed delivery is retried by a new job. These retries only cover processes that died: the
  // queue notices by a missing heartbeat, and the receiver was not the cause.
  const settings = { retryLimit: 1000, retryDelay: 1, heartbeatSeconds: 30 };
  await boss.createQueue(DELIVERIES, settings);
  await boss.updateQueue(DELIVERIES, settings);

  const schedule = async (tx: Transaction, job: DeliveryJob, delay: number) => {
    const db = fromDrizzle(tx as DrizzleTransactionLike, sql);
    await boss.send(DELIVERIES, job, { db, ...(delay > 0 && { startAfter: delay }) });
  };

  return {
    boss,
    schedule,
    async publish(tx, event, interviewId) {
      const endpoints = await tx
        .select({ id: webhookEndpoints.id })
        .from(webhookEndpoints)
        .innerJoin(interviews, eq(interviews.projectId, webhookEndpoints.projectId))
        .where(sql`${interviews.id} = ${interviewId} and ${event} = any(${webhookEndpoints.events})`)
        // Makes a concurrent removal of an endpoint wait. Otherwise its delivery would violate the
        // foreign key and roll back the whole transaction.
        .for('key share', { of: webhookEndpoints });
      if (endpoints.length === 0) return;

      const now = clock.now();
      const data = await readData(tx, interviewId, now);
      const body = JSON.stringify({ type: event, timestamp: now.toISOString(), data } satisfies WebhookBody);
      for (const endpoint of endpoints) {
        const deliveryId = randomUUID();
        await tx.insert(webhookDeliveries).values({
          id: deliveryId,
          endpointId: endpoint.id,
          interviewId,
          event,
          body,
          state: 'pending',
          nextAttemptAt: now,
          createdAt: now,
        });
        await schedule(tx, { deliveryId, generation: 0, retry: 0 }, 0);
      }
    },
  };
}
