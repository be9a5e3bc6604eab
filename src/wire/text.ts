/** Schemas of free text in requests. */
import * as v from 'valibot';
import { LANGUAGE_TAG } from '../interview/language-tag.ts';
import { countCharacters } from '../interview/transcript.ts';

/**
 * Adds a piece of JSON Schema to the OpenAPI description, for checks that are functions. Checks
 * nothing.
 */
export const described = <Input>(jsonSchema: Record<string, unknown>) =>
  v.metadata<Input, { jsonSchema: Record<string, unknown> }>({ jsonSchema });

/**
 * Whether every store can hold a text: PostgreSQL has no NUL, and JSON stores refuse half a
 * surrogate pair.
 */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** Storable text of `min` to `max` characters (Unicode code points). */
export const text = (min: number, max: number) =>
  v.pipe(
    v.string(),
    v.check(value => value.length >= min, `Expected at least ${min} character(s).`),
    v.check(value => countCharacters(value) <= max, `Expected at most ${max} characters.`),
    v.check(isStorable, 'Text must be well-formed Unicode without NUL characters.'),
    described<string>({ minLength: min, maxLength: max }),
  );

/** A BCP 47 language tag. */
export const locale = v.pipe(
  v.string(),
  v.maxLength(35),
  v.regex(LANGUAGE_TAG, 'Expected a BCP 47 language tag such as "en" or "de-AT".'),
);
