import { randomUUID } from 'node:crypto';
import { asc, eq, or, sql } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { WebhookEvent } from '../database/enums.ts';
import { projects, webhookEndpoints } from '../database/schema.ts';
import { ensureProject } from '../keys/keys.ts';
import { AddressError, type AddressErrorCode, parseTarget } from './address-policy.ts';
import type { VerificationBody } from './events.ts';
import { createWebhookSender, isAcknowledged, type SendResult, type WebhookSender } from './send.ts';
import { createSignatureHeaders, createSigningSecret } from './signing.ts';

/** An endpoint as the team may see it: everything but its secret. */
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
  /** The only time that anybody is shown it. */
  secret: string;
}

export type EndpointErrorCode = AddressErrorCode | 'exists' | 'unverified' | 'unknown' | 'ambiguous';

/** Why an endpoint can't be added or removed. */
export class EndpointError extends Error {
  override name = 'EndpointRefused';
  readonly code: EndpointErrorCode;
  /** What the verification request came to, where that is the reason. */
  readonly outcome: SendResult | null;

  constructor(code: EndpointErrorCode, outcome: SendResult | null = null) {
    super(code);
    this.code = code;
    this.outcome = outcome;
  }
}

/**
 * Adds an address that is told of events of a project (made where it is new), after a signed request of type
 * `webhook.verification` was answered there with 2xx. The receiver can't know the secret by then, so it has to take this
 * one request unchecked. Nothing is saved otherwise.
 * @throws EndpointRefused
 */
export async function addEndpoint(
  { db, clock, send = createWebhookSender() }: { db: Db; clock: Clock; send?: WebhookSender },
  { project, url: text, events }: { project: string; url: string; events: readonly WebhookEvent[] },
): Promise<AddedEndpoint> {
  const url = readAddress(text);
  const secret = createSigningSecret();
  const now = clock.now();
  const chosen = [...new Set(events)];
  const body = JSON.stringify({
    type: 'webhook.verification',
    timestamp: now.toISOString(),
    data: { events: chosen },
  } satisfies VerificationBody);
  const outcome = await send(url, createSignatureHeaders(secret, randomUUID(), now, body), body);
  if (!isAcknowledged(outcome)) {
    throw outcome.error === 'address_refused'
      ? new EndpointError('not_public')
      : new EndpointError('unverified', outcome);
  }
  return db.transaction(async tx => {
    const [added] = await tx
      .insert(webhookEndpoints)
      .values({ projectId: await ensureProject(tx, project), url, events: chosen, secret, createdAt: now })
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
 * Removes an endpoint with its deliveries, by its id or its address. Gives its address.
 * @throws EndpointRefused `unknown`, or `ambiguous` for an address that several projects have
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

function readAddress(text: string): string {
  try {
    return parseTarget(text).url.href;
  } catch (error) {
    throw error instanceof AddressError ? new EndpointError(error.code) : error;
  }
}
