import type { Token } from '../language/tokens.ts';
import { getFrequencyRank } from '../language/vectors.ts';
import { EVERYDAY_NOUNS, WEAK_THEME_WORDS } from './weak-theme-words.ts';

/** A content word. Its weight says how well it names a subject, from about 0.2 to 1. */
export interface Term {
  lemma: string;
  weight: number;
}

/** The weight of an everyday noun in comparison with other nouns. */
const EVERYDAY_NOUN_WEIGHT = 0.4;
/** Weight by part of speech; other parts of speech are no terms. */
const POS_WEIGHTS: Partial<Record<Token['pos'], number>> = { NOUN: 1, PROPN: 0.7, ADJ: 0.6, VERB: 0.55 };
/** The frequency rank of words that are not in the vocabulary. */
const UNKNOWN_WORD_RANK = 20_000;

/** The weight of a token as a term; 0 if it is none. Rare words weigh more than common ones. */
function weighToken(token: Token): number {
  const posWeight = POS_WEIGHTS[token.pos];
  if (posWeight === undefined || token.isStopWord || token.lemma.length < 2) return 0;
  if (WEAK_THEME_WORDS.has(token.lemma) || WEAK_THEME_WORDS.has(token.lower)) return 0;
  if (!/\p{L}/u.test(token.lemma)) return 0;
  const rank = getFrequencyRank(token.lemma) ?? UNKNOWN_WORD_RANK;
  const nounWeight = EVERYDAY_NOUNS.has(token.lemma) ? EVERYDAY_NOUN_WEIGHT : 1;
  return posWeight * nounWeight * Math.min(1, 0.35 + Math.log10(rank + 10) / 5.5);
}

/** The terms among tokens, each lemma once with its largest weight. */
export function extractTerms(tokens: Token[]): Term[] {
  const terms = new Map<string, Term>();
  for (const token of tokens) {
    const weight = weighToken(token);
    if (weight === 0) continue;
    const { lemma } = token;
    terms.set(lemma, { lemma, weight: Math.max(weight, terms.get(lemma)?.weight ?? 0) });
  }
  return [...terms.values()];
}
