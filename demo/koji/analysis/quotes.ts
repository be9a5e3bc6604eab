import type { Quote } from '../../../src/wire/analysis.ts';
import type { TranscriptTurn } from './analyst.ts';
import { splitClauses, splitSentences, type TextSpan } from './language/sentences.ts';
import { countWords } from './language/tokens.ts';

const LONGEST = 260;
const SHORTEST_WORDS = 4;

/** A quote of a turn: exactly what stands at that stretch of it. */
export const createQuote = (turn: TranscriptTurn, { start, end }: Pick<TextSpan, 'start' | 'end'>): Quote => ({
  message_id: turn.message_id,
  text: turn.content.slice(start, end),
});

/**
 * The stretches of a text that can stand as a quote: its sentences, a very long one by its clauses, and what has no end at
 * all cut at a space.
 */
export function splitIntoQuotableSpans(text: string): TextSpan[] {
  return splitSentences(text)
    .flatMap(sentence => (sentence.text.length > LONGEST ? splitClauses(text, sentence) : [sentence]))
    .flatMap(stretch => {
      if (stretch.text.length <= LONGEST) return [stretch];
      const space = stretch.text.lastIndexOf(' ', LONGEST);
      const length = space > 0 ? space : LONGEST;
      return [{ text: stretch.text.slice(0, length), start: stretch.start, end: stretch.start + length }];
    });
}

/** Whether a stretch says enough to be worth quoting. */
export const isWorthQuoting = ({ text }: TextSpan): boolean => countWords(text) >= SHORTEST_WORDS;

/** Quotes without repeats, at most so many. */
export function selectDistinctQuotes(quotes: Quote[], most: number): Quote[] {
  const seen = new Set<string>();
  return quotes
    .filter(({ message_id, text }) => {
      const key = `${message_id} ${text}`;
      return text.trim() !== '' && !seen.has(key) && seen.add(key);
    })
    .slice(0, most);
}
