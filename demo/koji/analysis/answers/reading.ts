import type { AnswerValue } from '../../../../src/interview/questions.ts';

/**
 * What a text says about a question. `none`: nothing. `unclear`: something, but no single value
 * follows from it. `exact` means that the value is stated outright; otherwise it is inferred, for
 * example from a synonym or a misspelling.
 */
export type Reading<Value extends AnswerValue = AnswerValue> =
  | { kind: 'value'; value: Value; exact: boolean }
  | { kind: 'none' }
  | { kind: 'unclear' };

export const NONE = { kind: 'none' } as const;
export const UNCLEAR = { kind: 'unclear' } as const;

/** A reading with a value. */
export const toReading = <Value extends AnswerValue>(value: Value, exact = true): Reading<Value> => ({
  kind: 'value',
  value,
  exact,
});
