import type { Duration } from '../interview/duration.ts';
import type { RespondentInput } from '../interview/respondent.ts';
import type { ProxyStartRequest } from '../wire/proxy-contract.ts';
import { type Clock, systemClock } from './clock.ts';
import type { LeaseTimes } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';
import { createSafeLogger, type Logger } from './logger.ts';
import { createMemoryStore } from './memory-store.ts';
import { mergeOrigins, type Origins, parseOrigins } from './origins.ts';
import { parseDuration } from './parse-duration.ts';

/**
 * Options that a study may set for itself. A study takes those it doesn't set from the proxy's
 * options.
 */
export interface StudyOptions {
  /**
   * The API key of the Koji project, `pk_live_…`. It never reaches a browser. Required here or in
   * every study.
   */
  apiKey?: string;
  /**
   * Origins whose pages may use the proxy besides its own, such as `'https://www.example.com'`, or
   * `'*'` for all. Set it if your pages are served from another host than the proxy. Default: none.
   */
  allowedOrigins?: '*' | readonly string[];
  /**
   * An interview that takes longer is completed as `timeout`. `null` means no limit. Default: no
   * limit.
   */
  maxDuration?: Duration | null;
  /**
   * Time between a page that leaves and the completion as `respondent_left`. A reload or the next
   * page of the site can resume the interview meanwhile; set more if your pages load slowly.
   * Default: `'30s'`.
   */
  leaveGrace?: Duration;
  /**
   * How long a page may be hidden, in another tab or on a locked phone, before the interview is
   * completed as `respondent_left`. Default: `'10m'`.
   */
  hiddenGrace?: Duration;
  /**
   * How long a respondent may do nothing at all before the interview is completed as
   * `respondent_left`. Default: `'30m'`.
   */
  idleTime?: Duration;
}

/**
 * Options of `createInterviewProxy`. `Context` is what your server passes to `fetch` along with a
 * request, such as the `env` of a worker; the hooks get it.
 */
export interface ProxyOptions<Context = unknown> extends StudyOptions {
  /**
   * The secret that encrypts the tickets: at least 32 characters, and the same in all processes. In
   * a list, the first secret encrypts and all of them decrypt. To rotate it, add the new secret at
   * the end; once all processes have it, put it in front; remove the old one after
   * `ticketLifetime`. (With the new one in front at once, a process that is not restarted yet refuses
   * the tickets of those that are.)
   */
  secret: string | readonly string[];
  /** The address of Koji. Set it for a local Koji. Default: `'https://www.koji.so'`. */
  kojiUrl?: string;
  /**
   * The path before the route names, such as `'/koji'`. Set it if other paths of your server end in
   * a route's name too. Default: any path; its last segment decides.
   */
  basePath?: string;
  /**
   * Named set-ups that a page chooses from with its option `study`. Other names are refused, and a
   * name is required unless there is an `apiKey` beside `studies`. Without this option any name is
   * accepted. The name reaches the team as `respondent.metadata.study`.
   */
  studies?: Readonly<Record<string, StudyOptions>>;
  /**
   * How many interviews one client address may start a minute: 1 or more, or 0 for no limit. Raise
   * it if many respondents share an address. Default: 20 with `clientAddress`, else none.
   */
  startLimit?: number;
  /**
   * How many calls of one interview may reach Koji a minute: 1 or more, or 0 for no limit. A page
   * can't use up the quota of your API key. Default: 30.
   */
  ticketLimit?: number;
  /**
   * Returns the address that a request came from: the remote address of the connection or, behind
   * your own proxies, the entry of `X-Forwarded-For` that the outermost of them added. Never use an
   * entry that a client can write itself. Clients without an address share one `startLimit`, and so
   * do those for whom it returns a whole list.
   */
  clientAddress?(request: Request, context: Context): string | null | undefined;
  /** How long a ticket is valid, and so how long an interview can be resumed. Default: `'24h'`. */
  ticketLifetime?: Duration;
  /**
   * Time between the interviewer's goodbye and the completion as `natural`, in case the page never
   * asks for it. Default: `'15s'`.
   */
  concludedGrace?: Duration;
  /**
   * How long a page waits for Koji to acknowledge a completion. After that the respondent is
   * thanked anyway. Default: `'4s'`.
   */
  closeTimeout?: Duration;
  /**
   * How long Koji may take to respond, or to begin a streamed reply. More than 0, at most `'50s'`.
   * Default: `'30s'`.
   */
  upstreamTimeout?: Duration;
  /** How often a call to Koji that is safe to repeat is retried within one request. Default: 2. */
  retries?: number;
  /**
   * How long `stop()` may take. Set less than your platform's own limit for a shutdown. Default:
   * `'10s'`.
   */
  stopTimeout?: Duration;
  /**
   * Returns the signed-in respondent, or null for nobody. With this hook, what the page says about
   * the respondent is dropped. It is asked at every start, and at every resume: an interview goes
   * on only for whom it was started.
   */
  respondent?(
    request: Request,
    context: Context,
  ): RespondentInput | null | undefined | Promise<RespondentInput | null | undefined>;
  /**
   * Decides whether an interview may start. Only `true` allows it: `false`, a text with the reason,
   * or nothing at all refuses it with 403 `forbidden`.
   */
  allowStart?(
    request: Request,
    body: ProxyStartRequest,
    context: Context,
  ): boolean | string | Promise<boolean | string>;
  /**
   * Where leases are kept. Use a durable store, such as `createPostgresStore`, if there are several
   * processes or if a crash must not lose a completion. Default: the memory of this process.
   */
  store?: LeaseStore;
  /** Sends the requests to Koji. Default: the global `fetch`. */
  fetch?: typeof fetch;
  /** Logs what a person should know. Default: `console`. */
  logger?: Logger;
  /** The source of all times, for tests. Default: the system's clock. */
  clock?: Clock;
  /** A source of random numbers from 0 to 1, for tests. Default: `Math.random`. */
  random?(): number;
}

