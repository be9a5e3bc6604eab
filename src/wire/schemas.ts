/**
 * The bodies of both HTTP contracts, checked. Server side only: the page doesn't pay for a validator.
 * Stray fields are refused, so that a typing error is heard and never silently ignored.
 */
import * as v from 'valibot';
import { REASONS } from '../interview/completion.ts';
import { countCharacters, MESSAGE_LIMIT } from '../interview/transcript.ts';
import type {
  HeartbeatBody,
  MessageBody,
  PageReport,
  ProxyCompleteBody,
  ProxyStartBody,
  Respondent,
  StartBody,
} from './shapes.ts';

/** The longest body either contract reads, in bytes: a full-length message of escaped emoji fits. */
export const BODY_LIMIT = 128 * 1024;

/** Text that every store can keep: no NUL (PostgreSQL has none), no half surrogate pair (JSON stores refuse it). */
const storable = (text: string) => text.isWellFormed() && !text.includes('\0');
const STORABLE = 'Text must be well-formed Unicode without NUL characters.';

/** What a description of the contract says where a check is code: a piece of JSON Schema. Checks nothing. */
const described = <Input>(jsonSchema: Record<string, unknown>) =>
  v.metadata<Input, { jsonSchema: Record<string, unknown> }>({ jsonSchema });

const text = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.check(value => value.length >= least, `Expected at least ${least} character(s).`),
    v.check(value => countCharacters(value) <= most, `Expected at most ${most} characters.`),
    v.check(storable, STORABLE),
    described<string>({ minLength: least, maxLength: most }),
  );

/** Deep enough for any profile, shallow enough for any stack. */
const DEPTH_LIMIT = 20;
const isStorableTree = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string') return storable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= DEPTH_LIMIT) return false;
  return Object.entries(value).every(([key, item]) => storable(key) && isStorableTree(item, depth + 1));
};

const metadata = v.pipe(
  v.custom<Record<string, unknown>>(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
    'Expected an object.',
  ),
  v.check(value => isStorableTree(value), `Expected at most ${DEPTH_LIMIT} levels of well-formed JSON.`),
  described<Record<string, unknown>>({ type: 'object', description: `At most ${DEPTH_LIMIT} levels deep.` }),
);

/** An object with these fields and no others. A list is none, though it could pass for an object without fields. */
const strict = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.custom<v.InferInput<v.StrictObjectSchema<Entries, undefined>>>(
      value => !Array.isArray(value),
      'Expected an object.',
    ),
    v.strictObject(entries),
  );

const locale = v.pipe(
  v.string(),
  v.maxLength(35),
  v.regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/, 'Expected a BCP 47 language tag such as "en" or "de-AT".'),
);

export const respondentSchema = strict({
  external_id: v.optional(text(1, 255)),
  display_name: v.optional(text(1, 255)),
  metadata: v.optional(metadata),
}) satisfies v.GenericSchema<unknown, Respondent>;

export const reasonSchema = v.picklist(REASONS);

export const startSchema = strict({
  respondent: v.optional(respondentSchema),
  mode: v.optional(v.picklist(['text', 'voice'])),
  locale: v.optional(locale),
}) satisfies v.GenericSchema<unknown, StartBody>;

const answerSchema = strict({
  question_id: text(1, 255),
  value: v.union([v.null(), v.boolean(), v.number(), text(0, MESSAGE_LIMIT), v.array(text(0, MESSAGE_LIMIT))]),
});

export const messageSchema = strict({
  content: text(1, MESSAGE_LIMIT),
  answer: v.optional(answerSchema),
  client_message_id: v.optional(v.pipe(v.string(), v.uuid())),
}) satisfies v.GenericSchema<unknown, MessageBody>;

export const completeSchema = strict({
  interview_id: v.string(),
  reason: v.optional(reasonSchema),
});

export const proxyStartSchema = strict({
  study: v.optional(text(1, 100)),
  locale: v.optional(locale),
  respondent: v.optional(respondentSchema),
}) satisfies v.GenericSchema<unknown, ProxyStartBody>;

const page = text(1, 100);
const seq = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** A report of a page load has both parts or neither: half a report could not be ordered. */
const isWhole = (report: Partial<PageReport>) => (report.page === undefined) === (report.seq === undefined);
const WHOLE = 'page and seq go together.';

export const proxyCompleteSchema = v.pipe(
  strict({
    reason: reasonSchema,
    final: v.optional(v.boolean()),
    page: v.optional(page),
    seq: v.optional(seq),
  }),
  v.check(body => isWhole(body), WHOLE),
) satisfies v.GenericSchema<unknown, ProxyCompleteBody>;

export const proxyResumeSchema = v.pipe(
  strict({ page: v.optional(page), seq: v.optional(seq) }),
  v.check(body => isWhole(body), WHOLE),
) satisfies v.GenericSchema<unknown, Partial<PageReport>>;

export const heartbeatSchema = v.pipe(
  strict({ state: v.picklist(['visible', 'hidden']), page: v.optional(page), seq: v.optional(seq) }),
  v.check(body => isWhole(body), WHOLE),
) satisfies v.GenericSchema<unknown, Partial<HeartbeatBody>>;

/** What is said of one fault: how much of a path, and of what was received, in characters. */
const LONGEST_PATH = 80;
const LONGEST_VALUE = 40;

const shorten = (text: string, most: number) => (text.length <= most ? text : `${text.slice(0, most)}…`);

/**
 * Says in one sentence what is wrong with a body, with the path to it; used as the `message` of `invalid_request`. Short, however
 * long the body is: of a value that was received only its beginning is repeated.
 */
export const describeIssues = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues
    .slice(0, 3)
    .map(issue => {
      const path = shorten(v.getDotPath(issue) ?? '', LONGEST_PATH);
      const message = issue.message.replace(issue.received, () => shorten(issue.received, LONGEST_VALUE));
      return path ? `${path}: ${message}` : message;
    })
    .join(' ');
