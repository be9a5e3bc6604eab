import { areRelatedWords } from '../language/similarity.ts';
import { stemWord } from '../language/stem.ts';
import type { Token } from '../language/tokens.ts';
import { cosineSimilarity, getWordVector } from '../language/vectors.ts';
import { type Cluster, findCentroid } from './clusters.ts';
import type { Passage } from './passages.ts';
import { extractNounPhrases, formatPhrase, type NounPhrase } from './phrases.ts';

export interface ClusterName {
  /** Two to five words, taken from the passages where possible. */
  name: string;
  /** The lemmas of the terms that are most typical of the cluster, the best first. */
  subjects: string[];
}

/** The longest topic that may be part of a name, in words. */
const LONGEST_TOPIC = 3;
/** The similarity of a word without a vector to the cluster. */
const UNKNOWN_WORD_SIMILARITY = 0.2;

/**
 * Names a cluster after the noun phrase that is closest to its meaning and rarest in the other
 * clusters. A single word is completed by a second phrase or by the question's topic.
 */
export function nameCluster(cluster: Cluster, others: Cluster[]): ClusterName {
  const scores = scoreTerms(cluster, others);
  const subjects = [...scores].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0])).map(([lemma]) => lemma);
  return {
    name: capitalize(composeName(rankPhrases(cluster.passages, scores), findTopic(cluster), subjects)),
    subjects,
  };
}

const capitalize = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const compareText = (a: string, b: string) => (a < b ? -1 : 1);

function composeName(phrases: NounPhrase[], topic: string | undefined, subjects: string[]): string {
  const [best] = phrases;
  if (!best) return `Remarks on ${topic ?? subjects[0] ?? 'other matters'}`;
  const phrase = formatPhrase(best.tokens);
  if (best.tokens.length > 1) return phrase;
  const stems = new Set(best.tokens.map(({ lower }) => stemWord(lower)));
  const hasOtherStems = (tokens: Token[]) => !tokens.some(({ lower }) => stems.has(stemWord(lower)));
  const second = phrases.find(({ tokens }) => tokens.length <= 2 && hasOtherStems(tokens));
  if (second) return `${phrase} and ${formatPhrase(second.tokens)}`;
  return topic && !stems.has(stemWord(topic)) ? `${phrase} and ${topic}` : `Remarks on ${phrase}`;
}

/** How typical each term is of a cluster, by its lemma. */
function scoreTerms(cluster: Cluster, others: Cluster[]): Map<string, number> {
  const centroid = findCentroid(cluster);
  const counts = countTerms([cluster]);
  const otherCounts = countTerms(others);
  const topicWords = new Set(
    cluster.passages.flatMap(({ turn }) => (turn.question?.topic ?? '').toLowerCase().split(/\W+/)),
  );
  const scores = new Map<string, number>();
  for (const [lemma, count] of counts) {
    const vector = getWordVector(lemma);
    const similarity = vector ? Math.max(0, cosineSimilarity(vector, centroid)) : UNKNOWN_WORD_SIMILARITY;
    const related = [...counts.keys()].filter(other => other !== lemma && areRelatedWords(lemma, other)).length;
    const shareInCluster = count / (count + (otherCounts.get(lemma) ?? 0));
    const topicBonus = topicWords.has(lemma) ? 0.4 : 0;
    scores.set(lemma, (count + 0.6 * related) * (0.25 + similarity) * shareInCluster + topicBonus);
  }
  return scores;
}

function countTerms(clusters: Cluster[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { passages } of clusters) {
    for (const { terms } of passages) {
      for (const { lemma } of terms) counts.set(lemma, (counts.get(lemma) ?? 0) + 1);
    }
  }
  return counts;
}

/** The distinct noun phrases of passages, the best name first. */
function rankPhrases(passages: Passage[], termScores: Map<string, number>): NounPhrase[] {
  const phrases = new Map<string, { phrase: NounPhrase; count: number }>();
  for (const phrase of passages.flatMap(({ tokens }) => extractNounPhrases(tokens))) {
    const known = phrases.get(phrase.key);
    phrases.set(phrase.key, { phrase: known?.phrase ?? phrase, count: (known?.count ?? 0) + 1 });
  }
  return [...phrases.values()]
    .map(({ phrase, count }) => ({ phrase, score: scorePhrase(phrase, count, termScores) }))
    .sort((a, b) => b.score - a.score || compareText(a.phrase.key, b.phrase.key))
    .map(({ phrase }) => phrase);
}

function scorePhrase({ tokens }: NounPhrase, count: number, termScores: Map<string, number>): number {
  const scores = tokens.map(({ lemma }) => termScores.get(lemma) ?? 0);
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return (mean + 0.35 * Math.max(...scores)) * (tokens.length > 1 ? 1.1 : 1) * (1 + 0.15 * (count - 1));
}

/** The topic of most passages, in lower case; undefined if it is too long for a name. */
function findTopic(cluster: Cluster): string | undefined {
  const counts = new Map<string, number>();
  for (const { turn } of cluster.passages) {
    if (turn.question) counts.set(turn.question.topic, (counts.get(turn.question.topic) ?? 0) + 1);
  }
  const topic = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0].toLowerCase();
  return topic && topic.split(/\s+/).length <= LONGEST_TOPIC ? topic : undefined;
}
