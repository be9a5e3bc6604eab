import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { DeliveryState, WebhookEvent } from '../database/enums.ts';
import { projects, webhookDeliveries, webhookEndpoints } from '../database/schema.ts';
import type { WebhookQueue } from './queue.ts';

/** A delivery as it is listed. */
export interface DeliveryListing {
  /** Also the `webhook-id` header. */
  id: string;
  event: WebhookEvent;
  interviewId: string;
  project: string;
  url: string;
  state: DeliveryState;
  /** Number of attempts so far, also those before a resend. */
  attempts: number;
  /** The status of the last attempt's response; null if there was none. */
  lastStatus: number | null;
  /**
   * Why there was no response: `timeout`, `address_refused`, or a code of the system such as
   * `ECONNREFUSED`.
   */
  lastError: string | null;
  lastAttemptAt: Date | null;
  /** Only while `pending`. */
  nextAttemptAt: Date | null;
  /** When the event happened. */
  createdAt: Date;
}

export interface DeliveryList {
  deliveries: DeliveryListing[];
  /** Where the next part begins; absent on the last part. */
  nextCursor?: string;
}

/** Which deliveries to list. An absent field excludes nothing. */
export interface DeliveryQuery {
  limit: number;
  /**
   * The `nextCursor` of an earlier part; null, or a cursor that is not valid, lists from the
   * newest.
   */
  before?: string | null;
  state?: DeliveryState;
  event?: WebhookEvent;
  interviewId?: string;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Lists at most `limit` deliveries that match, newest first. */
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
        before && UUID.test(before) ? isOlderThan(before) : undefined,
        state && eq(webhookDeliveries.state, state),
        event && eq(webhookDeliveries.event, event),
        interviewId === undefined ? undefined : eq(webhookDeliveries.interviewId, interviewId),
      ),
    )
    .orderBy(desc(webhookDeliveries.createdAt), desc(webhookDeliveries.id))
    // One more than requested shows whether there is a next part.
    .limit(limit + 1);
  const deliveries = rows.slice(0, limit);
  const last = deliveries.at(-1);
  return { deliveries, ...(rows.length > limit && last && { nextCursor: last.id }) };
}

/**
 * Sends a delivery again, in any state, with the same `webhook-id` and body and a full series of
 * retries. The first attempt follows at once. `false` if there is no delivery with this id.
 */
export async function resendDelivery(
  { db, clock, webhookQueue }: { db: Db; clock: Clock; webhookQueue: WebhookQueue },
  id: string,
): Promise<boolean> {
  if (!UUID.test(id)) return false;
  return db.transaction(async tx => {
    const [row] = await tx
      .update(webhookDeliveries)
      .set({ state: 'pending', generation: sql`${webhookDeliveries.generation} + 1`, nextAttemptAt: clock.now() })
      .where(eq(webhookDeliveries.id, id))
      .returning({ generation: webhookDeliveries.generation });
    if (!row) return false;
    await webhookQueue.schedule(tx, { deliveryId: id, generation: row.generation, retry: 0 }, 0);
    return true;
  });
}

function isOlderThan(id: string): SQL {
  const { createdAt } = webhookDeliveries;
  return sql`(${createdAt}, ${webhookDeliveries.id}) < (select created_at, id from webhook_deliveries where id = ${id})`;
}
