import type { Duration } from '../interview/duration.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { ProxyStartRequest } from '../wire/proxy-contract.ts';
import { type Clock, realClock } from './clock.ts';
import { parseDuration } from './durations.ts';
import type { LeaseTimes } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { allOrigins, type Origins, readOrigins } from './origins.ts';

/** Where the proxy says what a person should know. `console` will do. Neither keys nor tokens are ever given to it. */
export interface Logger {
  warn(message: string, details?: Record<string, unknown>): void;
  error(message: string, details?: Record<string, unknown>): void;
}

/** What may differ from study to study. What is not set is as in the proxy's own options. */
export interface StudyOptions {
  /** The key of the Koji project, `pk_live_…`. It never reaches a browser. */
  apiKey?: string;
  /** Origins besides the proxy's own whose pages may use it, or `'*'` for all. Default: none. */
  allowedOrigins?: '*' | readonly string[];
  /** After this time an interview is completed as `timeout`. Default: no limit. */
  maxDuration?: Duration | null;
  /** Between a page that leaves and the completion as `respondent_left`: time for a reload or the site's next page to resume. Default: `'30s'`. */
  leaveGrace?: Duration;
  /** How long a page may be hidden (another tab, a locked phone) before its respondent counts as gone. Default: `'10m'`. */
  hiddenGrace?: Duration;
  /** How long nothing at all may be heard from a respondent. Default: `'30m'`. */
  idleTime?: Duration;
}

/**
 * Options of `createInterviewProxy`.
 * `Context` is whatever the server gives along with a request, such as the `env` of a worker; hooks get it.
 */
export interface ProxyOptions<Context = unknown> extends StudyOptions {
  /**
   * What seals the tickets, 32 characters or more, the same in all processes. In a list the first seals and all open:
   * to rotate, put a new one in front and drop the old one after `ticketLifetime`.
   */
  secret: string | readonly string[];
  /** Default: `'https://www.koji.so'`. */
  kojiUrl?: string;
  /** The path before the route names, such as `'/koji'`. Default: any; the last segment of the path decides. */
  basePath?: string;
  /**
   * Named set-ups that a page may choose from with `study`. With it, other names are refused, and the name is needed
   * where there is no `apiKey` beside it. Without it any name is taken. In both cases the name reaches the team as `respondent.metadata.study`.
   */
  studies?: Readonly<Record<string, StudyOptions>>;
  /** Starts a minute for each client address; 0 for no limit. Default: 20 where `clientAddress` is given, else none. */
  startLimit?: number;
  /**
   * The address a request came from, as only your server can know it: the connection's remote address or, behind proxies of your own,
   * the entry of `X-Forwarded-For` that the outermost of them added. Never an entry that a client can write itself.
   */
  clientAddress?(request: Request, context: Context): string | null | undefined;
  /** How long a ticket is good for. Default: `'24h'`. */
  ticketLifetime?: Duration;
  /** Between the interviewer's goodbye and the completion as `natural`, in case the page never asks for it. Default: `'15s'`. */
  concludedGrace?: Duration;
  /** How long a page waits for Koji to acknowledge a completion before it is thanked anyway. Default: `'4s'`. */
  closeTimeout?: Duration;
  /** How long Koji may take to answer, or to begin a streamed answer. Default: `'30s'`, at most `'50s'`. */
  upstreamTimeout?: Duration;
  /** How often a call to Koji that is safe to repeat is tried again within one request. Default: 2. */
  retries?: number;
  /** How long `stop()` may take. Default: `'10s'`. */
  stopTimeout?: Duration;
  /** The signed-in respondent, if there is one. What it says wins over what the page says. */
  respondent?(
    request: Request,
    context: Context,
  ): Respondent | null | undefined | Promise<Respondent | null | undefined>;
  /** Whether an interview may start: `false` or a sentence refuses it with 403 `forbidden`. */
  allowStart?(
    request: Request,
    body: ProxyStartRequest,
    context: Context,
  ): boolean | string | undefined | Promise<boolean | string | undefined>;
  /** Where leases are kept. Default: this process's memory. */
  store?: LeaseStore;
  /** Default: the global `fetch`. */
  fetch?: typeof fetch;
  /** Default: `console`. */
  logger?: Logger;
  /** Where times come from. Default: the real clock. */
  clock?: Clock;
  /** Where chance comes from, from 0 to 1. Default: `Math.random`. */
  random?(): number;
}

/** One set-up, complete. */
export interface Study {
  apiKey: string | null;
  origins: Origins;
  maxDuration: number | null;
  times: LeaseTimes;
}

type Settled = 'kojiUrl' | 'store' | 'fetch' | 'logger' | 'clock' | 'random' | 'retries' | 'startLimit';
type Hook = 'respondent' | 'allowStart' | 'clientAddress';

/** The options with every default in place and every duration in milliseconds. */
export interface ResolvedProxyOptions<Context>
  extends Required<Pick<ProxyOptions, Settled>>,
    Pick<ProxyOptions<Context>, Hook> {
  secrets: readonly string[];
  basePath: string | null;
  /** The set-up for a study's name, or for none; null where there is no such study. */
  studyOf(name: string | null): Study | null;
  /** The times for a study that may have been taken away since. */
  timesOf(name: string | null): LeaseTimes;
  /** Of all studies together: a preflight does not say for which it asks. */
  origins: Origins;
  ticketLifetime: number;
  closeTimeout: number;
  upstreamTimeout: number;
  stopTimeout: number;
}

