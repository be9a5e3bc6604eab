import * as v from 'valibot';
import { METADATA_DEPTH, NAME_LIMIT, type Respondent } from '../interview/respondent.ts';
import { requestObject } from './request-body.ts';
import { described, isStorable, text } from './text.ts';

const isStorableTree = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= METADATA_DEPTH) return false;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorableTree(item, depth + 1));
};

const metadata = v.pipe(
  v.custom<Record<string, unknown>>(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
    'Expected an object.',
  ),
  v.check(value => isStorableTree(value), `Expected at most ${METADATA_DEPTH} levels of well-formed JSON.`),
  described<Record<string, unknown>>({ type: 'object', description: `At most ${METADATA_DEPTH} levels deep.` }),
);

/** The respondent in the body of a start at Koji. */
export const respondent = requestObject({
  external_id: v.optional(text(1, NAME_LIMIT)),
  display_name: v.optional(text(1, NAME_LIMIT)),
  metadata: v.optional(metadata),
});

/** Text as a host's data has it: null and empty text count as absent, and a number as its text. */
const lenientText = v.pipe(
  v.nullish(v.union([v.string(), v.pipe(v.number(), v.finite())], 'Expected text, a number or null.')),
  v.transform(value => (value === null || value === undefined || value === '' ? undefined : String(value))),
  v.check(
    value => value === undefined || v.is(text(1, NAME_LIMIT), value),
    `Expected at most ${NAME_LIMIT} characters of well-formed Unicode.`,
  ),
  described({
    type: ['string', 'number', 'null'],
    maxLength: NAME_LIMIT,
    description: 'Null and empty text count as absent, and a number as its text.',
  }),
);

const lenientMetadata = v.pipe(
  v.nullish(metadata),
  v.transform(value => (value && Object.keys(value).length > 0 ? value : undefined)),
);

/** The fields of a respondent as a host may give them, see `RespondentInput`. */
export const respondentFields = {
  external_id: v.optional(lenientText),
  display_name: v.optional(lenientText),
  metadata: v.optional(lenientMetadata),
};

/** The respondent that a page names to the proxy, without its absent fields. */
export const claimedRespondent = v.pipe(
  v.nullish(requestObject(respondentFields)),
  v.transform((value): Respondent | undefined =>
    value ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) : undefined,
  ),
);
