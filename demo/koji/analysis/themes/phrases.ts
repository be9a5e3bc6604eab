import type { Token } from '../language/tokens.ts';
import { extractTerms } from './terms.ts';

/** A run of words that names a subject. */
export interface NounPhrase {
  words: Token[];
  /** Its dictionary forms, to tell phrases apart. */
  key: string;
}

const LONGEST = 3;
const isNoun = (word: Token) => word.pos === 'NOUN' || word.pos === 'PROPN';

/** The noun phrases among words: up to three that end in a noun and all tell of a subject. */
export function extractNounPhrases(words: Token[]): NounPhrase[] {
  const telling = new Set(extractTerms(words).map(({ lemma }) => lemma));
  const phrases: NounPhrase[] = [];
  for (const [end, last] of words.entries()) {
    if (!isNoun(last) || !telling.has(last.lemma)) continue;
    for (let start = end; start >= 0 && start > end - LONGEST; start--) {
      const word = words[start]!;
      if (!(isNoun(word) || word.pos === 'ADJ') || !telling.has(word.lemma) || (start < end && /\d/.test(word.text)))
        break;
      if (start < end && words[start + 1]!.start - word.end > 1) break;
      const run = words.slice(start, end + 1);
      phrases.push({ words: run, key: run.map(({ lemma }) => lemma).join(' ') });
    }
  }
  return phrases;
}

/** A phrase as it is written in a sentence: in lower case, but for names in the middle of one. */
export const formatPhrase = (words: Token[]): string =>
  words
    .map(word => (word.pos === 'PROPN' && word.start > 0 && /^\p{Lu}/u.test(word.text) ? word.text : word.lower))
    .join(' ');
