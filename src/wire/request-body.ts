/** Rules that hold for every request body of both contracts. */
import * as v from 'valibot';

/** The longest body either contract reads, in bytes. A message of 8000 escaped emoji fits. */
export const BODY_LIMIT = 128 * 1024;

/**
 * An object with these fields and no others: a misspelled field is an error, never silently
 * ignored. Arrays are refused; `v.strictObject` alone would accept one where all fields are
 * optional.
 */
export const requestObject = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.pipe(
    v.custom<v.InferInput<v.StrictObjectSchema<Entries, undefined>>>(
      value => !Array.isArray(value),
      'Expected an object.',
    ),
    v.strictObject(entries),
  );

/**
 * Limits of an error text: how many issues, and how many characters of a path and of a received
 * value.
 */
const MAX_ISSUES = 3;
const MAX_PATH = 80;
const MAX_VALUE = 40;

/**
 * Describes what is wrong with a body, for the `message` of `invalid_request`: "mode: Invalid type:
 * …". The text is short however long the body is; of a received value only the beginning is
 * repeated.
 */
export const describeIssues = (issues: readonly v.BaseIssue<unknown>[]): string =>
  issues
    .slice(0, MAX_ISSUES)
    .map(issue => {
      const path = shorten(v.getDotPath(issue) ?? '', MAX_PATH);
      const message = issue.message.replace(issue.received, () => shorten(issue.received, MAX_VALUE));
      return path ? `${path}: ${message}` : message;
    })
    .join(' ');

const shorten = (text: string, max: number) => (text.length <= max ? text : `${text.slice(0, max)}…`);
