import * as v from 'valibot';
import { parseDuration } from '../src/proxy.ts';

const duration = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    try {
      return parseDuration(dataset.value as `${number}s`, 'duration');
    } catch {
      addIssue({ message: 'Expected a duration such as "500ms", "30s" or "15m".' });
      return NEVER;
    }
  }),
);
const whole = v.pipe(v.string(), v.regex(/^\d+$/, 'Expected a whole number.'), v.transform(Number));

/** What `npm start` reads of its environment. Everything has a default. */
const environmentSchema = v.object({
  HOST: v.optional(v.pipe(v.string(), v.nonEmpty()), '127.0.0.1'),
  /** 0 takes any free port. */
  PORT: v.optional(v.pipe(whole, v.maxValue(65_535, 'Expected a port, at most 65535.')), '4747'),
  /** Where the embedded database lives. */
  KOJI_DATA_DIR: v.optional(v.pipe(v.string(), v.nonEmpty()), '.koji'),
  /** A real PostgreSQL instead of the embedded one. */
  DATABASE_URL: v.optional(v.pipe(v.string(), v.url('Expected postgres://…'))),
  /** Origins of pages elsewhere that may use the proxy, comma separated; `*` for all. */
  KOJI_ALLOWED_ORIGINS: v.optional(
    v.pipe(
      v.string(),
      v.transform((list): '*' | string[] => {
        if (list.trim() === '*') return '*';
        return list
          .split(',')
          .map(origin => origin.trim())
          .filter(Boolean);
      }),
    ),
    '',
  ),
  KOJI_MAX_DURATION: v.optional(duration),
  KOJI_LEAVE_GRACE: v.optional(duration),
  KOJI_HIDDEN_GRACE: v.optional(duration),
  KOJI_IDLE_TIME: v.optional(duration),
  /** Requests a minute a key. */
  KOJI_RATE_LIMIT: v.optional(whole, '60'),
  /** Starts a minute an address; 0 for no limit. */
  KOJI_START_LIMIT: v.optional(whole, '20'),
  /** `off`, or milliseconds a word. */
  KOJI_TYPING: v.optional(v.union([v.literal('off'), whole], 'Expected "off" or milliseconds a word.'), '35'),
  /** Base address of a service that speaks OpenAI's chat completions, such as "http://127.0.0.1:11434/v1". */
  KOJI_MODEL_URL: v.optional(
    v.pipe(
      v.string(),
      v.url('Expected http://… or https://….'),
      v.regex(/^https?:/, 'Expected http://… or https://….'),
    ),
  ),
  /** The model's id there. */
  KOJI_MODEL: v.optional(v.pipe(v.string(), v.nonEmpty())),
  /** Sent to it as a bearer token. */
  KOJI_MODEL_KEY: v.optional(v.pipe(v.string(), v.nonEmpty())),
  /** The longest that a respondent waits for it. */
  KOJI_MODEL_TIMEOUT: v.optional(duration),
});

export type Environment = v.InferOutput<typeof environmentSchema>;

/** @throws Error that names the variable, with a sentence a person can act on. */
export function readEnvironment(variables: Record<string, string | undefined>): Environment {
  // An empty variable is one that is not set, as in most shells' scripts.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const result = v.safeParse(environmentSchema, given);
  if (!result.success) {
    const [issue] = result.issues;
    throw new Error(`${v.getDotPath(issue)}: ${issue.message}`);
  }
  const { KOJI_MODEL, KOJI_MODEL_URL } = result.output;
  if (KOJI_MODEL && !KOJI_MODEL_URL) throw new Error('KOJI_MODEL_URL: Expected, since KOJI_MODEL is set.');
  if (KOJI_MODEL_URL && !KOJI_MODEL) throw new Error('KOJI_MODEL: Expected, since KOJI_MODEL_URL is set.');
  return result.output;
}
