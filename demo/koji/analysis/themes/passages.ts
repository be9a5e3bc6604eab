import { splitClauses, splitSentences, type TextSpan } from '../language/sentences.ts';
import { type Token, tokenize } from '../language/tokens.ts';
import { combineVectors, getWordVector } from '../language/vectors.ts';
import type { ClassifiedTurn } from '../quality/classify-turns.ts';
import { extractTerms, type Term } from './terms.ts';

/** A sentence or clause that speaks of something, prepared for comparing. */
export interface Passage {
  reply: ClassifiedTurn;
  stretch: TextSpan;
  /** The sentence that it is, or is a clause of. */
  sentence: TextSpan;
  words: Token[];
  terms: Term[];
  vector: Float32Array;
}

const TOPIC_WEIGHT = 0.45;
const CLAUSE_WORDS = 22;

const directionFor = (terms: Term[]) =>
  combineVectors(
    terms.flatMap(({ lemma, weight }) => {
      const vector = getWordVector(lemma);
      return vector ? [{ vector, weight }] : [];
    }),
  );

function split(text: string): { stretch: TextSpan; sentence: TextSpan }[] {
  return splitSentences(text).flatMap(sentence => {
    if (tokenize(sentence.text).length <= CLAUSE_WORDS) return [{ stretch: sentence, sentence }];
    const clauses = splitClauses(text, sentence);
    const parts = clauses.every(clause => extractTerms(tokenize(clause.text)).length >= 2) ? clauses : [sentence];
    return parts.map(stretch => ({ stretch, sentence }));
  });
}

/** The passages of the replies that tell something, in order. The topic asked about colours each a little. */
export function extractPassages(replies: ClassifiedTurn[]): Passage[] {
  const topics = new Map<string, Term[]>();
  return replies
    .filter(({ kind }) => kind === 'words')
    .flatMap(reply =>
      split(reply.turn.content).flatMap(({ stretch, sentence }) => {
        const words = tokenize(stretch.text);
        const own = extractTerms(words);
        if (own.length === 0 || words.length < 3) return [];
        const topic = reply.question?.topic ?? '';
        if (!topics.has(topic)) topics.set(topic, extractTerms(tokenize(topic.toLowerCase())));
        const coloured = topics.get(topic)!.map(term => ({ ...term, weight: term.weight * TOPIC_WEIGHT }));
        return [{ reply, stretch, sentence, words, terms: own, vector: directionFor([...own, ...coloured]) }];
      }),
    );
}
