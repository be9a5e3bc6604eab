/**
 * A part of a text. `start` and `end` are offsets in that text, and `text` is exactly what stands
 * between them.
 */
export interface TextSpan {
  text: string;
  start: number;
  end: number;
}

const SENTENCE_END = /(?<![.!?…])[.!?…]+["'”’)\]]*(?=\s)|[。！？]+|\n+/g;
const ABBREVIATION = /(?:^|[\s(])(?:\p{L}|e\.g|i\.e|z\.b|etc|vs|approx|mr|mrs|ms|dr|st|nr|incl|ca)\.$/iu;
const CLAUSE_END =
  /[;:–—]\s+|\s[-–—]\s|,\s+(?=(?:but|(?:mainly |mostly |partly |only |just |simply )?because|so|which|while|although|though|whereas|and|yet)\b)|\s(?<!\b(?:mainly|mostly|partly|only|just|simply|not)\s)(?=(?:but|because|whereas|although)\s)/gi;

/** The span without the white space at its ends; null if nothing is left. */
function trimSpan(text: string, start: number, end: number): TextSpan | null {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return from < to ? { text: text.slice(from, to), start: from, end: to } : null;
}

/** Splits a span of a text at these offsets. */
function splitAt(text: string, { start, end }: Pick<TextSpan, 'start' | 'end'>, offsets: number[]): TextSpan[] {
  const bounds = [start, ...offsets, end];
  return bounds.slice(1).flatMap((to, at) => trimSpan(text, bounds[at]!, to) ?? []);
}

/** The sentences of a text in any language. A line break ends a sentence too. */
export function splitSentences(text: string): TextSpan[] {
  const ends = [...text.matchAll(SENTENCE_END)]
    .map(match => match.index + match[0].length)
    .filter(end => !ABBREVIATION.test(text.slice(Math.max(0, end - 8), end)))
    // "no. 7" is a number, not the end of a sentence.
    .filter(end => !/\bno\.$/i.test(text.slice(Math.max(0, end - 4), end)) || !/^\s*\d/.test(text.slice(end)));
  return splitAt(text, { start: 0, end: text.length }, ends);
}

/** The clauses of a sentence of this text. Their offsets are those of the text. */
export function splitClauses(text: string, sentence: TextSpan): TextSpan[] {
  const ends = [...sentence.text.matchAll(CLAUSE_END)].map(match => sentence.start + match.index + match[0].length);
  return splitAt(text, sentence, ends);
}
