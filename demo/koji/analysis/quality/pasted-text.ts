import type { GuideQuestion } from '../../guides/guide.ts';
import { isThesaurusWord } from '../language/similarity.ts';
import { tokenize } from '../language/tokens.ts';

export interface OpenAnswer {
  text: string;
  words: number;
  question: GuideQuestion | null;
}

const LONG = 10;
const LONG_REPLIES = 2;
const IN_ALL = 40;

const PERSONAL = /\b(?:i|we|you|me|us|my|our|your|mine|ours|myself|u|ur|im|ive|id)\b/i;

/** Whether a reply takes up a word of its question, or one that people have for products and services. */
function isToThePoint({ text, question }: OpenAnswer): boolean {
  const asked = new Set(
    tokenize(`${question?.text ?? ''} ${question?.topic ?? ''}`.toLowerCase())
      .filter(({ isStopWord }) => !isStopWord)
      .map(({ lemma }) => lemma),
  );
  return tokenize(text).some(
    ({ lemma, isStopWord, pos }) => !isStopWord && pos !== 'ADV' && (asked.has(lemma) || isThesaurusWord(lemma)),
  );
}

/**
 * Whether English replies read like a text from elsewhere, pasted to get through: long, without a single "I", "we" or "you"
 * in all of them, and most of them about nothing that was asked. People who tell what happened to them say "I" at least once;
 * in 63 made-up interviews all do.
 */
export function looksPasted(replies: OpenAnswer[]): boolean {
  const long = replies.filter(({ words }) => words >= LONG);
  const words = long.reduce((sum, reply) => sum + reply.words, 0);
  if (long.length < LONG_REPLIES || words < IN_ALL || replies.some(({ text }) => PERSONAL.test(text))) return false;
  return long.filter(isToThePoint).length * 2 < long.length;
}
