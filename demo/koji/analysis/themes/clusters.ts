import { areRelatedWords } from '../language/similarity.ts';
import { combineVectors, cosineSimilarity, getWordVector } from '../language/vectors.ts';
import type { Passage } from './passages.ts';

/** Passages on one subject. */
export interface Cluster {
  passages: Passage[];
}

/**
 * The cost of clustering grows with the square, so only this many passages with the most terms form
 * the clusters.
 */
const MOST_CLUSTERED = 220;
/** Least average similarity of two clusters to be merged. */
const MERGE_SIMILARITY = 0.42;
/** Least similarity of a remaining passage to the cluster that it joins. */
const JOIN_SIMILARITY = 0.6;
/**
 * The share of the best-matching terms in the similarity of two passages. The rest is that of their
 * vectors.
 */
const TERM_SHARE = 0.5;
/**
 * Reduces the similarity of terms that are only close, so that many weak matches don't make a
 * strong one.
 */
const TERM_EXPONENT = 1.5;
/** Least similarity of terms that the thesaurus relates. */
const RELATED_SIMILARITY = 0.75;
/** Added for passages under the same question, and for passages of the same turn. */
const SAME_QUESTION_BONUS = 0.18;
const SAME_TURN_BONUS = 0.2;

/** The sum of a passage's term weights: how much it says about its subject. */
export const sumTermWeights = ({ terms }: Passage) => terms.reduce((sum, { weight }) => sum + weight, 0);

/** The normalized mean of the passages' vectors. */
export const findCentroid = ({ passages }: Cluster): Float32Array =>
  combineVectors(passages.map(({ vector }) => ({ vector, weight: 1 })));

/**
 * A passage's terms as indexes into the vocabulary, by weight from the largest, with the square
 * roots of the weights.
 */
interface IndexedTerms {
  indexes: number[];
  roots: number[];
}

/**
 * The vocabulary of passages with the similarity of each pair of its terms, computed once per pair.
 */
function indexTerms(passages: Passage[]) {
  const indexByLemma = new Map<string, number>();
  for (const { terms } of passages) {
    for (const { lemma } of terms) if (!indexByLemma.has(lemma)) indexByLemma.set(lemma, indexByLemma.size);
  }
  const lemmas = [...indexByLemma.keys()];
  const vectors = lemmas.map(getWordVector);
  const similarities = new Float32Array(lemmas.length ** 2).fill(Number.NaN);

  const compute = (a: number, b: number): number => {
    const [first, second] = [vectors[a], vectors[b]];
    const cosine = first && second ? Math.max(0, cosineSimilarity(first, second)) : 0;
    const related = areRelatedWords(lemmas[a]!, lemmas[b]!) ? Math.max(RELATED_SIMILARITY, cosine) : cosine;
    const similarity = related ** TERM_EXPONENT;
    similarities[a * lemmas.length + b] = similarity;
    similarities[b * lemmas.length + a] = similarity;
    return similarity;
  };
  return {
    indexPassage({ terms }: Passage): IndexedTerms {
      const sorted = [...terms].sort((one, other) => other.weight - one.weight);
      return {
        indexes: sorted.map(({ lemma }) => indexByLemma.get(lemma)!),
        roots: sorted.map(({ weight }) => Math.sqrt(weight)),
      };
    },
    compare(a: number, b: number): number {
      if (a === b) return 1;
      const known = similarities[a * lemmas.length + b]!;
      return Number.isNaN(known) ? compute(a, b) : known;
    },
  };
}

/**
 * The largest weighted similarity between a term of one passage and a term of the other: one shared
 * subject is enough.
 */
function findBestMatch(one: IndexedTerms, other: IndexedTerms, compare: (a: number, b: number) => number): number {
  let best = 0;
  for (let i = 0; i < one.indexes.length; i++) {
    for (let j = 0; j < other.indexes.length; j++) {
      const weight = one.roots[i]! * other.roots[j]!;
      // Weights only get smaller from here, and no similarity is above 1.
      if (weight <= best) break;
      best = Math.max(best, weight * compare(one.indexes[i]!, other.indexes[j]!));
    }
  }
  return best;
}

/** The similarity of all pairs of passages, as a square matrix in rows. */
function compareAll(passages: Passage[]): Float32Array {
  const { indexPassage, compare } = indexTerms(passages);
  const terms = passages.map(indexPassage);
  const size = passages.length;
  const matrix = new Float32Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const [one, other] = [passages[a]!, passages[b]!];
      const isSameQuestion = one.turn.question !== null && one.turn.question === other.turn.question;
      const similarity =
        TERM_SHARE * findBestMatch(terms[a]!, terms[b]!, compare) +
        (1 - TERM_SHARE) * Math.max(0, cosineSimilarity(one.vector, other.vector)) +
        (isSameQuestion ? SAME_QUESTION_BONUS : 0) +
        (one.turn === other.turn ? SAME_TURN_BONUS : 0);
      matrix[a * size + b] = similarity;
      matrix[b * size + a] = similarity;
    }
  }
  return matrix;
}

/** Agglomerative clustering with average linkage. Returns groups of indexes into `passages`. */
function mergeNearest(passages: Passage[]): number[][] {
  const size = passages.length;
  const similarities = compareAll(passages);
  const groups: (number[] | null)[] = passages.map((_, index) => [index]);
  for (;;) {
    const nearest = findNearestPair(groups, similarities);
    if (!nearest) return groups.filter(group => group !== null);
    const [first, second] = nearest;
    const [one, other] = [groups[first]!, groups[second]!];
    for (let third = 0; third < size; third++) {
      if (!groups[third] || third === first || third === second) continue;
      const average =
        (similarities[first * size + third]! * one.length + similarities[second * size + third]! * other.length) /
        (one.length + other.length);
      similarities[first * size + third] = average;
      similarities[third * size + first] = average;
    }
    groups[first] = [...one, ...other];
    groups[second] = null;
  }
}

/** The two most similar groups; null if none are similar enough to be merged. */
function findNearestPair(groups: (number[] | null)[], similarities: Float32Array): [number, number] | null {
  const size = groups.length;
  let best = MERGE_SIMILARITY;
  let pair: [number, number] | null = null;
  for (let a = 0; a < size; a++) {
    if (!groups[a]) continue;
    for (let b = a + 1; b < size; b++) {
      if (!groups[b] || similarities[a * size + b]! <= best) continue;
      best = similarities[a * size + b]!;
      pair = [a, b];
    }
  }
  return pair;
}

/**
 * Groups passages by meaning. The cost grows with the square up to `MOST_CLUSTERED` passages, and
 * linearly beyond.
 */
export function clusterPassages(passages: Passage[]): Cluster[] {
  const ordered = [...passages].sort((a, b) => sumTermWeights(b) - sumTermWeights(a));
  const selection = new Set(ordered.slice(0, MOST_CLUSTERED));
  const selected = passages.filter(passage => selection.has(passage));
  const clusters = mergeNearest(selected).map(group => ({ passages: group.map(index => selected[index]!) }));
  const rest = passages.filter(passage => !selection.has(passage));
  if (rest.length === 0) return clusters;
  const centroids = clusters.map(findCentroid);
  for (const passage of rest) {
    const similarities = centroids.map(centroid => cosineSimilarity(centroid, passage.vector));
    const best = similarities.indexOf(Math.max(...similarities));
    if (similarities[best]! > JOIN_SIMILARITY) clusters[best]!.passages.push(passage);
  }
  return clusters;
}
