import * as v from 'valibot';
import { requestObject } from './request-body.ts';
import { described, isStorable, text } from './text.ts';

/** Deep enough for any profile, shallow enough for the stack of any recursive reader. */
const MAX_DEPTH = 20;

const isStorableTree = (value: unknown, depth = 0): boolean => {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value !== 'object' || value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorableTree(item, depth + 1));
};

const metadata = v.pipe(
  v.custom<Record<string, unknown>>(
    value => typeof value === 'object' && value !== null && !Array.isArray(value),
    'Expected an object.',
  ),
  v.check(value => isStorableTree(value), `Expected at most ${MAX_DEPTH} levels of well-formed JSON.`),
  described<Record<string, unknown>>({ type: 'object', description: `At most ${MAX_DEPTH} levels deep.` }),
);

/** The respondent in the body of a start, in both contracts. */
export const respondent = requestObject({
  external_id: v.optional(text(1, 255)),
  display_name: v.optional(text(1, 255)),
  metadata: v.optional(metadata),
});