/** A study with every option resolved. */
export interface ResolvedStudy {
  apiKey: string | null;
  origins: Origins;
  /** In milliseconds. */
  maxDuration: number | null;
  times: LeaseTimes;
}

type RequiredOption =
  | 'kojiUrl'
  | 'store'
  | 'fetch'
  | 'logger'
  | 'clock'
  | 'random'
  | 'retries'
  | 'startLimit'
  | 'ticketLimit';
type Hook = 'respondent' | 'allowStart' | 'clientAddress';

/** The options with all defaults filled in, and durations in milliseconds. */
export interface ResolvedProxyOptions<Context>
  extends Required<Pick<ProxyOptions, RequiredOption>>,
    Pick<ProxyOptions<Context>, Hook> {
  secrets: readonly string[];
  basePath: string | null;
  studyNames: readonly string[];
  /** The study of a name, or the proxy's own options for null; null if there is no such study. */
  findStudy(name: string | null): ResolvedStudy | null;
  /** The times of a study, even if it was removed from the options after its interviews started. */
  getTimes(name: string | null): LeaseTimes;
  /** The origins of all studies: a preflight doesn't say which study it is for. */
  origins: Origins;
  ticketLifetime: number;
  closeTimeout: number;
  upstreamTimeout: number;
  stopTimeout: number;
}

const MIN_SECRET_LENGTH = 32;
/**
 * A completion must be back before the lease's claim expires and another process may send it. In
 * milliseconds.
 */
const MAX_UPSTREAM_TIMEOUT = 50_000;

const DEFAULTS = {
  kojiUrl: 'https://www.koji.so',
  allowedOrigins: [],
  leaveGrace: '30s',
  hiddenGrace: '10m',
  idleTime: '30m',
  concludedGrace: '15s',
  closeTimeout: '4s',
  upstreamTimeout: '30s',
  stopTimeout: '10s',
  ticketLifetime: '24h',
  startLimit: 20,
  ticketLimit: 30,
  retries: 2,
} as const;

