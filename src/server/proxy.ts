import { originNotAllowed } from './authorize.ts';
import { createCompletionSender } from './completion-sender.ts';
import { errorResponse, HttpError, retryAfter } from './http-error.ts';
import { createKojiClient, type KojiClient, KojiFailure } from './koji-client.ts';
import type { Lease } from './lease.ts';
import { createLeaseKeeper, inTime, type LeaseKeeper, type SweepResult } from './lease-keeper.ts';
import type { LeaseCounts } from './lease-store.ts';
import { type ProxyOptions, type ResolvedProxyOptions, resolveProxyOptions } from './options.ts';
import { corsHeaders, isAllowedOrigin, preflightHeaders } from './origins.ts';
import { complete } from './routes/complete.ts';
import { heartbeat } from './routes/heartbeat.ts';
import { message } from './routes/message.ts';
import { resume } from './routes/resume.ts';
import { start } from './routes/start.ts';
import { createStartLimit } from './start-limit.ts';
import { createTickets, type Tickets } from './tickets.ts';

/** The interview proxy of one server. */
export interface InterviewProxy<Context = unknown> {
  /** Answers the five routes, and nothing else. `context` goes to the hooks. Never rejects. */
  fetch(request: Request, context?: Context): Promise<Response>;
  /**
   * Sends the completions that are due now. A proxy that keeps running does so by itself; where nothing runs between
   * requests, call it from a scheduler once a minute.
   */
  sweep(): Promise<SweepResult>;
  /** How many interviews are open, due to be completed, and parked. A parked one wants a person's attention. */
  health(): Promise<LeaseCounts>;
  /** The interviews whose completion Koji refused for good. */
  parked(): Promise<ParkedInterview[]>;
  /**
   * Stops gracefully, within `stopTimeout`: no further calls are taken, and what is under way ends. A store that does not outlive the
   * process would forget its leases, so with one every open interview is completed now: with its reason where it has one, else as
   * `respondent_left`. With a durable store open interviews simply go on elsewhere.
   */
  stop(): Promise<void>;
}

export type ParkedInterview = Pick<Lease, 'study' | 'reason' | 'refused'> & { interview_id: string };

/** What the routes are given. */
export interface ProxyContext {
  settings: ResolvedProxyOptions<unknown>;
  koji: KojiClient;
  tickets: Tickets;
  keeper: LeaseKeeper;
  /** Null where starts are not limited. */
  startLimit: ((address: string) => number) | null;
}

type Route = (request: Request, parts: ProxyContext, context: unknown) => Promise<Response>;

const ROUTES = new Map<string, Route>(Object.entries({ start, message, complete, resume, heartbeat }));

/**
 * The server part of the widget: keeps the API key, and sees to it that every interview ends once.
 * @throws TypeError or RangeError naming the option that is wrong.
 */
