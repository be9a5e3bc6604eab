import type { Theme } from '../../../../src/wire/analysis.ts';
import { formatList } from '../language/format-list.ts';
import { combineVectors, cosineSimilarity } from '../language/vectors.ts';
import type { ClassifiedTurn } from '../quality/classify-turns.ts';
import { createQuote, selectDistinctQuotes, splitIntoQuotableSpans } from '../quotes.ts';
import { type Cluster, clusterPassages } from './clusters.ts';
import { nameCluster } from './name-cluster.ts';
import { extractPassages, type Passage } from './passages.ts';

const MOST = 7;
const WANTED = 4;
const QUOTES = 4;
const ALONE_TERMS = 3;

const repliesIn = ({ passages }: Cluster) => new Set(passages.map(({ reply }) => reply.turn.message_id)).size;
const told = (passages: Passage[]) =>
  passages.reduce((sum, { terms }) => sum + terms.reduce((all, { weight }) => all + weight, 0), 0);

/** Clusters worth a theme: heard in more than one reply; where those are few, single passages that tell the most. */
function worthwhile(clusters: Cluster[]): Cluster[] {
  const weigh = (cluster: Cluster) => repliesIn(cluster) * 2 + told(cluster.passages);
  const ordered = [...clusters].sort((a, b) => weigh(b) - weigh(a));
  const shared = ordered.filter(cluster => repliesIn(cluster) > 1);
  const alone = ordered.filter(
    cluster =>
      repliesIn(cluster) === 1 && Math.max(...cluster.passages.map(({ terms }) => terms.length)) >= ALONE_TERMS,
  );
  return [...shared, ...alone.slice(0, Math.max(0, WANTED - shared.length))].slice(0, MOST);
}

/** The sentences that passages of more than one cluster are taken from: of those, each quotes its clause only. */
function sharedSentences(clusters: Cluster[]): Set<string> {
  const owners = new Map<string, Cluster>();
  const shared = new Set<string>();
  for (const cluster of clusters) {
    for (const passage of cluster.passages) {
      const key = sentenceKey(passage);
      if ((owners.get(key) ?? cluster) !== cluster) shared.add(key);
      owners.set(key, cluster);
    }
  }
  return shared;
}

const sentenceKey = ({ reply, sentence }: Passage) => `${reply.turn.message_id} ${sentence.start}`;

/** The quotes of a cluster, the passages nearest to the whole of it first, one a reply before a second. */
function quotesOf({ passages }: Cluster, shared: Set<string>) {
  const centre = combineVectors(passages.map(({ vector }) => ({ vector, weight: 1 })));
  const ranked = [...passages].sort((a, b) => cosineSimilarity(b.vector, centre) - cosineSimilarity(a.vector, centre));
  const seen = new Set<string>();
  const [first, later]: [Passage[], Passage[]] = [[], []];
  for (const passage of ranked) {
    const id = passage.reply.turn.message_id;
    (seen.has(id) ? later : first).push(passage);
    seen.add(id);
  }
  const quotes = [...first, ...later].map(passage => {
    const { reply, stretch, sentence } = passage;
    const whole = shared.has(sentenceKey(passage)) ? stretch : sentence;
    const short = splitIntoQuotableSpans(whole.text).find(({ end }) => whole.start + end > stretch.start) ?? whole;
    return createQuote(
      reply.turn,
      short === whole ? whole : { start: whole.start + short.start, end: whole.start + short.end },
    );
  });
  return selectDistinctQuotes(quotes, QUOTES);
}

/** What a respondent spoke of, grouped by meaning: up to seven themes, the weightiest first; none where nothing was told. */
export function extractThemes(replies: ClassifiedTurn[]): Theme[] {
  const spoken = replies.filter(({ kind }) => kind === 'words').length;
  const chosen = worthwhile(clusterPassages(extractPassages(replies)));
  const shared = sharedSentences(chosen);
  const used = new Set<string>();
  return chosen.map(cluster => {
    const { name, subjects } = nameCluster(
      cluster,
      chosen.filter(other => other !== cluster),
    );
    const count = repliesIn(cluster);
    const topics = [...new Set(cluster.passages.flatMap(({ reply }) => reply.question?.topic ?? []))];
    const where =
      topics.length > 0 ? `, when asked about ${formatList(topics.slice(0, 3).map(topic => `“${topic}”`))}` : '';
    const description = `Comes up in ${count} of ${spoken} ${spoken === 1 ? 'reply' : 'replies'} in words${where}, and turns on ${formatList(subjects.slice(0, 3))}.`;
    const unique = used.has(name)
      ? `${name} and ${subjects.find(subject => !name.toLowerCase().includes(subject)) ?? 'more'}`
      : name;
    used.add(unique);
    return { name: unique, description, quotes: quotesOf(cluster, shared) };
  });
}
