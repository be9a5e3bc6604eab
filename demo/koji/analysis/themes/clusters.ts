import { areRelated } from '../language/likeness.ts';
import { blend, directionOf, likeness } from '../language/vectors.ts';
import type { Passage } from './passages.ts';
import type { Term } from './terms.ts';

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

/** Likeness of words, each pair computed once. */
function wordComparer() {
  const directions = new Map<string, Float32Array | undefined>();
  const known = new Map<string, number>();
  const direction = (lemma: string) => {
    if (!directions.has(lemma)) directions.set(lemma, directionOf(lemma));
    return directions.get(lemma);
  };
  return (a: string, b: string): number => {
    if (a === b) return 1;
    const key = a < b ? `${a} ${b}` : `${b} ${a}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const [first, second] = [direction(a), direction(b)];
    const near = first && second ? Math.max(0, likeness(first, second)) : 0;
    const value = areRelated(a, b) ? Math.max(RELATED, near) : near;
    known.set(key, value);
    return value;
  };
}

/** The strongest tie between two passages' words: one shared subject is enough. */
function strongestTie(a: Term[], b: Term[], compare: (a: string, b: string) => number): number {
  let best = 0;
  for (const one of a) {
    for (const other of b) {
      const weight = Math.sqrt(one.weight * other.weight);
      if (weight > best) best = Math.max(best, weight * compare(one.lemma, other.lemma) ** NEAR_POWER);
    }
  }
  return best;
}

function likenessTable(passages: Passage[]): Float32Array {
  const compare = wordComparer();
  const size = passages.length;
  const table = new Float32Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = a + 1; b < size; b++) {
      const [one, other] = [passages[a]!, passages[b]!];
      const question = one.reply.question !== null && one.reply.question === other.reply.question ? SAME_QUESTION : 0;
      const reply = one.reply === other.reply ? SAME_REPLY : 0;
      const value =
        TIE * strongestTie(one.terms, other.terms, compare) +
        (1 - TIE) * Math.max(0, likeness(one.direction, other.direction)) +
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
  const centres = clusters.map(cluster => blend(cluster.passages.map(({ direction }) => ({ direction, weight: 1 }))));
  for (const passage of rest) {
    const nearness = centres.map(centre => likeness(centre, passage.direction));
    const best = nearness.indexOf(Math.max(...nearness));
    if (nearness[best]! > 0.6) clusters[best]!.passages.push(passage);
  }
  return clusters;
}
