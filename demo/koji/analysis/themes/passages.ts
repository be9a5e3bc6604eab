import { clausesOf, type Stretch, sentencesOf } from '../language/sentences.ts';
import { type Word, wordsOf } from '../language/tokens.ts';
import { blend, directionOf } from '../language/vectors.ts';
import type { Reply } from '../quality/classify-turns.ts';
import { type Term, termsOf } from './terms.ts';

/** A sentence or clause that speaks of something, prepared for comparing. */
export interface Passage {
  reply: Reply;
  stretch: Stretch;
  /** The sentence that it is, or is a clause of. */
  sentence: Stretch;
  words: Word[];
  terms: Term[];
  direction: Float32Array;
}

const TOPIC_WEIGHT = 0.45;
const CLAUSE_WORDS = 22;

const directionFor = (terms: Term[]) =>
  blend(
    terms.flatMap(({ lemma, weight }) => {
      const direction = directionOf(lemma);
      return direction ? [{ direction, weight }] : [];
    }),
  );

function split(text: string): { stretch: Stretch; sentence: Stretch }[] {
  return sentencesOf(text).flatMap(sentence => {
    if (wordsOf(sentence.text).length <= CLAUSE_WORDS) return [{ stretch: sentence, sentence }];
    const clauses = clausesOf(text, sentence);
    const parts = clauses.every(clause => termsOf(wordsOf(clause.text)).length >= 2) ? clauses : [sentence];
    return parts.map(stretch => ({ stretch, sentence }));
  });
}

/** The passages of the replies that tell something, in order. The topic asked about colours each a little. */
export function passagesOf(replies: Reply[]): Passage[] {
  const topics = new Map<string, Term[]>();
  return replies
    .filter(({ kind }) => kind === 'words')
    .flatMap(reply =>
      split(reply.turn.content).flatMap(({ stretch, sentence }) => {
        const words = wordsOf(stretch.text);
        const own = termsOf(words);
        if (own.length === 0 || words.length < 3) return [];
        const topic = reply.question?.topic ?? '';
        if (!topics.has(topic)) topics.set(topic, termsOf(wordsOf(topic.toLowerCase())));
        const coloured = topics.get(topic)!.map(term => ({ ...term, weight: term.weight * TOPIC_WEIGHT }));
        return [{ reply, stretch, sentence, words, terms: own, direction: directionFor([...own, ...coloured]) }];
      }),
    );
}
