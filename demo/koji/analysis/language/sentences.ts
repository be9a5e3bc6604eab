/** A stretch of a text: `text` is exactly what stands from `start` to `end`. */
export interface TextSpan {
  text: string;
  start: number;
  end: number;
}

const SENTENCE_END = /[.!?…]+["'”’)\]]*(?=\s)|[。！？]+|\n+/g;
const ABBREVIATION = /(?:^|[\s(])(?:\p{L}|e\.g|i\.e|z\.b|etc|vs|approx|mr|mrs|ms|dr|st|nr|incl|ca)\.$/iu;
const CLAUSE_END =
  /[;:–—]\s+|\s[-–—]\s|,\s+(?=(?:but|(?:mainly |mostly |partly |only |just |simply )?because|so|which|while|although|though|whereas|and|yet)\b)|\s(?<!\b(?:mainly|mostly|partly|only|just|simply|not)\s)(?=(?:but|because|whereas|although)\s)/gi;

/** The stretch without the white space around it; null where nothing is left. */
function trimmed(text: string, start: number, end: number): TextSpan | null {
  let [from, to] = [start, end];
  while (from < to && /\s/.test(text[from]!)) from++;
  while (to > from && /\s/.test(text[to - 1]!)) to--;
  return from < to ? { text: text.slice(from, to), start: from, end: to } : null;
}

/** Cuts a stretch of a text after each of the given places. */
function cut(text: string, { start, end }: Pick<TextSpan, 'start' | 'end'>, places: number[]): TextSpan[] {
  const bounds = [start, ...places, end];
  return bounds.slice(1).flatMap((to, at) => trimmed(text, bounds[at]!, to) ?? []);
}

/** The sentences of a text in any language, each a stretch of it. A line break ends a sentence too. */
export function splitSentences(text: string): TextSpan[] {
  const places = [...text.matchAll(SENTENCE_END)]
    .map(found => found.index + found[0].length)
    .filter(place => !ABBREVIATION.test(text.slice(Math.max(0, place - 8), place)))
    .filter(place => !/\bno\.$/i.test(text.slice(0, place)) || !/^\s*\d/.test(text.slice(place)));
  return cut(text, { start: 0, end: text.length }, places);
}

/** The clauses of a sentence, each a stretch of the whole text that the sentence stands in. */
export function splitClauses(text: string, sentence: TextSpan): TextSpan[] {
  const places = [...sentence.text.matchAll(CLAUSE_END)].map(found => sentence.start + found.index + found[0].length);
  return cut(text, sentence, places);
}
