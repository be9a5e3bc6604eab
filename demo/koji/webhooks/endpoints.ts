import { randomUUID } from 'node:crypto';
import { asc, eq, or, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { WebhookEvent } from '../database/enums.ts';
import { projects, webhookEndpoints } from '../database/schema.ts';
import { ensureProject } from '../keys/keys.ts';
import { AddressError, parseTarget } from './address-policy.ts';
import { EndpointError } from './endpoint-error.ts';
import type { VerificationBody } from './events.ts';
import { createWebhookSender, isAcknowledged, type WebhookSender } from './send.ts';
import { createSignatureHeaders, createSigningSecret } from './signing.ts';

/** An endpoint as it is listed: everything but its secret. */
export interface EndpointListing {
  id: string;
  project: string;
  url: string;
  events: WebhookEvent[];
  createdAt: Date;
}

export interface AddedEndpoint {
  id: string;
  url: string;
  /** The signing secret; it cannot be read again. */
  secret: string;
}

/**
 * Adds an endpoint for events of a project, which is created if it is missing. Before anything is
 * saved, the address must acknowledge a signed request of the type `webhook.verification` with 2xx.
 * The receiver does not know the secret yet, so it cannot verify that one signature.
 * @throws EndpointError
 */
export async function addEndpoint(
  { db, clock, send = createWebhookSender() }: { db: Db; clock: Clock; send?: WebhookSender },
  { project, url: text, events }: { project: string; url: string; events: readonly WebhookEvent[] },
): Promise<AddedEndpoint> {
  const url = normalizeUrl(text);
  const secret = createSigningSecret();
  const now = clock.now();
  const uniqueEvents = [...new Set(events)];
  const body = JSON.stringify({
    type: 'webhook.verification',
    timestamp: now.toISOString(),
    data: { events: uniqueEvents },
  } satisfies VerificationBody);
  const result = await send(url, createSignatureHeaders(secret, randomUUID(), now, body), body);
  if (!isAcknowledged(result)) {
    throw result.error === 'address_refused'
      ? new EndpointError('not_public')
      : new EndpointError('unverified', result);
  }
  return db.transaction(async tx => {
    const [added] = await tx
      .insert(webhookEndpoints)
      .values({ projectId: await ensureProject(tx, project), url, events: uniqueEvents, secret, createdAt: now })
      .onConflictDoNothing()
      .returning({ id: webhookEndpoints.id });
    if (!added) throw new EndpointError('exists');
    return { id: added.id, url, secret };
  });
}

/** All endpoints, oldest first. */
export const listEndpoints = (db: Db): Promise<EndpointListing[]> =>
  db
    .select({
      id: webhookEndpoints.id,
      project: projects.name,
      url: webhookEndpoints.url,
      events: webhookEndpoints.events,
      createdAt: webhookEndpoints.createdAt,
    })
    .from(webhookEndpoints)
    .innerJoin(projects, eq(projects.id, webhookEndpoints.projectId))
    .orderBy(asc(webhookEndpoints.createdAt), asc(webhookEndpoints.id));

/**
 * Removes an endpoint and its deliveries, by its id or its address. Returns its address.
 * @throws EndpointError `unknown`, or `ambiguous` if several projects have an endpoint at this
 * address
 */
export const removeEndpoint = (db: Db, idOrUrl: string): Promise<string> =>
  db.transaction(async tx => {
    const url = URL.parse(idOrUrl)?.href ?? idOrUrl;
    const removed = await tx
      .delete(webhookEndpoints)
      .where(or(sql`${webhookEndpoints.id}::text = ${idOrUrl.toLowerCase()}`, eq(webhookEndpoints.url, url)))
      .returning({ url: webhookEndpoints.url });
    const [first] = removed;
    if (!first) throw new EndpointError('unknown');
    if (removed.length > 1) throw new EndpointError('ambiguous');
    return first.url;
  });

function normalizeUrl(text: string): string {
  try {
    return parseTarget(text).url.href;
  } catch (error) {
    throw error instanceof AddressError ? new EndpointError(error.code) : error;
  }
}
