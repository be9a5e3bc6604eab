import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { DeliveryState, WebhookEvent } from '../database/enums.ts';
import { projects, webhookDeliveries, webhookEndpoints } from '../database/schema.ts';
import type { WebhookQueue } from './queue.ts';

/** A delivery as the team may see it. */
export interface DeliveryListing {
  /** Also the `webhook-id` that the receiver sees. */
  id: string;
  event: WebhookEvent;
  interviewId: string;
  project: string;
  url: string;
  /** `failed`: given up, unless somebody sends it again. */
  state: DeliveryState;
  /** How often it was tried, all in all. */
  attempts: number;
  /** What the last attempt was answered; null where nothing was. */
  lastStatus: number | null;
  /** Why nothing was answered, as a code: `timeout`, `address_refused`, or the system's own such as `ECONNREFUSED`. */
  lastError: string | null;
  lastAttemptAt: Date | null;
  /** Only while `pending`. */
  nextAttemptAt: Date | null;
  /** When the event happened. */
  createdAt: Date;
}

export interface DeliveryList {
  deliveries: DeliveryListing[];
  /** There where more follow. */
  nextCursor?: string;
}

export interface DeliveryQuery {
  limit: number;
  /** A `nextCursor` of an earlier answer; one that isn't counts as null. */
  before?: string | null;
  state?: DeliveryState;
  event?: WebhookEvent;
  interviewId?: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A part of all deliveries, newest first. */
export async function listDeliveries(
  db: Db,
  { limit, before, state, event, interviewId }: DeliveryQuery,
): Promise<DeliveryList> {
  if (interviewId !== undefined && !UUID.test(interviewId)) return { deliveries: [] };
  const rows = await db
    .select({
      id: webhookDeliveries.id,
      event: webhookDeliveries.event,
      interviewId: webhookDeliveries.interviewId,
      project: projects.name,
      url: webhookEndpoints.url,
      state: webhookDeliveries.state,
      attempts: webhookDeliveries.attempts,
      lastStatus: webhookDeliveries.lastStatus,
      lastError: webhookDeliveries.lastError,
      lastAttemptAt: webhookDeliveries.lastAttemptAt,
      nextAttemptAt: webhookDeliveries.nextAttemptAt,
      createdAt: webhookDeliveries.createdAt,
    })
    .from(webhookDeliveries)
    .innerJoin(webhookEndpoints, eq(webhookEndpoints.id, webhookDeliveries.endpointId))
    .innerJoin(projects, eq(projects.id, webhookEndpoints.projectId))
    .where(
      and(
        before && UUID.test(before) ? olderThan(before) : undefined,
        state && eq(webhookDeliveries.state, state),
        event && eq(webhookDeliveries.event, event),
        interviewId === undefined ? undefined : eq(webhookDeliveries.interviewId, interviewId),
      ),
    )
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    // One more than asked for tells whether there is a next part.
    .limit(limit + 1);
  const deliveries = rows.slice(0, limit);
  const last = deliveries.at(-1);
  return { deliveries, ...(rows.length > limit && last && { nextCursor: last.id }) };
}

/**
 * Sends a delivery again from the beginning, with the same `webhook-id` and body, whatever became of it; one that waits
 * for its next attempt is tried now. `false` where there is none of this id.
 */
export async function resendDelivery(
  { db, clock, webhookQueue }: { db: Db; clock: Clock; webhookQueue: WebhookQueue },
  id: string,
): Promise<boolean> {
  if (!UUID.test(id)) return false;
  return db.transaction(async tx => {
    const [row] = await tx
      .update(webhookDeliveries)
      .set({ state: 'pending', turn: sql`${webhookDeliveries.turn} + 1`, nextAttemptAt: clock.now() })
      .where(eq(webhookDeliveries.id, id))
      .returning({ turn: webhookDeliveries.turn });
    if (!row) return false;
    await webhookQueue.schedule(tx, { deliveryId: id, turn: row.turn, retry: 0 }, 0);
    return true;
  });
}

function olderThan(id: string): SQL {
  const { createdAt } = webhookDeliveries;
  return sql`(${createdAt}, ${webhookDeliveries.id}) < (select created_at, id from webhook_deliveries where id = ${id})`;
}
