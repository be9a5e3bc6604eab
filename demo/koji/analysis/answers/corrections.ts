import type { AnswerValue } from '../../../../src/interview/questions.ts';
import { normalizeText } from './normalize-text.ts';
import { NONE, type Reading } from './reading.ts';

const CORRECTION =
  /\b(?:(?:(?:oh|hm+|uh|no|nope),? )?(?:wait|hold on|hang on|scratch that|strike that|on second thoughts?)(?:,? no\b(?=,? (?:make|i|it|let)))?|correction|let me (?:correct|rephrase) (?:that|myself)?|i (?:mean|meant)(?: to (?:say|write|type|put))?|sorry|apologies|oops|typo|my (?:mistake|bad)|(?:,|-|–|—|\.|!|\?|…|\() ?(?:no,? )?actually|or rather(?! than)|(?:let'?s |i'?ll )?(?:make|change) (?:that|it)(?: to)?|change my mind|changed my mind)\b/g;

const CORRECTION_OR_NO = new RegExp(`${CORRECTION.source}|(?<=\\w)(?:,|\\.+|\\?|!+| -| –|…) no,(?= )`, 'g');

/**
 * Splits a normalized text where the respondent corrects themselves. The last part counts most.
 * With `bareNo`, a "no" between two commas is a correction too; leave it out where "no" is an
 * answer.
 */
export function splitCorrections(text: string, bareNo = false): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const match of text.matchAll(bareNo ? CORRECTION_OR_NO : CORRECTION)) {
    parts.push(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  return [...parts, text.slice(start)];
}

/** Whether a text takes back something said before. */
export const hasCorrection = (text: string): boolean => splitCorrections(normalizeText(text)).length > 1;

/** Reads the parts of a corrected text from the last to the first, until one says something. */
export function readLastCorrection<Value extends AnswerValue>(
  text: string,
  read: (part: string) => Reading<Value>,
): Reading<Value> {
  for (const part of splitCorrections(text, true).reverse()) {
    const reading = read(part);
    if (reading.kind !== 'none') return reading;
  }
  return NONE;
}
