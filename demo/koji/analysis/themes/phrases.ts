import type { Token } from '../language/tokens.ts';
import { extractTerms } from './terms.ts';

/** Up to three tokens that name a subject. */
export interface NounPhrase {
  tokens: Token[];
  /** The lemmas, joined by spaces. Equal phrases have equal keys. */
  key: string;
}

const LONGEST_PHRASE = 3;
const isNoun = ({ pos }: Token) => pos === 'NOUN' || pos === 'PROPN';

/**
 * The noun phrases of up to three terms: nouns, with the nouns and adjectives right before them.
 */
export function extractNounPhrases(tokens: Token[]): NounPhrase[] {
  const termLemmas = new Set(extractTerms(tokens).map(({ lemma }) => lemma));
  const phrases: NounPhrase[] = [];
  for (const [end, head] of tokens.entries()) {
    if (!isNoun(head) || !termLemmas.has(head.lemma)) continue;
    phrases.push(createPhrase([head]));
    for (let start = end - 1; start >= 0 && start > end - LONGEST_PHRASE; start--) {
      if (!isModifier(tokens[start]!, tokens[start + 1]!) || !termLemmas.has(tokens[start]!.lemma)) break;
      phrases.push(createPhrase(tokens.slice(start, end + 1)));
    }
  }
  return phrases;
}

const createPhrase = (tokens: Token[]): NounPhrase => ({ tokens, key: tokens.map(({ lemma }) => lemma).join(' ') });

/**
 * Whether a token can stand in a noun phrase before the next token: with a space between them, not
 * a comma.
 */
const isModifier = (token: Token, next: Token) =>
  (isNoun(token) || token.pos === 'ADJ') && !/\d/.test(token.text) && next.start - token.end <= 1;

/** A phrase for the middle of a sentence: in lower case, except for names. */
export const formatPhrase = (tokens: Token[]): string =>
  tokens
    .map(token => (token.pos === 'PROPN' && token.start > 0 && /^\p{Lu}/u.test(token.text) ? token.text : token.lower))
    .join(' ');
