import { finishesWithin } from './clock.ts';
import { createCompletionSender } from './completion-sender.ts';
import type { ProxyContext, Route } from './context.ts';
import { errorResponse, HttpError, retryAfterHeader } from './http-error.ts';
import { createKojiClient } from './koji-client.ts';
import { KojiFailure } from './koji-failure.ts';
import { toHttpError } from './koji-failure-response.ts';
import type { Lease } from './lease.ts';
import { createLeaseKeeper, type SweepResult } from './lease-keeper.ts';
import type { LeaseCounts } from './lease-store.ts';
import { type ProxyOptions, resolveProxyOptions } from './options.ts';
import { corsHeaders, PREFLIGHT_HEADERS, requireAllowedOrigin } from './origins.ts';
import { complete } from './routes/complete.ts';
import { heartbeat } from './routes/heartbeat.ts';
import { message } from './routes/message.ts';
import { resume } from './routes/resume.ts';
import { start } from './routes/start.ts';
import { createStartLimit } from './start-limit.ts';
import { createTickets } from './tickets.ts';

/** The interview proxy of one server. */
export interface InterviewProxy<Context = unknown> {
  /**
   * Responds to the five routes; anything else gets 404. `context` is passed to the hooks. Never
   * rejects: every error becomes a JSON response.
   */
  fetch(request: Request, context?: Context): Promise<Response>;
  /**
   * Sends the completions that are due now. A long-running process does so by itself. Where nothing
   * runs between requests, call it once a minute from a scheduler. Rejects if the lease store
   * fails.
   */
  sweep(): Promise<SweepResult>;
  /**
   * Counts the interviews that are open, due to be completed, and parked. A parked interview needs
   * a person's attention.
   */
  health(): Promise<LeaseCounts>;
  /** Lists the interviews whose completion Koji refused for good. */
  parked(): Promise<ParkedInterview[]>;
  /**
   * Stops gracefully, within `stopTimeout`: refuses further calls, and finishes the ones that are
   * running. With a store that doesn't outlive the process, it also completes every open interview,
   * with its own reason or else as `respondent_left`. With a durable store, another process carries
   * the interviews on.
   */
  stop(): Promise<void>;
}

/** An interview whose completion Koji refused for good. `error` is the code of the refusal. */
export type ParkedInterview = Pick<Lease, 'study' | 'reason' | 'error'> & { interview_id: string };

const ROUTES = new Map<string, Route>(Object.entries({ start, message, complete, resume, heartbeat }));

/**
 * `no-transform`: compression on the way (Express's `compression`, or Next.js by default) would
 * hold a streamed reply back.
 */
const RESPONSE_HEADERS = { 'Cache-Control': 'no-store, no-transform', 'X-Content-Type-Options': 'nosniff' };

/** `Retry-After` while the proxy is stopping, in milliseconds: a new process is up soon. */
const RETRY_AFTER_STOP = 2000;

/**
 * Creates the server part of the widget. It keeps the API key away from browsers, and makes sure
 * that every interview is completed once.
 * @throws TypeError or RangeError that names the invalid option.
 */
export function createInterviewProxy<Context = unknown>(options: ProxyOptions<Context>): InterviewProxy<Context> {
  const settings = resolveProxyOptions(options);
  const { clock, logger } = settings;
  const koji = createKojiClient({ ...settings, timeout: settings.upstreamTimeout });
  const tickets = createTickets(settings.secrets);
  const keeper = createLeaseKeeper({
    ...settings,
    getRateLimitKey: study => settings.findStudy(study)?.apiKey,
    send: createCompletionSender({ koji, tickets, findStudy: settings.findStudy, logger }),
  });
  const startLimit = settings.startLimit > 0 ? createStartLimit(settings.startLimit, clock) : null;
  const context: ProxyContext = { settings, koji, tickets, keeper, startLimit };
  const running = new Set<Promise<Response>>();
  let isStopped = false;

  async function handle(request: Request, hookContext: unknown): Promise<Response> {
    const route = findRoute(request, settings.basePath);
    if (!route) throw new HttpError('not_found', `No such route; the routes are ${[...ROUTES.keys()].join(', ')}.`);
    const isPreflight = request.method === 'OPTIONS';
    if (!isPreflight && request.method !== 'POST') {
      throw new HttpError('method_not_allowed', 'Only POST is allowed.', { Allow: 'POST, OPTIONS' });
    }
    requireAllowedOrigin(request, settings.origins);
    if (isPreflight) return new Response(null, { status: 204, headers: PREFLIGHT_HEADERS });
    if (isStopped) {
      throw new HttpError('upstream_unavailable', 'The proxy is shutting down.', retryAfterHeader(RETRY_AFTER_STOP));
    }
    return route(request, context, hookContext);
  }

  /** The one place where errors become responses. */
  function respondWithError(error: unknown, request: Request): Response {
    if (error instanceof HttpError) return errorResponse(error);
    if (error instanceof KojiFailure) return errorResponse(toHttpError(error, logger));
    if (!request.signal.aborted) logger.error('A call to the interview proxy failed.', { error });
    return errorResponse(new HttpError('internal_error', "The interview proxy failed; see the server's log."));
  }

  return {
    async fetch(request, hookContext) {
      const call = handle(request, hookContext).catch(error => respondWithError(error, request));
      running.add(call);
      const response = await call.finally(() => running.delete(call));
      const headers = { ...corsHeaders(request, settings.origins), ...RESPONSE_HEADERS };
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
      return response;
    },
    sweep: () => keeper.sweep(),
    health: () => keeper.count(),
    async parked() {
      const leases = await keeper.listParked();
      return leases.map(({ id, study, reason, error }) => ({ interview_id: id, study, reason, error }));
    },
    async stop() {
      isStopped = true;
      // The clock's timers don't keep the process alive while a completion waits to be sent again.
      const keepAlive = setInterval(() => {}, 1000);
      try {
        const end = clock.now() + settings.stopTimeout;
        // An interview may be starting, and its lease must be among those that are completed.
        await finishesWithin(Promise.all(running), settings.stopTimeout / 2, clock);
        await keeper.stop(end - clock.now());
      } finally {
        clearInterval(keepAlive);
      }
    },
  };
}

function findRoute(request: Request, basePath: string | null): Route | undefined {
  // Servers build the URL from the Host header, which may hold anything.
  if (!URL.canParse(request.url)) return undefined;
  const { pathname } = new URL(request.url);
  const slash = pathname.lastIndexOf('/');
  if (basePath !== null && pathname.slice(0, slash) !== basePath) return undefined;
  return ROUTES.get(pathname.slice(slash + 1));
}
