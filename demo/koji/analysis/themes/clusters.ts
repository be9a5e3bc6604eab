import { areRelatedWords } from '../language/similarity.ts';
import { combineVectors, cosineSimilarity, getWordVector } from '../language/vectors.ts';
import type { Passage } from './passages.ts';

/** Passages that speak of one matter. */
export interface Cluster {
  passages: Passage[];
}

/** Comparing all with all costs the square, so that only so many passages, the most telling, make the clusters. */
const MOST_COMPARED = 220;
/** How alike two groups must be on average to be one. */
const JOIN = 0.42;
/** How much of a likeness is one shared subject, the rest being what the passages say as a whole. */
const TIE = 0.5;
/** Words that are only near count for less than their nearness, so that many faint ties make no strong one. */
const NEAR_POWER = 1.5;
/** Least likeness of words that stand in one family of the thesaurus. */
const RELATED = 0.75;
/** What stands under one question, or in one reply, is likelier to be about one thing. */
const SAME_QUESTION = 0.18;
const SAME_REPLY = 0.2;

const told = ({ terms }: Passage) => terms.reduce((sum, { weight }) => sum + weight, 0);

/** A passage's words by their numbers, the weightiest first, with the roots of their weights. */
interface Words {
  numbers: number[];
  roots: number[];
}

/** The words of passages, numbered, and their likeness: each pair is computed once, and found again without making a key. */
function numberWords(passages: Passage[]) {
  const numberOf = new Map<string, number>();
  for (const { terms } of passages) {
    for (const { lemma } of terms) if (!numberOf.has(lemma)) numberOf.set(lemma, numberOf.size);
  }
  const lemmas = [...numberOf.keys()];
  const directions = lemmas.map(getWordVector);
  const known = new Float64Array(lemmas.length ** 2).fill(Number.NaN);

  const compute = (a: number, b: number): number => {
    const [first, second] = [directions[a], directions[b]];
    const near = first && second ? Math.max(0, cosineSimilarity(first, second)) : 0;
    const value = (areRelatedWords(lemmas[a]!, lemmas[b]!) ? Math.max(RELATED, near) : near) ** NEAR_POWER;
    known[a * lemmas.length + b] = value;
    known[b * lemmas.length + a] = value;
    return value;
  };
  return {
    wordsOf({ terms }: Passage): Words {
      const sorted = [...terms].sort((one, other) => other.weight - one.weight);
      return {
        numbers: sorted.map(({ lemma }) => numberOf.get(lemma)!),
        roots: sorted.map(({ weight }) => Math.sqrt(weight)),
      };
    },
    compare(a: number, b: number): number {
      if (a === b) return 1;
      const before = known[a * lemmas.length + b]!;
      return Number.isNaN(before) ? compute(a, b) : before;
    },
  };
}

/** The strongest tie between two passages' words: one shared subject is enough. */
function strongestTie(one: Words, other: Words, compare: (a: number, b: number) => number): number {
  let best = 0;
  for (let i = 0; i < one.numbers.length; i++) {
    for (let j = 0; j < other.numbers.length; j++) {
      const weight = one.roots[i]! * other.roots[j]!;
      // No pair from here on can weigh more, and no likeness is above 1.
      if (weight <= best) break;
      best = Math.max(best, weight * compare(one.numbers[i]!, other.numbers[j]!));
    }
  }
  return best;
}

function likenessTable(passages: Passage[]): Float32Array {
  const { wordsOf, compare } = numberWords(passages);
  const words = passages.map(wordsOf);
  const size = passages.length;
  const table = new Float32Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const [one, other] = [passages[a]!, passages[b]!];
      const question = one.reply.question !== null && one.reply.question === other.reply.question ? SAME_QUESTION : 0;
      const reply = one.reply === other.reply ? SAME_REPLY : 0;
      const value =
        TIE * strongestTie(words[a]!, words[b]!, compare) +
        (1 - TIE) * Math.max(0, cosineSimilarity(one.vector, other.vector)) +
        question +
        reply;
      table[a * size + b] = value;
      table[b * size + a] = value;
    }
  }
  return table;
}

/** Joins the two nearest groups, by the average over their members, until none are near enough. */
function joinNearest(passages: Passage[]): number[][] {
  const size = passages.length;
  const near = likenessTable(passages);
  const groups: (number[] | null)[] = passages.map((_, at) => [at]);
  for (;;) {
    let [best, first, second] = [JOIN, -1, -1];
    for (let a = 0; a < size; a++) {
      if (!groups[a]) continue;
      for (let b = a + 1; b < size; b++) {
        if (groups[b] && near[a * size + b]! > best) [best, first, second] = [near[a * size + b]!, a, b];
      }
    }
    if (first < 0) return groups.filter(group => group !== null);
    const [mine, theirs] = [groups[first]!, groups[second]!];
    for (let other = 0; other < size; other++) {
      if (!groups[other] || other === first || other === second) continue;
      const value =
        (near[first * size + other]! * mine.length + near[second * size + other]! * theirs.length) /
        (mine.length + theirs.length);
      near[first * size + other] = value;
      near[other * size + first] = value;
    }
    groups[first] = [...mine, ...theirs];
    groups[second] = null;
  }
}

/** Groups passages by meaning. The cost grows with the square up to a bound, and evenly beyond it. */
export function clusterPassages(passages: Passage[]): Cluster[] {
  const ordered = [...passages].sort((a, b) => told(b) - told(a));
  const compared = new Set(ordered.slice(0, MOST_COMPARED));
  const chosen = passages.filter(passage => compared.has(passage));
  const clusters = joinNearest(chosen).map(group => ({ passages: group.map(at => chosen[at]!) }));
  const rest = passages.filter(passage => !compared.has(passage));
  if (rest.length === 0) return clusters;
  const centres = clusters.map(cluster =>
    combineVectors(cluster.passages.map(({ vector }) => ({ vector, weight: 1 }))),
  );
  for (const passage of rest) {
    const nearness = centres.map(centre => cosineSimilarity(centre, passage.vector));
    const best = nearness.indexOf(Math.max(...nearness));
    if (nearness[best]! > 0.6) clusters[best]!.passages.push(passage);
  }
  return clusters;
}
