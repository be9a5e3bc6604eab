import { isThesaurusWord } from '../language/similarity.ts';
import { tokenize } from '../language/tokens.ts';
import type { RespondentTurn } from '../respondent-turns.ts';

/** Only turns of at least this many words are examined. */
const FEWEST_WORDS = 10;
/** Pasted text takes at least this many such turns, and this many words in all of them. */
const FEWEST_LONG_TURNS = 2;
const FEWEST_WORDS_IN_ALL = 40;

const PERSONAL_PRONOUN = /\b(?:i|we|you|me|us|my|our|your|mine|ours|myself|u|ur|im|ive|id)\b/i;

/** Whether a turn has a word of its question, or a common word about products and services. */
function isOnTopic({ message, question }: RespondentTurn): boolean {
  const questionLemmas = new Set(
    tokenize(`${question?.text ?? ''} ${question?.topic ?? ''}`.toLowerCase())
      .filter(({ isStopWord }) => !isStopWord)
      .map(({ lemma }) => lemma),
  );
  return tokenize(message.content).some(
    ({ lemma, isStopWord, pos }) =>
      !isStopWord && pos !== 'ADV' && (questionLemmas.has(lemma) || isThesaurusWord(lemma)),
  );
}

/**
 * Whether English turns look like text pasted from elsewhere: long, without a single "I", "we" or
 * "you", and most of them off topic. Respondents who tell what happened to them say "I" at least
 * once; in 63 made-up interviews all of them do.
 */
export function looksPasted(turns: (RespondentTurn & { wordCount: number })[]): boolean {
  const longTurns = turns.filter(({ wordCount }) => wordCount >= FEWEST_WORDS);
  const wordsInAll = longTurns.reduce((sum, { wordCount }) => sum + wordCount, 0);
  if (longTurns.length < FEWEST_LONG_TURNS || wordsInAll < FEWEST_WORDS_IN_ALL) return false;
  if (turns.some(({ message }) => PERSONAL_PRONOUN.test(message.content))) return false;
  return longTurns.filter(isOnTopic).length * 2 < longTurns.length;
}
