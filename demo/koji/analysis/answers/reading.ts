import type { AnswerValue } from '../../../../src/interview/questions.ts';
import { straightenQuotes } from '../language/tokens.ts';

/**
 * What a text says about a question. `none`: nothing at all. `unclear`: something, from which no single value follows.
 * `exact` tells that the value was said outright, `false` that it was concluded (from a synonym, a spelling, a rest).
 */
export type Reading<Value extends AnswerValue = AnswerValue> =
  | { kind: 'value'; value: Value; exact: boolean }
  | { kind: 'none' }
  | { kind: 'unclear' };

export const NONE = { kind: 'none' } as const;
export const UNCLEAR = { kind: 'unclear' } as const;

/** The reading that says this value. */
export const toReading = <Value extends AnswerValue>(value: Value, exact = true): Reading<Value> => ({
  kind: 'value',
  value,
  exact,
});

/** Contractions as they are typed in haste, of those that could be nothing else; "id" and "ill" only before what makes them so. */
const HASTY: readonly [RegExp, string][] = [
  [/\b(do|does|did|is|are|was|were|have|has|had|would|could|should|must)nt\b/g, "$1n't"],
  [/\bcant\b/g, "can't"],
  [/\bwont\b/g, "won't"],
  [/\bim\b/g, "i'm"],
  [/\b(i|we|they|you)ve\b/g, "$1've"],
  [
    /\bid(?= (?:say|give|go|rate|put|pick|choose|rather|love|like|prefer|recommend|use|never|not|probably|be)\b)/g,
    "i'd",
  ],
  [/\bill(?= (?:say|give|go|rate|put|pick|choose|take|never|not|probably|be)\b)/g, "i'll"],
  [/\b(that|there|what|he|she)s(?= )/g, "$1's"],
  [/\b(they|you)re\b/g, "$1're"],
  [/(?<=[a-z]) n (?=[a-z])/g, ' and '],
  [/\bouta\b|\boutta\b/g, 'out of'],
];

/** A text as the readers want it: lower case, straight apostrophes, and those left out in haste put back ("i dont"). */
export function normalizeText(text: string): string {
  const low = straightenQuotes(text).toLowerCase();
  return HASTY.reduce((made, [hasty, meant]) => made.replace(hasty, meant), low);
}

