import { areRelatedWords } from '../language/similarity.ts';
import { stemWord } from '../language/stem.ts';
import { combineVectors, cosineSimilarity, getWordVector } from '../language/vectors.ts';
import type { Cluster } from './clusters.ts';
import { extractNounPhrases, formatPhrase, type NounPhrase } from './phrases.ts';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export interface ClusterName {
  name: string;
  /** The words the theme turns on, the strongest first. */
  subjects: string[];
}

/**
 * Names a cluster in two to five words taken from what was said: the phrase that is nearest to the whole of it and heard
 * least elsewhere. `others` are the clusters it must be told apart from.
 */
export function nameCluster(cluster: Cluster, others: Cluster[]): ClusterName {
  const centre = combineVectors(cluster.passages.map(({ vector }) => ({ vector, weight: 1 })));
  const counts = new Map<string, number>();
  for (const { terms } of cluster.passages)
    for (const { lemma } of terms) counts.set(lemma, (counts.get(lemma) ?? 0) + 1);
  const elsewhere = new Map<string, number>();
  for (const { passages } of others)
    for (const { terms } of passages)
      for (const { lemma } of terms) elsewhere.set(lemma, (elsewhere.get(lemma) ?? 0) + 1);

  const topics = new Set(
    cluster.passages.flatMap(({ reply }) => (reply.question?.topic ?? '').toLowerCase().split(/\W+/)),
  );
  const worth = new Map<string, number>();
  for (const [lemma, count] of counts) {
    const direction = getWordVector(lemma);
    const near = direction ? Math.max(0, cosineSimilarity(direction, centre)) : 0.2;
    const kin = [...counts.keys()].filter(other => other !== lemma && areRelatedWords(lemma, other)).length;
    const own = count / (count + (elsewhere.get(lemma) ?? 0));
    worth.set(lemma, (count + 0.6 * kin) * (0.25 + near) * own + (topics.has(lemma) ? 0.4 : 0));
  }

  const phrases = new Map<string, { phrase: NounPhrase; count: number }>();
  for (const passage of cluster.passages) {
    for (const phrase of extractNounPhrases(passage.words)) {
      const before = phrases.get(phrase.key);
      phrases.set(phrase.key, { phrase: before?.phrase ?? phrase, count: (before?.count ?? 0) + 1 });
    }
  }
  const scored = [...phrases.values()]
    .map(({ phrase, count }) => {
      const value = phrase.words.map(({ lemma }) => worth.get(lemma) ?? 0);
      const mean = value.reduce((sum, one) => sum + one, 0) / value.length;
      return {
        phrase,
        score: (mean + 0.35 * Math.max(...value)) * (phrase.words.length > 1 ? 1.1 : 1) * (1 + 0.15 * (count - 1)),
      };
    })
    .sort((a, b) => b.score - a.score || (a.phrase.key < b.phrase.key ? -1 : 1));
  const subjects = [...worth].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([lemma]) => lemma);

  const best = scored[0]?.phrase;
  if (!best) return { name: capital(`Remarks on ${topicOf(cluster) ?? subjects[0] ?? 'other matters'}`), subjects };
  if (best.words.length > 1) return { name: capital(formatPhrase(best.words)), subjects };
  const stems = new Set(best.words.map(({ lower }) => stemWord(lower)));
  const second = scored.find(
    ({ phrase }) => phrase.words.length <= 2 && !phrase.words.some(({ lower }) => stems.has(stemWord(lower))),
  )?.phrase;
  if (second) return { name: capital(`${formatPhrase(best.words)} and ${formatPhrase(second.words)}`), subjects };
  const topic = topicOf(cluster);
  return {
    name: capital(
      topic && !stems.has(stemWord(topic))
        ? `${formatPhrase(best.words)} and ${topic}`
        : `Remarks on ${formatPhrase(best.words)}`,
    ),
    subjects,
  };
}

/** The topic asked about in most passages, in lower case and at most three words. */
function topicOf(cluster: Cluster): string | undefined {
  const counts = new Map<string, number>();
  for (const { reply } of cluster.passages)
    if (reply.question) counts.set(reply.question.topic, (counts.get(reply.question.topic) ?? 0) + 1);
  const topic = [...counts].sort((a, b) => b[1] - a[1])[0]?.[0].toLowerCase();
  return topic && topic.split(/\s+/).length <= 3 ? topic : undefined;
}
