import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { type DrizzleTransactionLike, fromDrizzle, type PgBoss } from 'pg-boss';
import type { Clock } from '../clock.ts';
import type { Transaction } from '../database/database.ts';
import { interviews, webhookDeliveries, webhookEndpoints } from '../database/schema.ts';
import { readWithoutTranscript } from '../interviews/read.ts';
import type { WebhookBody, WebhookEvent } from './events.ts';

export const DELIVERIES = 'webhook-deliveries';

/** One attempt to come. */
export interface DeliveryJob {
  deliveryId: string;
  /** The delivery's turn for which this was put down; at any other turn there is nothing to do. */
  turn: number;
  /** 0 for the first attempt (again, after it was sent again by hand), then counting up. */
  retry: number;
}

export interface Webhooks {
  boss: PgBoss;
  /**
   * Puts down that whoever asked for it is to be told of an event, in the transaction that makes it happen: what is told
   * is the interview as that transaction sees it. Nothing is put down where nobody asked.
   */
  announce(tx: Transaction, event: WebhookEvent, interviewId: string): Promise<void>;
  /** Puts down an attempt, so many seconds from now. */
  put(tx: Transaction, job: DeliveryJob, pause: number): Promise<void>;
}

/** Opens the queue of deliveries. Nothing is sent yet. */
export async function openWebhooks(boss: PgBoss, clock: Clock): Promise<Webhooks> {
  // A delivery that fails is tried again by a job of its own. These retries are for processes that died: they are noticed
  // by their silence, and none of them was the receiver's fault.
  const settings = { retryLimit: 1000, retryDelay: 1, heartbeatSeconds: 30 };
  await boss.createQueue(DELIVERIES, settings);
  await boss.updateQueue(DELIVERIES, settings);

  const put = async (tx: Transaction, job: DeliveryJob, pause: number) => {
    const db = fromDrizzle(tx as DrizzleTransactionLike, sql);
    await boss.send(DELIVERIES, job, { db, ...(pause > 0 && { startAfter: pause }) });
  };

  return {
    boss,
    put,
    async announce(tx, event, interviewId) {
      const endpoints = await tx
        .select({ id: webhookEndpoints.id })
        .from(webhookEndpoints)
        .innerJoin(interviews, eq(interviews.projectId, webhookEndpoints.projectId))
        .where(sql`${interviews.id} = ${interviewId} and ${event} = any(${webhookEndpoints.events})`)
        // Whoever removes one waits, rather than pull it from under its delivery and so undo what has happened.
        .for('key share', { of: webhookEndpoints });
      if (endpoints.length === 0) return;

      const now = clock.now();
      const data = await readWithoutTranscript(tx, interviewId, now);
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
        await put(tx, { deliveryId, turn: 0, retry: 0 }, 0);
      }
    },
  };
}
