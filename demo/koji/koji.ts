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
import { saveOrigin } from './settings/origin.ts';
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

/** Options of `createKoji()`. */
export interface KojiOptions {
  /** From `openDatabase()`. The caller closes it, after `stop()`. */
  database: Database;
  /** Analyses completed interviews. */
  analyst: Analyst;
  /** Leads the conversations. The built-in interviewer by default, which needs no model. */
  interviewer?: Interviewer;
  /**
   * The guides of new interviews, per study and language. The first is used for unknown studies.
   * Default: those in `guides/`.
   */
  guides?: readonly Guide[];
  /** The system's clock by default. */
  clock?: Clock;
  /** Requests per minute and key, counted in this process. Default 60; 0 for no limit. */
  rateLimit?: number;
  /** Milliseconds per word of a streamed reply, or `off` to send replies at once. Default 35. */
  typing?: TypingSpeed;
  /** How often, and after which delay, a failed analysis is retried. */
  analysisRetry?: RetryOptions;
  /** Retries and timeout of webhooks, and how host names are resolved. */
  webhooks?: SendOptions & { retry?: WebhookRetry };
  /** Receives each error as one line. Default: standard error. */
  log?: Log;
}

/**
 * A local Koji: its HTTP API, its background workers, and the administration of keys and webhooks.
 */
export interface Koji {
  /** The API as a Hono app. */
  app: Hono<ApiEnv>;
  /** The API as a fetch handler. It works without `start()`. */
  fetch(request: Request): Promise<Response>;
  /**
   * Starts to analyse completed interviews, to send webhooks, and to accept commands of `npm run
   * koji`.
   */
  start(): Promise<void>;
  /**
   * Stops the workers once the analyses and deliveries in progress are done, after 10 s at most.
   * The database stays open.
   */
  stop(): Promise<void>;
  keys: {
    /**
     * Returns a new key, which cannot be read again. The project, `demo` by default, is created if
     * it is missing.
     */
    create(options: { project?: string; permissions: readonly Permission[] }): Promise<string>;
    list(): Promise<KeyListing[]>;
    /**
     * Revokes a key by its listed prefix. `false` if there is none, or if it is revoked already.
     */
    revoke(prefix: string): Promise<boolean>;
  };
  interviews: {
    /**
     * Like `GET /api/v1/interviews/:id`, for any project. Rejects with an `ApiError` (`not_found`).
     */
    read(id: string): Promise<Interview>;
    /**
     * Like `POST /api/interview/complete`, without a token. Rejects with an `ApiError`
     * (`not_found`, `already_completed`).
     */
    complete(id: string, reason?: Reason): Promise<CompleteResponse>;
  };
  webhooks: {
    /**
     * Adds an endpoint, which must acknowledge a verification request with 2xx. Rejects with an
     * `EndpointError`.
     */
    add(endpoint: { project?: string; url: string; events: readonly WebhookEvent[] }): Promise<AddedEndpoint>;
    list(): Promise<EndpointListing[]>;
    /**
     * Removes an endpoint by its id or address. Returns the address. Rejects with an
     * `EndpointError` (`unknown`, `ambiguous`).
     */
    remove(idOrUrl: string): Promise<string>;
    /** Lists deliveries, newest first. */
    listDeliveries(part: DeliveryQuery): Promise<DeliveryList>;
    /**
     * Sends a delivery again, with the same `webhook-id` and body. `false` if there is none with
     * this id.
     */
    resendDelivery(id: string): Promise<boolean>;
  };
  /**
   * The demo's own API key and the proxy's ticket secret. They are created at the first call, and
   * stay the same.
   */
  loadInstallationSecrets(): Promise<InstallationSecrets>;
  /**
   * Stores the origin of this installation, such as "http://127.0.0.1:4747". Sign-in links begin
   * with it.
   */
  saveOrigin(origin: string): Promise<void>;
}

/** Creates a Koji on an open database. Nothing runs in the background until `start()`. */
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
    saveOrigin: origin => saveOrigin(db, origin),
  };
}
