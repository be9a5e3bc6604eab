import type { Quote, Theme } from '../../../../src/wire/analysis.ts';
import { formatList } from '../language/format-list.ts';
import { cosineSimilarity } from '../language/vectors.ts';
import type { ClassifiedTurn } from '../quality/classify-turns.ts';
import { createQuote, selectDistinctQuotes, splitIntoQuotableSpans } from '../quotes.ts';
import { type Cluster, clusterPassages, findCentroid, sumTermWeights } from './clusters.ts';
import { nameCluster } from './name-cluster.ts';
import { extractPassages, type Passage } from './passages.ts';

const MOST_THEMES = 7;
/** Up to this number, clusters from a single turn become themes too. */
const ENOUGH_THEMES = 4;
/** Fewest terms in the best passage of such a cluster. */
const FEWEST_TERMS_ALONE = 3;
const MOST_QUOTES = 4;

/**
 * The themes of English turns: up to seven groups of passages on one subject, the weightiest first.
 */
export function extractThemes(turns: ClassifiedTurn[]): Theme[] {
  const turnsInWords = turns.filter(({ kind }) => kind === 'informative').length;
  const clusters = selectClusters(clusterPassages(extractPassages(turns)));
  const sharedSentences = findSharedSentences(clusters);
  const usedNames = new Set<string>();
  return clusters.map(cluster => {
    const others = clusters.filter(other => other !== cluster);
    const { name, subjects } = nameCluster(cluster, others);
    const uniqueName = usedNames.has(name)
      ? `${name} and ${subjects.find(subject => !name.toLowerCase().includes(subject)) ?? 'more'}`
      : name;
    usedNames.add(uniqueName);
    return {
      name: uniqueName,
      description: describeCluster(cluster, turnsInWords, subjects),
      quotes: selectQuotes(cluster, sharedSentences),
    };
  });
}

function describeCluster(cluster: Cluster, turnsInWords: number, subjects: string[]): string {
  const topics = [...new Set(cluster.passages.flatMap(({ turn }) => turn.question?.topic ?? []))];
  const topicList = formatList(topics.slice(0, 3).map(topic => `“${topic}”`));
  const context = topics.length > 0 ? `, when asked about ${topicList}` : '';
  const replies = turnsInWords === 1 ? 'reply' : 'replies';
  return `Comes up in ${countTurns(cluster)} of ${turnsInWords} ${replies} in words${context}, and turns on ${formatList(subjects.slice(0, 3))}.`;
}

const countTurns = ({ passages }: Cluster) => new Set(passages.map(({ turn }) => turn.message.message_id)).size;

/**
 * The clusters that become themes: those from several turns and, if these are few, the best ones
 * from a single turn.
 */
function selectClusters(clusters: Cluster[]): Cluster[] {
  const weigh = (cluster: Cluster) =>
    countTurns(cluster) * 2 + cluster.passages.reduce((sum, passage) => sum + sumTermWeights(passage), 0);
  const ordered = [...clusters].sort((a, b) => weigh(b) - weigh(a));
  const fromSeveralTurns = ordered.filter(cluster => countTurns(cluster) > 1);
  const fromOneTurn = ordered.filter(
    cluster =>
      countTurns(cluster) === 1 && Math.max(...cluster.passages.map(({ terms }) => terms.length)) >= FEWEST_TERMS_ALONE,
  );
  const missing = Math.max(0, ENOUGH_THEMES - fromSeveralTurns.length);
  return [...fromSeveralTurns, ...fromOneTurn.slice(0, missing)].slice(0, MOST_THEMES);
}

const getSentenceKey = ({ turn, sentence }: Passage) => `${turn.message.message_id} ${sentence.start}`;

/**
 * The keys of sentences with passages in several clusters. There, each cluster quotes only its
 * clause.
 */
function findSharedSentences(clusters: Cluster[]): Set<string> {
  const owners = new Map<string, Cluster>();
  const shared = new Set<string>();
  for (const cluster of clusters) {
    for (const key of cluster.passages.map(getSentenceKey)) {
      if ((owners.get(key) ?? cluster) !== cluster) shared.add(key);
      owners.set(key, cluster);
    }
  }
  return shared;
}

/**
 * The quotes of a cluster: its most typical passages, one from each turn before a second one from
 * any.
 */
function selectQuotes(cluster: Cluster, sharedSentences: Set<string>): Quote[] {
  const centroid = findCentroid(cluster);
  const ranked = [...cluster.passages].sort(
    (a, b) => cosineSimilarity(b.vector, centroid) - cosineSimilarity(a.vector, centroid),
  );
  const seenTurns = new Set<string>();
  const [firstOfTurn, furtherOfTurn]: [Passage[], Passage[]] = [[], []];
  for (const passage of ranked) {
    const id = passage.turn.message.message_id;
    (seenTurns.has(id) ? furtherOfTurn : firstOfTurn).push(passage);
    seenTurns.add(id);
  }
  const quotes = [...firstOfTurn, ...furtherOfTurn].map(passage => quotePassage(passage, sharedSentences));
  return selectDistinctQuotes(quotes, MOST_QUOTES);
}

/**
 * Quotes a passage's sentence, or the part of it with the passage if the sentence is too long or
 * shared.
 */
function quotePassage(passage: Passage, sharedSentences: Set<string>): Quote {
  const { turn, span, sentence } = passage;
  const quoted = sharedSentences.has(getSentenceKey(passage)) ? span : sentence;
  const part = splitIntoQuotableSpans(quoted.text).find(({ end }) => quoted.start + end > span.start);
  if (!part) return createQuote(turn.message, quoted);
  return createQuote(turn.message, { start: quoted.start + part.start, end: quoted.start + part.end });
}
