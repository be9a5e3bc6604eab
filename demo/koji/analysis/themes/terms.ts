import type { Token } from '../language/tokens.ts';
import { getFrequencyRank } from '../language/vectors.ts';
import { EVERYDAY_NOUNS, WEAK_THEME_WORDS } from './weak-theme-words.ts';

/** A content word of a passage, with how much it tells of the subject: some 0.2 to 1. */
export interface Term {
  lemma: string;
  weight: number;
}

/** How much less than others a word of everybody's life counts. */
const PERSONAL_WEIGHT = 0.4;

const POS_WEIGHT: Partial<Record<Token['pos'], number>> = { NOUN: 1, PROPN: 0.7, ADJ: 0.6, VERB: 0.55 };

/** How much a word tells of the subject, 0 for one that tells nothing. */
function weightOf(word: Token): number {
  const pos = POS_WEIGHT[word.pos];
  if (
    pos === undefined ||
    word.isStopWord ||
    WEAK_THEME_WORDS.has(word.lemma) ||
    WEAK_THEME_WORDS.has(word.lower) ||
    word.lemma.length < 2 ||
    !/\p{L}/u.test(word.lemma)
  )
    return 0;
  const rank = getFrequencyRank(word.lemma) ?? 20_000;
  return pos * (EVERYDAY_NOUNS.has(word.lemma) ? PERSONAL_WEIGHT : 1) * Math.min(1, 0.35 + Math.log10(rank + 10) / 5.5);
}

/** The content words among words, each once, the weight of its best use. */
export function extractTerms(words: Token[]): Term[] {
  const terms = new Map<string, Term>();
  for (const word of words) {
    const weight = weightOf(word);
    if (weight === 0) continue;
    const before = terms.get(word.lemma);
    terms.set(word.lemma, {
      lemma: word.lemma,
      weight: Math.max(weight, before?.weight ?? 0),
    });
  }
  return [...terms.values()];
}
