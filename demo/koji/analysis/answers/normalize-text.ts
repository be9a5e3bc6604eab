import { straightenQuotes } from '../language/tokens.ts';

/**
 * Contractions typed without their apostrophe. "id" and "ill" count only before words that make
 * them "i'd" and "i'll".
 */
const CONTRACTIONS: readonly [RegExp, string][] = [
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

/**
 * A text as the readers expect it: lower case, straight apostrophes, and missing apostrophes
 * restored ("i dont").
 */
export function normalizeText(text: string): string {
  const lower = straightenQuotes(text).toLowerCase();
  return CONTRACTIONS.reduce((result, [typed, meant]) => result.replace(typed, meant), lower);
}
