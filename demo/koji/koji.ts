import type { Hono } from 'hono';
import type { Reason } from '../../src/interview/completion.ts';
import type { CompleteResponse, Interview } from '../../src/wire/koji-api.ts';
import type { Analyst } from './analysis/analyst.ts';
import { openAnalysisQueue, type RetryOptions } from './analysis-jobs/queue.ts';
import { startAnalysisWorker } from './analysis-jobs/worker.ts';
import { createApi } from './api/api.ts';
import type { ApiEnv } from './api/guards.ts';
import type { TypingSpeed } from './api/reply-stream.ts';
import { type Clock, systemClock } from './clock.ts';
import { type ControlServer, startControlServer } from './commands/control-server.ts';
import type { Database } from './database/database.ts';
import type { Permission, WebhookEvent } from './database/enums.ts';
import type { Guide } from './guides/guide.ts';
import { loadGuides } from './guides/load-guides.ts';
import { createBuiltInInterviewer } from './interviewer/built-in-interviewer.ts';
import type { Interviewer } from './interviewer/interviewer.ts';
import { completeInterview } from './interviews/complete.ts';
import { readInterview, readInterviewWithoutTranscript } from './interviews/read-interview.ts';
import { createKey, type KeyListing, listKeys, revokeKey } from './keys/keys.ts';
import type { Log } from './log.ts';
import { type InstallationSecrets, loadInstallationSecrets } from './settings/installation.ts';
import { createBackoff, type WebhookRetry } from './webhooks/backoff.ts';
import { type DeliveryList, type DeliveryQuery, listDeliveries, resendDelivery } from './webhooks/deliveries.ts';
import {
  type AddedEndpoint,
  addEndpoint,
  type EndpointListing,
  listEndpoints,
  removeEndpoint,
} from './webhooks/endpoints.ts';
import { openWebhookQueue } from './webhooks/queue.ts';
import { createWebhookSender, type SendOptions } from './webhooks/send.ts';
import { startDeliveryWorker } from './webhooks/worker.ts';

export interface KojiOptions {
  /** From `openDatabase()`. Stays the caller's: to be closed after `stop()`. */
  database: Database;
  /** Turns finished interviews into results. */
  analyst: Analyst;
  /** Leads the conversations; the built-in one by default, which needs no model. */
  interviewer?: Interviewer;
  /** What new interviews ask, by study and language, the one for all others first; by default those in `guides`. */
  guides?: readonly Guide[];
  clock?: Clock;
  /** Requests a minute a key, counted in this process. Default 60; 0 for no limit. */
  rateLimit?: number;
  /** How fast replies appear: milliseconds a word, or `off` for at once. Default 35. */
  typing?: TypingSpeed;
  /** How often a failed analysis is tried again. */
  analysisRetry?: RetryOptions;
  /** How often a webhook that was not taken is sent again, how long an answer may take, and how names are resolved. */
  webhooks?: SendOptions & { retry?: WebhookRetry };
  /** Where faults are reported, a line each; standard error by default. */
  log?: Log;
}

/** A local Koji over a database: its API as a plain fetch handler, its workers, and what the team does by hand. */
export interface Koji {
  app: Hono<ApiEnv>;
  fetch(request: Request): Promise<Response>;
  /** Begins to analyse completed interviews and to send webhooks, and lets `npm run koji` reach this process. The API answers without it. */
  start(): Promise<void>;
  /** Ends that after the analyses and deliveries in hand. The database stays open. */
  stop(): Promise<void>;
  keys: {
    /** Gives the new key, which nobody can read again. The project (default `demo`) is made where it is new. */
    create(options: { project?: string; permissions: readonly Permission[] }): Promise<string>;
    list(): Promise<KeyListing[]>;
    /** `false` where no living key has this prefix. */
    revoke(prefix: string): Promise<boolean>;
  };
  interviews: {
    /** As `GET /api/v1/interviews/:id`, whatever the project. Throws a `Refusal` (`not_found`). */
    read(id: string): Promise<Interview>;
    /** As `POST /api/interview/complete`, without a session token. Throws a `Refusal` (`not_found`, `already_completed`). */
    complete(id: string, reason?: Reason): Promise<CompleteResponse>;
  };
  webhooks: {
    /** Saves an address that answers a verification request with 2xx. Throws an `EndpointRefused` where it can't be one. */
    add(endpoint: { project?: string; url: string; events: readonly WebhookEvent[] }): Promise<AddedEndpoint>;
    list(): Promise<EndpointListing[]>;
    /** By id or address; gives the address. Throws an `EndpointRefused` (`unknown`, `ambiguous`). */
    remove(idOrUrl: string): Promise<string>;
    /** Newest first. */
    listDeliveries(part: DeliveryQuery): Promise<DeliveryList>;
    /** Sends a delivery again, with the same id and body. `false` where there is none of this id. */
    resendDelivery(id: string): Promise<boolean>;
  };
  /** The demo's own key and the proxy's ticket secret: made at the first call, the same ever after. */
  loadInstallationSecrets(): Promise<InstallationSecrets>;
}

export async function createKoji({
  database,
  analyst,
  interviewer = createBuiltInInterviewer(),
  guides = loadGuides(),
  clock = systemClock,
  rateLimit = 60,
  typing = 35,
  analysisRetry,
  webhooks: { retry, ...sendOptions } = {},
  log = line => console.error(`[koji] ${line}`),
}: KojiOptions): Promise<Koji> {
  const { db } = database;
  const analysisQueue = await openAnalysisQueue(database, log, analysisRetry);
  const webhookQueue = await openWebhookQueue(analysisQueue.boss, clock, readInterviewWithoutTranscript);
  const send = createWebhookSender(sendOptions);
  const app = createApi({ db, clock, interviewer, guides, analysisQueue, webhookQueue, rateLimit, typing, log });
  let control: ControlServer | null = null;

  return {
    app,
    fetch: async request => app.fetch(request),
    async start() {
      await startAnalysisWorker(analysisQueue, { database, clock, analyst, webhookQueue, log });
      await startDeliveryWorker(webhookQueue, { database, clock, send, backoff: createBackoff(retry), log });
      control ??= database.dataDir ? await startControlServer(database.dataDir, { db, clock }) : null;
    },
    async stop() {
      await control?.close();
      control = null;
      await analysisQueue.boss.stop({ graceful: true, timeout: 10_000 });
    },
    keys: {
      create: ({ project = 'demo', permissions }) => createKey(db, { project, permissions, now: clock.now() }),
      list: () => listKeys(db),
      revoke: prefix => revokeKey(db, prefix, clock.now()),
    },
    interviews: {
      read: id => readInterview({ db, clock }, id),
      complete: (id, reason) => completeInterview({ db, clock, analysisQueue, webhookQueue }, id, reason),
    },
    webhooks: {
      add: ({ project = 'demo', ...endpoint }) => addEndpoint({ db, clock, send }, { project, ...endpoint }),
      list: () => listEndpoints(db),
      remove: idOrUrl => removeEndpoint(db, idOrUrl),
      listDeliveries: part => listDeliveries(db, part),
      resendDelivery: id => resendDelivery({ db, clock, webhookQueue }, id),
    },
    loadInstallationSecrets: () => loadInstallationSecrets(database, clock),
  };
}