const SECRET_LENGTH = 32;
/** A completion under way must have come back before its lease may be taken by somebody else. */
const LONGEST_UPSTREAM_TIMEOUT = 50_000;

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
  retries: 2,
} as const;

/** @throws TypeError or RangeError naming the option that is wrong. */
export function resolveProxyOptions<Context>(options: ProxyOptions<Context>): ResolvedProxyOptions<Context> {
  const duration = (name: keyof typeof DEFAULTS & keyof ProxyOptions) =>
    parseDuration((options[name] as Duration | undefined) ?? (DEFAULTS[name] as Duration), name);

  const secrets = typeof options.secret === 'string' ? [options.secret] : [...(options.secret ?? [])];
  if (secrets.length === 0 || secrets.some(secret => typeof secret !== 'string' || secret.length < SECRET_LENGTH)) {
    throw new TypeError(`secret: expected ${SECRET_LENGTH} characters or more, or a list of such secrets.`);
  }

  const concludedGrace = duration('concludedGrace');
  const base = settleStudy(options, '', concludedGrace);
  const studies = new Map(
    Object.entries(options.studies ?? {}).map(([name, study]) => [
      name,
      settleStudy({ ...options, ...definedOf(study) }, `studies.${name}.`, concludedGrace),
    ]),
  );
  if (base.apiKey === null && (studies.size === 0 || [...studies.values()].some(study => study.apiKey === null))) {
    throw new TypeError('apiKey: expected the key of a Koji project, here or in each of the studies.');
  }

  const studyOf = (name: string | null): Study | null =>
    name === null || !options.studies ? (base.apiKey === null ? null : base) : (studies.get(name) ?? null);

  const startLimit = options.startLimit ?? (options.clientAddress ? DEFAULTS.startLimit : 0);
  if (!Number.isFinite(startLimit) || startLimit < 0) {
    throw new RangeError('startLimit: expected a number of starts a minute, or 0 for no limit.');
  }
  if (startLimit > 0 && !options.clientAddress) {
    throw new TypeError('startLimit: needs clientAddress, which tells the clients apart.');
  }

  const retries = options.retries ?? DEFAULTS.retries;
  if (!Number.isInteger(retries) || retries < 0) throw new RangeError('retries: expected a whole number, 0 or more.');

  const upstreamTimeout = duration('upstreamTimeout');
  if (upstreamTimeout === 0 || upstreamTimeout > LONGEST_UPSTREAM_TIMEOUT) {
    throw new RangeError('upstreamTimeout: expected more than nothing and 50 seconds at most.');
  }

  return {
    secrets,
    kojiUrl: readUrl(options.kojiUrl ?? DEFAULTS.kojiUrl),
    basePath: readBasePath(options.basePath),
    studyOf,
    timesOf: name => (studyOf(name) ?? base).times,
    origins: allOrigins([base, ...studies.values()].map(study => study.origins)),
    startLimit,
    retries,
    upstreamTimeout,
    closeTimeout: duration('closeTimeout'),
    stopTimeout: duration('stopTimeout'),
    ticketLifetime: duration('ticketLifetime'),
    respondent: options.respondent,
    allowStart: options.allowStart,
    clientAddress: options.clientAddress,
    store: options.store ?? createMemoryStore(),
    fetch: options.fetch ?? ((input, init) => fetch(input, init)),
    logger: options.logger ?? console,
    clock: options.clock ?? realClock,
    random: options.random ?? Math.random,
  };
}

function settleStudy(options: StudyOptions, prefix: string, concludedGrace: number): Study {
  const { apiKey, maxDuration } = options;
  // Keys travel in a header; a line break in one, as editors leave it at the end of a file, would fail at every call.
  if (apiKey !== undefined && (typeof apiKey !== 'string' || !/^[\x21-\x7e]+$/.test(apiKey))) {
    throw new TypeError(`${prefix}apiKey: expected a Koji key, "pk_live_…", without spaces or line breaks.`);
  }
  const duration = (name: 'idleTime' | 'hiddenGrace' | 'leaveGrace') =>
    parseDuration(options[name] ?? DEFAULTS[name], prefix + name);
  return {
    apiKey: apiKey ?? null,
    origins: readOrigins(options.allowedOrigins ?? DEFAULTS.allowedOrigins, `${prefix}allowedOrigins`),
    maxDuration:
      maxDuration === undefined || maxDuration === null ? null : parseDuration(maxDuration, `${prefix}maxDuration`),
    times: {
      idleTime: duration('idleTime'),
      hiddenGrace: duration('hiddenGrace'),
      leaveGrace: duration('leaveGrace'),
      concludedGrace,
    },
  };
}

const definedOf = (study: StudyOptions): StudyOptions =>
  Object.fromEntries(Object.entries(study).filter(([, value]) => value !== undefined));

function readUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new TypeError(`kojiUrl: expected an address such as "${DEFAULTS.kojiUrl}", got ${JSON.stringify(value)}.`);
  }
  return url.href;
}

function readBasePath(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (!/^\/[^?#]*$/.test(value))
    throw new TypeError(`basePath: expected a path such as "/koji", got ${JSON.stringify(value)}.`);
  return value.replace(/\/+$/, '');
}