/** @throws TypeError or RangeError that names the invalid option. */
export function resolveProxyOptions<Context>(options: ProxyOptions<Context>): ResolvedProxyOptions<Context> {
  const parseOption = (name: keyof typeof DEFAULTS & keyof ProxyOptions) =>
    parseDuration((options[name] as Duration | undefined) ?? (DEFAULTS[name] as Duration), name);

  const secrets = parseSecrets(options.secret);
  const concludedGrace = parseOption('concludedGrace');
  const base = resolveStudy(options, '', concludedGrace);
  const studies = new Map(
    Object.entries(options.studies ?? {}).map(([name, study]) => [
      name,
      resolveStudy({ ...options, ...withoutUndefined(study) }, `studies.${name}.`, concludedGrace),
    ]),
  );
  requireApiKeys(base, studies);
  const findStudy = (name: string | null): ResolvedStudy | null =>
    name === null || !options.studies ? (base.apiKey === null ? null : base) : (studies.get(name) ?? null);

  return {
    secrets,
    kojiUrl: parseKojiUrl(options.kojiUrl ?? DEFAULTS.kojiUrl),
    basePath: parseBasePath(options.basePath),
    studyNames: [...studies.keys()],
    findStudy,
    getTimes: name => (findStudy(name) ?? base).times,
    origins: mergeOrigins([base, ...studies.values()].map(study => study.origins)),
    startLimit: parseStartLimit(options),
    ticketLimit: parseLimit(options.ticketLimit ?? DEFAULTS.ticketLimit, 'ticketLimit'),
    retries: parseRetries(options.retries ?? DEFAULTS.retries),
    upstreamTimeout: parseUpstreamTimeout(options.upstreamTimeout ?? DEFAULTS.upstreamTimeout),
    closeTimeout: parseOption('closeTimeout'),
    stopTimeout: parseOption('stopTimeout'),
    ticketLifetime: parsePositiveDuration(options.ticketLifetime ?? DEFAULTS.ticketLifetime, 'ticketLifetime'),
    respondent: options.respondent,
    allowStart: options.allowStart,
    clientAddress: options.clientAddress,
    store: options.store ?? createMemoryStore(),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    logger: createSafeLogger(options.logger ?? console),
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
}

function resolveStudy(options: StudyOptions, prefix: string, concludedGrace: number): ResolvedStudy {
  const { apiKey, maxDuration } = options;
  // The key is sent in a header, where a line break, as editors leave one at the end of a file, is
  // not allowed.
  if (apiKey !== undefined && (typeof apiKey !== 'string' || !/^[\x21-\x7e]+$/.test(apiKey))) {
    throw new TypeError(`${prefix}apiKey: expected a Koji key, "pk_live_…", without spaces or line breaks.`);
  }
  const parseTime = (name: 'hiddenGrace' | 'leaveGrace') =>
    parseDuration(options[name] ?? DEFAULTS[name], prefix + name);
  return {
    apiKey: apiKey ?? null,
    origins: parseOrigins(options.allowedOrigins ?? DEFAULTS.allowedOrigins, `${prefix}allowedOrigins`),
    maxDuration:
      maxDuration === undefined || maxDuration === null
        ? null
        : parsePositiveDuration(maxDuration, `${prefix}maxDuration`, ', or null for no limit'),
    times: {
      idleTime: parsePositiveDuration(options.idleTime ?? DEFAULTS.idleTime, `${prefix}idleTime`),
      hiddenGrace: parseTime('hiddenGrace'),
      leaveGrace: parseTime('leaveGrace'),
      concludedGrace,
    },
  };
}

const withoutUndefined = (study: StudyOptions): StudyOptions =>
  Object.fromEntries(Object.entries(study).filter(([, value]) => value !== undefined));

function requireApiKeys(base: ResolvedStudy, studies: ReadonlyMap<string, ResolvedStudy>): void {
  if (base.apiKey !== null) return;
  const missing = [...studies].filter(([, { apiKey }]) => apiKey === null).map(([name]) => name);
  if (studies.size > 0 && missing.length === 0) return;
  const where = missing.length > 0 ? ` Studies without one: ${missing.join(', ')}.` : '';
  throw new TypeError(`apiKey: expected the key of a Koji project, "pk_live_…", here or in every study.${where}`);
}

function parseSecrets(secret: ProxyOptions['secret']): readonly string[] {
  const secrets = typeof secret === 'string' ? [secret] : [...(secret ?? [])];
  if (secrets.length === 0 || secrets.some(each => typeof each !== 'string' || each.length < MIN_SECRET_LENGTH)) {
    throw new TypeError(`secret: expected at least ${MIN_SECRET_LENGTH} characters, or a list of such secrets.`);
  }
  return secrets;
}

/** With 0 an interview would be over before it begins. */
function parsePositiveDuration(value: Duration, name: string, alternative = ''): number {
  const milliseconds = parseDuration(value, name);
  if (milliseconds > 0) return milliseconds;
  throw new RangeError(`${name}: expected more than 0${alternative}, got ${JSON.stringify(value)}.`);
}

/** Between 0 and 1 the first call would already be too many. */
function parseLimit(limit: number, name: string): number {
  if (Number.isFinite(limit) && (limit === 0 || limit >= 1)) return limit;
  throw new RangeError(`${name}: expected 1 or more a minute, or 0 for no limit, got ${String(limit)}.`);
}

function parseStartLimit({ startLimit, clientAddress }: ProxyOptions<never>): number {
  const limit = parseLimit(startLimit ?? (clientAddress ? DEFAULTS.startLimit : 0), 'startLimit');
  if (limit > 0 && !clientAddress) {
    throw new TypeError('startLimit: requires the option clientAddress, which tells the clients apart.');
  }
  return limit;
}

function parseRetries(retries: number): number {
  if (Number.isInteger(retries) && retries >= 0) return retries;
  throw new RangeError(`retries: expected a whole number, 0 or more, got ${String(retries)}.`);
}

function parseUpstreamTimeout(timeout: Duration): number {
  const milliseconds = parseDuration(timeout, 'upstreamTimeout');
  if (milliseconds > 0 && milliseconds <= MAX_UPSTREAM_TIMEOUT) return milliseconds;
  throw new RangeError(`upstreamTimeout: expected more than 0 and at most "50s", got ${JSON.stringify(timeout)}.`);
}

function parseKojiUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash && !url.username) return url.href;
  // A user name and password in it may be secret.
  const shown = String(value).replace(/\/\/[^/]*@/, '//…@');
  throw new TypeError(
    `kojiUrl: expected an address such as "${DEFAULTS.kojiUrl}", without user name or query, got ${JSON.stringify(shown)}.`,
  );
}

function parseBasePath(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (!/^\/[^?#]*$/.test(value)) {
    throw new TypeError(`basePath: expected a path such as "/koji", got ${JSON.stringify(value)}.`);
  }
  return value.replace(/\/+$/, '');
}