export function createInterviewProxy<Context = unknown>(options: ProxyOptions<Context>): InterviewProxy<Context> {
  const settings = resolveProxyOptions(options);
  const { clock, logger } = settings;
  const koji = createKojiClient({ ...settings, timeout: settings.upstreamTimeout });
  const tickets = createTickets(settings.secrets);
  const keeper = createLeaseKeeper({
    ...settings,
    keyOf: study => settings.studyOf(study)?.apiKey,
    send: createCompletionSender({ koji, tickets, studyOf: settings.studyOf, logger }),
  });
  const startLimit = settings.startLimit > 0 ? createStartLimit(settings.startLimit, clock) : null;
  const parts: ProxyContext = { settings, koji, tickets, keeper, startLimit };
  const underWay = new Set<Promise<Response>>();
  let stopped = false;

  async function answer(request: Request, context: unknown): Promise<Response> {
    const route = findRoute(request, settings.basePath);
    if (!route) throw new HttpError('not_found', 'There is no such route.');
    if (request.method === 'OPTIONS') return answerPreflight(request);
    if (request.method !== 'POST') {
      throw new HttpError('method_not_allowed', 'Only POST is answered here.', { Allow: 'POST, OPTIONS' });
    }
    if (!isAllowedOrigin(request, settings.origins)) throw originNotAllowed();
    if (stopped) throw new HttpError('upstream_unavailable', 'The proxy is being stopped.', retryAfter(STOPPED));
    return route(request, parts, context);
  }

  function answerPreflight(request: Request): Response {
    if (!isAllowedOrigin(request, settings.origins)) throw originNotAllowed();
    return new Response(null, { status: 204, headers: preflightHeaders });
  }

  /** Whatever a route throws becomes an answer here, and nowhere else. */
  function answerError(error: unknown, request: Request): Response {
    if (error instanceof HttpError) return errorResponse(error);
    if (error instanceof KojiFailure) return errorResponse(refusalOf(error));
    if (!request.signal.aborted) logger.error('A call to the interview proxy failed.', { error });
    return errorResponse(new HttpError('internal_error', 'Something went wrong in the interview proxy.'));
  }

  /** What Koji says about the respondent's own input is passed on; what it says about ours stays here. */
  function refusalOf(failure: KojiFailure): HttpError {
    const { kind, status, said, retryAfter: asked } = failure;
    if (kind === 'unanswered') {
      logger.warn('Koji does not answer a call of the interview proxy.', {
        message: failure.message,
        cause: failure.cause,
      });
      return new HttpError(
        'upstream_unavailable',
        'Koji does not answer at the moment.',
        retryAfter(asked ?? UNANSWERED),
      );
    }
    const own = kind === 'refused' && RESPONDENTS_OWN[status ?? 0];
    if (own) return new HttpError(own, said?.message ?? failure.message);
    logger.error('Koji refused a call of the interview proxy.', {
      status,
      code: said?.error,
      message: failure.message,
    });
    return new HttpError('upstream_failed', 'Koji could not be asked.');
  }

  return {
    async fetch(request, context) {
      const answering = answer(request, context).catch(error => answerError(error, request));
      underWay.add(answering);
      const response = await answering.finally(() => underWay.delete(answering));
      const cors = corsHeaders(request, settings.origins);
      for (const [name, value] of Object.entries({ ...cors, ...EVERY_ANSWER })) response.headers.set(name, value);
      return response;
    },
    sweep: () => keeper.sweep(),
    health: () => keeper.counts(),
    async parked() {
      const leases = await keeper.parked();
      return leases.map(({ id, study, reason, refused }) => ({ interview_id: id, study, reason, refused }));
    },
    async stop() {
      stopped = true;
      // The clock's own timers let a process end while a completion waits to be sent again.
      const awake = setInterval(() => {}, 1000);
      try {
        const end = clock.now() + settings.stopTimeout;
        // An interview may be starting just now, and its lease is wanted among the others.
        await inTime(Promise.all(underWay), settings.stopTimeout / 2, clock);
        await keeper.stop(end - clock.now());
      } finally {
        clearInterval(awake);
      }
    },
  };
}

/** `no-transform`: what compresses answers on the way (Express's `compression`, and Next by itself) would hold a reply's words back. */
const EVERY_ANSWER = { 'Cache-Control': 'no-store, no-transform', 'X-Content-Type-Options': 'nosniff' };

/** When to come back, in milliseconds, where nobody else says. */
const STOPPED = 2000;
const UNANSWERED = 5000;

const RESPONDENTS_OWN: Record<number, 'invalid_request' | 'not_found' | 'already_completed' | 'too_large'> = {
  400: 'invalid_request',
  404: 'not_found',
  409: 'already_completed',
  413: 'too_large',
};

function findRoute(request: Request, basePath: string | null): Route | undefined {
  // Servers put the address together from a header, which may be anything.
  if (!URL.canParse(request.url)) return undefined;
  const { pathname } = new URL(request.url);
  const slash = pathname.lastIndexOf('/');
  if (basePath !== null && pathname.slice(0, slash) !== basePath) return undefined;
  return ROUTES.get(pathname.slice(slash + 1));
}
