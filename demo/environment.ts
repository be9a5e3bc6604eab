import * as v from 'valibot';
import { parseDuration } from '../src/proxy.ts';

const duration = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return parseDuration(dataset.value as `${number}s`, 'duration');
    } catch {
      addIssue({ message: 'expected a duration such as "500ms", "30s" or "15m"' });
      return NEVER;
    }
  }),
);
/** With 0 an interview would be over before it begins. */
const positiveDuration = v.pipe(duration, v.minValue(1, 'expected more than 0'));
const wholeNumber = v.pipe(v.string(), v.regex(/^\d+$/, 'expected a whole number'), v.transform(Number));
const text = v.pipe(v.string(), v.nonEmpty());
const NOT_HTTP = 'expected an address that begins with http:// or https://';

/** A list separated by commas, or `*` for all. */
const listOrAll = v.pipe(
  v.string(),
  v.transform((list): '*' | string[] => {
    if (list.trim() === '*') return '*';
    return list
      .split(',')
      .map(item => item.trim())
      .filter(Boolean);
  }),
);

/** The variables that `npm start` reads. Each is optional. */
const environmentSchema = v.object({
  /** The address to listen on. */
  HOST: v.optional(text, '127.0.0.1'),
  /** 0 means any free port. */
  PORT: v.optional(v.pipe(wholeNumber, v.maxValue(65_535, 'expected a port number, at most 65535')), '4747'),
  /** The folder of the embedded database. */
  KOJI_DATA_DIR: v.optional(text, '.koji'),
  /** A PostgreSQL server to use instead of the embedded database. */
  DATABASE_URL: v.optional(v.pipe(v.string(), v.url('expected an address such as postgres://user@host/database'))),
  /** Other origins whose pages may use the proxy, separated by commas; `*` for all. */
  KOJI_ALLOWED_ORIGINS: v.optional(listOrAll, ''),
  /**
   * Other host names that this server is reached by, separated by commas; `*` for all. IP addresses,
   * `localhost` and the machine's name are always allowed. Needed behind a reverse proxy that keeps
   * the visitor's `Host`.
   */
  KOJI_ALLOWED_HOSTS: v.optional(listOrAll, ''),
  KOJI_MAX_DURATION: v.optional(positiveDuration),
  KOJI_LEAVE_GRACE: v.optional(duration),
  KOJI_HIDDEN_GRACE: v.optional(duration),
  KOJI_IDLE_TIME: v.optional(positiveDuration),
  /** Requests per minute and API key. */
  KOJI_RATE_LIMIT: v.optional(wholeNumber, '60'),
  /** Interview starts per minute and client address; 0 for no limit. */
  KOJI_START_LIMIT: v.optional(wholeNumber, '20'),
  /** Milliseconds per word of a streamed reply, or `off` to send replies at once. */
  KOJI_TYPING: v.optional(v.union([v.literal('off'), wholeNumber], 'expected "off" or milliseconds per word'), '35'),
  /**
   * The base URL of a service with OpenAI's chat completions API, such as
   * "http://127.0.0.1:11434/v1".
   */
  KOJI_MODEL_URL: v.optional(v.pipe(v.string(), v.url(NOT_HTTP), v.regex(/^https?:/, NOT_HTTP))),
  /** The model's id at that service. Required with `KOJI_MODEL_URL`. */
  KOJI_MODEL: v.optional(text),
  /** The API key for that service, sent as a bearer token. */
  KOJI_MODEL_KEY: v.optional(text),
  /** The longest time a respondent waits for the model. */
  KOJI_MODEL_TIMEOUT: v.optional(duration),
});

/** Variables whose values may contain a password, so that error messages do not show them. */
const SECRET_VARIABLES = ['DATABASE_URL', 'KOJI_MODEL_URL', 'KOJI_MODEL_KEY'];

/** The variables, parsed: numbers and durations (in milliseconds) as numbers. */
export type Environment = v.InferOutput<typeof environmentSchema>;

/** Thrown for a variable that is not valid. */
export class EnvironmentError extends Error {
  override name = 'EnvironmentError';
}

/**
 * Parses the environment variables. An empty variable counts as absent.
 * @throws EnvironmentError that names the variable, its value (unless that may contain a password)
 *   and what is expected
 */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  const setVariables = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = v.safeParse(environmentSchema, setVariables);
  if (!result.success) {
    const [issue] = result.issues;
    const name = v.getDotPath(issue)!;
    const problem = SECRET_VARIABLES.includes(name) ? '' : `"${variables[name]}" is not valid; `;
    throw new EnvironmentError(`${name}: ${problem}${issue.message}.`);
  }
  const { KOJI_MODEL, KOJI_MODEL_URL } = result.output;
  if (KOJI_MODEL && !KOJI_MODEL_URL) throw new EnvironmentError('KOJI_MODEL_URL: required when KOJI_MODEL is set.');
  if (KOJI_MODEL_URL && !KOJI_MODEL) throw new EnvironmentError('KOJI_MODEL: required when KOJI_MODEL_URL is set.');
  return result.output;
}
