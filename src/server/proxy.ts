import { finishesWithin } from './clock.ts';
import { createCompletionFinder } from './completion-finder.ts';
import { createCompletionSender } from './completion-sender.ts';
import type { ProxyContext, Route } from './context.ts';
import { createStoppingError, errorResponse, HttpError } from './http-error.ts';
import { createKojiClient } from './koji-client.ts';
import { KojiFailure } from './koji-failure.ts';
import { toHttpError } from './koji-failure-response.ts';
import type { Lease } from './lease.ts';
import { createLeaseKeeper, type SweepResult } from './lease-keeper.ts';
import type { LeaseCounts } from './lease-store.ts';
import { createStartLimit } from './limits.ts';
import { type ProxyOptions, resolveProxyOptions } from './options.ts';
import { corsHeaders, PREFLIGHT_HEADERS, requireAllowedOrigin } from './origins.ts';
import { createRateLimit } from './rate-limit.ts';
import { complete } from './routes/complete.ts';
import { heartbeat } from './routes/heartbeat.ts';
import { message } from './routes/message.ts';
import { resume } from './routes/resume.ts';
import { start } from './routes/start.ts';
import { createTickets } from './tickets.ts';

/** The interview proxy of one server. */
export interface InterviewProxy<Context = unknown> {
  /**
   * Responds to the five routes; anything else gets 404. `context` is passed to the hooks, and
   * required if they have one. Never rejects: every error becomes a JSON response.
   */
  fetch(request: Request, ...context: HookContext<Context>): Promise<Response>;
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
   * running, streamed replies too. With a store that doesn't outlive the process, it also completes
   * every open interview, with its own reason or else as `respondent_left`. With a durable store,
   * another process carries the interviews on.
   */
  stop(): Promise<void>;
}

/** The arguments of `fetch` after the request: optional if the hooks need no context. */
type HookContext<Context> = undefined extends Context ? [context?: Context] : [context: Context];

/** An interview whose completion Koji refused for good. `error` is the code of the refusal. */
export type ParkedInterview = Pick<Lease, 'study' | 'reason' | 'error'> & { interview_id: string };

const ROUTES = new Map<string, Route>(Object.entries({ start, message, complete, resume, heartbeat }));

/**
 * `no-transform`: compression on the way (Express's `compression`, or Next.js by default) would
 * hold a streamed reply back.
 */
const RESPONSE_HEADERS = { 'Cache-Control': 'no-store, no-transform', 'X-Content-Type-Options': 'nosniff' };

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
    findCompletion: createCompletionFinder({ koji, ...settings }),
  });
  /** Calls, and replies that are still streamed. */
  const running = new Set<Promise<unknown>>();
  /** What ends the replies that are still streamed. */
  const endings = new Set<() => void>();
  let isStopped = false;

  function keepRunning(work: Promise<unknown>) {
    const settled: Promise<unknown> = work.catch(() => {}).finally(() => running.delete(settled));
    running.add(settled);
  }

  const context: ProxyContext = {
    settings,
    koji,
    tickets,
    keeper,
    startLimit: createStartLimit(settings),
    ticketLimit: settings.ticketLimit > 0 ? createRateLimit(settings.ticketLimit, clock) : null,
    reading: new Map(),
    whenStopping(end) {
      endings.add(end);
      return () => endings.delete(end);
    },
    keepRunning,
  };

  async function handle(request: Request, hookContext: unknown): Promise<Response> {
    const route = findRoute(request, settings.basePath);
    if (!route) throw new HttpError('not_found', `No such route; the routes are ${[...ROUTES.keys()].join(', ')}.`);
    const isPreflight = request.method === 'OPTIONS';
    if (!isPreflight && request.method !== 'POST') {
      throw new HttpError('method_not_allowed', 'Only POST is allowed.', { Allow: 'POST, OPTIONS' });
    }
    requireAllowedOrigin(request, settings.origins);
    if (isPreflight) return new Response(null, { status: 204, headers: PREFLIGHT_HEADERS });
    if (isStopped) throw createStoppingError();
    return route(request, context, hookContext);
  }

  /** The one place where errors become responses. */
  function respondWithError(error: unknown, request: Request): Response {
    if (error instanceof HttpError) return errorResponse(error);
    if (error instanceof KojiFailure) return errorResponse(toHttpError(error, logger));
    if (!request.signal.aborted) logger.error('A call to the interview proxy failed.', { error });
    return errorResponse(new HttpError('internal_error', "The interview proxy failed; see the server's log."));
  }

  /** Work may start further work, as a message starts its reply. */
  async function waitForRunning() {
    while (running.size > 0) await Promise.all(running);
  }

  return {
    // Two parameters, as adapters count them to decide whether to pass the client's address.
    async fetch(request: Request, hookContext?: unknown) {
      const call = handle(request, hookContext).catch(error => respondWithError(error, request));
      keepRunning(call);
      const response = await call;
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
        // An interview may be starting, and a reply may be streamed. Completions need the other half.
        const patience = settings.store.durable ? settings.stopTimeout : settings.stopTimeout / 2;
        await finishesWithin(waitForRunning(), patience, clock);
        for (const end of endings) end();
        await keeper.stop(end - clock.now());
        // A start that Koji answers only now is completed at once.
        if (await finishesWithin(waitForRunning(), Math.max(0, end - clock.now()), clock)) return;
        logger.error('Stopped before all calls had ended; an interview may have started that nothing completes.', {
          calls: running.size,
        });
      } finally {
        clearInterval(keepAlive);
      }
    },
  };
}

function findRoute(request: Request, basePath: string | null): Route | undefined {
  // Servers build the URL from the Host header, which may hold anything.
  if (!URL.canParse(request.url)) return undefined;
  // Sites that redirect to addresses with a trailing slash redirect these calls, too.
  const pathname = new URL(request.url).pathname.replace(/\/+$/, '');
  const slash = pathname.lastIndexOf('/');
  if (basePath !== null && pathname.slice(0, slash) !== basePath) return undefined;
  return ROUTES.get(pathname.slice(slash + 1));
}
