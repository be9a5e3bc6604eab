import { countWords } from '../language/tokens.ts';

/** Least overlap of a copy with its original. */
const COPY_OVERLAP = 0.75;
/** Texts with fewer words are only compared as a whole. */
const FEWEST_WORDS = 5;
/**
 * How many texts are remembered for a pair of words: the latest ones, so that the cost per text
 * stays constant.
 */
const REMEMBERED_TEXTS = 20;

/** A text for comparison: lower case, words and numbers only. */
export const toComparableText = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * The pairs of consecutive words. A copy shares most of them with its original, even after small
 * changes.
 */
function listWordPairs(text: string): Set<string> {
  const words = toComparableText(text).split(' ');
  return new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));
}

/** The share of pairs that are in `other` too. */
function measureOverlap(pairs: Set<string>, other: Set<string>): number {
  const shared = [...pairs].filter(pair => other.has(pair)).length;
  return pairs.size === 0 ? 0 : shared / pairs.size;
}

const copiesText = (pairs: Set<string>, text: string | undefined) =>
  text !== undefined && measureOverlap(pairs, listWordPairs(text)) >= COPY_OVERLAP;

/**
 * Creates a detector for one respondent. Call it with each text in order and the interviewer's turn
 * before it; it returns whether the text copies that turn or an earlier text. A short text is a
 * copy the second time, a single word the third.
 */
export function createCopyDetector(): (text: string, precedingText?: string) => boolean {
  const occurrences = new Map<string, number>();
  /** Indexes of the texts that have a pair of words. */
  const textsByPair = new Map<string, number[]>();
  /** The number of pairs in each text. */
  const sizes: number[] = [];

  const resemblesEarlierText = (pairs: Set<string>) => {
    const sharedPairs = new Map<number, number>();
    for (const pair of pairs) {
      for (const text of textsByPair.get(pair) ?? []) sharedPairs.set(text, (sharedPairs.get(text) ?? 0) + 1);
    }
    return [...sharedPairs].some(([text, count]) => count / Math.max(pairs.size, sizes[text]!) >= COPY_OVERLAP);
  };

  return (text, precedingText) => {
    const comparable = toComparableText(text);
    const pairs = listWordPairs(text);
    const wordCount = countWords(text);
    const earlier = occurrences.get(comparable) ?? 0;
    const isCopy =
      wordCount >= FEWEST_WORDS
        ? copiesText(pairs, precedingText) || resemblesEarlierText(pairs)
        : earlier >= (wordCount > 1 ? 1 : 2);
    occurrences.set(comparable, earlier + 1);
    sizes.push(pairs.size);
    if (isCopy) return true;
    const index = sizes.length - 1;
    for (const pair of pairs) {
      textsByPair.set(pair, [...(textsByPair.get(pair) ?? []), index].slice(-REMEMBERED_TEXTS));
    }
    return false;
  };
}
