import { splitClauses, splitSentences, type TextSpan } from '../language/sentences.ts';
import { type Token, tokenize } from '../language/tokens.ts';
import { combineVectors, getWordVector } from '../language/vectors.ts';
import type { ClassifiedTurn } from '../quality/classify-turns.ts';
import { extractTerms, type Term } from './terms.ts';

/** A sentence or clause on some subject, prepared for comparison. */
export interface Passage {
  turn: ClassifiedTurn;
  span: TextSpan;
  /** The passage's sentence. It is the span itself, unless the passage is a clause. */
  sentence: TextSpan;
  tokens: Token[];
  terms: Term[];
  /** The meaning of the terms and, to a lesser part, of the question's topic. */
  vector: Float32Array;
}

/** The weight of the topic's terms in comparison with those of the passage. */
const TOPIC_WEIGHT = 0.45;
/** Longer sentences are split into clauses. */
const LONGEST_SENTENCE = 22;
const FEWEST_TOKENS = 3;
/** A sentence is only split if every clause has this many terms. */
const FEWEST_CLAUSE_TERMS = 2;

/** The passages of informative turns, in order. */
export function extractPassages(turns: ClassifiedTurn[]): Passage[] {
  const termsByTopic = new Map<string, Term[]>();
  const getTopicTerms = (topic: string) => {
    const terms = termsByTopic.get(topic) ?? extractTerms(tokenize(topic.toLowerCase()));
    termsByTopic.set(topic, terms);
    return terms;
  };
  return turns
    .filter(({ kind }) => kind === 'informative')
    .flatMap(turn =>
      splitIntoSpans(turn.message.content).flatMap(({ span, sentence }) => {
        const tokens = tokenize(span.text);
        const terms = extractTerms(tokens);
        if (terms.length === 0 || tokens.length < FEWEST_TOKENS) return [];
        const topicTerms = getTopicTerms(turn.question?.topic ?? '').map(({ lemma, weight }) => ({
          lemma,
          weight: weight * TOPIC_WEIGHT,
        }));
        return [{ turn, span, sentence, tokens, terms, vector: combineTerms([...terms, ...topicTerms]) }];
      }),
    );
}

function splitIntoSpans(text: string): { span: TextSpan; sentence: TextSpan }[] {
  return splitSentences(text).flatMap(sentence => {
    if (tokenize(sentence.text).length <= LONGEST_SENTENCE) return [{ span: sentence, sentence }];
    const clauses = splitClauses(text, sentence);
    const canSplit = clauses.every(clause => extractTerms(tokenize(clause.text)).length >= FEWEST_CLAUSE_TERMS);
    return (canSplit ? clauses : [sentence]).map(span => ({ span, sentence }));
  });
}

const combineTerms = (terms: Term[]) =>
  combineVectors(
    terms.flatMap(({ lemma, weight }) => {
      const vector = getWordVector(lemma);
      return vector ? [{ vector, weight }] : [];
    }),
  );
