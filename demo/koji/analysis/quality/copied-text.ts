import { countWords } from '../language/tokens.ts';

/** A text as it compares: lower case, words and numbers only. */
export const toComparableText = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** The word pairs of a text: what a copy has in common with its original, small changes aside. */
function pairsOf(text: string): Set<string> {
  const words = toComparableText(text).split(' ');
  return new Set(words.slice(1).map((word, at) => `${words[at]} ${word}`));
}

const shared = (a: Set<string>, b: Set<string>) => {
  let count = 0;
  for (const pair of a) if (b.has(pair)) count++;
  return a.size === 0 ? 0 : count / a.size;
};

const COPY = 0.75;
const COPY_WORDS = 5;

/** How many earlier replies a pair of words is looked up in: the last ones, so that the cost stays even. */
const REMEMBERED = 20;

/**
 * Watches the replies of one respondent, told one after another with what was asked: says of each whether it repeats the
 * question or an earlier reply. Of short replies a sentence may come once and a single word twice before it is a copy.
 */
export function createCopyDetector(): (text: string, asked?: string) => boolean {
  const times = new Map<string, number>();
  const places = new Map<string, number[]>();
  const sizes: number[] = [];

  const resemblesEarlier = (pairs: Set<string>) => {
    const hits = new Map<number, number>();
    for (const pair of pairs) for (const place of places.get(pair) ?? []) hits.set(place, (hits.get(place) ?? 0) + 1);
    return [...hits].some(([place, count]) => count / Math.max(pairs.size, sizes[place]!) >= COPY);
  };

  return (text, asked) => {
    const plain = toComparableText(text);
    const pairs = pairsOf(text);
    const words = countWords(text);
    const before = times.get(plain) ?? 0;
    const isCopy =
      words >= COPY_WORDS
        ? (asked !== undefined && shared(pairs, pairsOf(asked)) >= COPY) || resemblesEarlier(pairs)
        : before >= (words > 1 ? 1 : 2);
    times.set(plain, before + 1);
    sizes.push(pairs.size);
    if (!isCopy)
      for (const pair of pairs) places.set(pair, [...(places.get(pair) ?? []), sizes.length - 1].slice(-REMEMBERED));
    return isCopy;
  };
}