const CORRECTION =
  /\b(?:(?:(?:oh|hm+|uh|no|nope),? )?(?:wait|hold on|hang on|scratch that|strike that|on second thoughts?)(?:,? no\b(?=,? (?:make|i|it|let)))?|correction|let me (?:correct|rephrase) (?:that|myself)?|i (?:mean|meant)(?: to (?:say|write|type|put))?|sorry|apologies|oops|typo|my (?:mistake|bad)|(?:,|-|–|—|\.|!|\?|…|\() ?(?:no,? )?actually|or rather(?! than)|(?:let'?s |i'?ll )?(?:make|change) (?:that|it)(?: to)?|change my mind|changed my mind)\b/g;

const CORRECTION_OR_NO = new RegExp(`${CORRECTION.source}|(?<=\\w)(?:,|\\.+|\\?|!+| -| –|…) no,(?= )`, 'g');

/**
 * The text cut where the respondent corrects themselves; the last part counts most. With `bareNo` a "no" between two commas
 * is a correction too, as it is wherever no is not itself an answer.
 */
export function splitCorrections(text: string, bareNo = false): string[] {
  const parts: string[] = [];
  let start = 0;
  for (const found of text.matchAll(bareNo ? CORRECTION_OR_NO : CORRECTION)) {
    parts.push(text.slice(start, found.index));
    start = found.index + found[0].length;
  }
  return [...parts, text.slice(start)];
}

/** Whether the text takes something back that was said before. */
export const hasCorrection = (text: string): boolean => splitCorrections(normalizeText(text)).length > 1;

/** Reads the corrected parts from the last to the first, until one says something. */
export function readCorrected<Value extends AnswerValue>(
  text: string,
  read: (part: string) => Reading<Value>,
): Reading<Value> {
  for (const part of splitCorrections(text, true).reverse()) {
    const reading = read(part);
    if (reading.kind !== 'none') return reading;
  }
  return NONE;
}

const HEDGE =
  /\b(?:probably|prob|maybe|perhaps|possibly|i guess|i suppose|i think|i believe|i'd imagine|around|about|roughly|approximately|approx|somewhere|ish|sort of|kind of|kinda|more or less|not (?:entirely |quite |really )?(?:sure|certain)|might|dunno|don't know|hard to say|or so|or thereabouts|most likely|likely|presumably|if i had to|could be|give or take|etwa|ungefähr|vielleicht|vermutlich|wahrscheinlich|eher|wohl|i'd lean|leaning)\b|\d-?ish\b|\?\s*$/g;

/** How many words of doubt are in a text. */
export const countHedges = (text: string): number => normalizeText(text).match(HEDGE)?.length ?? 0;

/** The clauses of a plain text, short ones, as people type them. */
export const splitNormalizedClauses = (text: string): { text: string; start: number }[] => {
  const clauses: { text: string; start: number }[] = [];
  let start = 0;
  for (const found of text.matchAll(
    /[,;!?\n()–—]+|\.(?!\d)|\s-+\s|\b(?:but|though|although|whereas|while|because|'?cause|cos|since|unless)\b/g,
  )) {
    clauses.push({ text: text.slice(start, found.index), start });
    start = /^'?[a-z]/.test(found[0]) ? found.index : found.index + found[0].length;
  }
  clauses.push({ text: text.slice(start), start });
  return clauses.filter(clause => clause.text.trim() !== '');
};

/** Clauses that speak of another time, another person or another world than the one asked about. */
const BESIDE_THE_POINT = {
  past: /\b(?:used to|previously|formerly|originally|initially|at first|in the beginning|at the (?:start|beginning)|back then|before (?:that|this|then|the)|in the past|(?:last|the previous) (?:week|month|year|time|quarter|season|term)|(?:days|weeks|months|years|a while) ago|would(?:'ve| have)(?! to)|'d have(?! to)|once was|was once|had been)\b/,
  others:
    /\b(?:he|she|they|others?|(?:other|some|most|many) (?:people|\w+s)|people|everyone(?: else)?|everybody|someone|(?:my|our|his|her|their|the) (?!only|main|top|first|biggest|short|honest|real|final|answer|score|rating|overall)[a-z]+(?: [a-z]+)?)(?:'d|'ll)? (?:would |might |may |will |probably |always |usually |often |also |still )*(?:say|says|said|give|gives|gave|rate|rates|rated|put|puts|call|calls|prefers?|likes?|loves?|uses?|wants?|picks?|picked|chose|chooses|(?:goes|went)(?= (?:for|with|to|by)\b)|swears?)\b/,
  imagined:
    /\b(?:would|could|might|'d) (?:have been|be|say|give|go|rate|pick|choose|recommend|use|use)\b.*\b(?:if|unless|were it not|without|had)\b(?! (?:i|you|we)(?:'m| (?:am|had to|have to|must|ask)))|\b(?:if|unless)\b(?! (?:i|you|we)(?:'m| (?:am|had to|have to|must|ask)|'?d (?:to|have)))/,
} as const;

const BENIGN_IF =
  /\bif (?:i'm|i am|i must|i had to|i have to|you ask|we're|you want|anything|pushed|pressed|possible|asked)\b/;

/** Whether a clause, with the one after it, is about the past, others or what might be, rather than about the answer. */
export function isAboutAnotherCase(clause: string, next = ''): boolean {
  const present = /\b(?:now|nowadays|today|these days|currently|still|meanwhile|at the moment)\b/.test(clause);
  if (!present && BESIDE_THE_POINT.past.test(clause)) return true;
  if (BESIDE_THE_POINT.others.test(clause)) return true;
  if (BENIGN_IF.test(clause) || BENIGN_IF.test(next)) return false;
  if (BESIDE_THE_POINT.imagined.test(clause)) return true;
  return (
    /\b(?:would|could|might)\b|'d\b/.test(clause) && /^\W*(?:and )?(?:only )?(?:if|unless|were it not)\b/.test(next)
  );
}
