import type { Quote } from '../../../src/wire/analysis.ts';
import type { TranscriptTurn } from './analyst.ts';
import { splitClauses, splitSentences, type TextSpan } from './language/sentences.ts';
import { countWords } from './language/tokens.ts';

/** Longest quote, in characters. */
const LONGEST_QUOTE = 260;
/** Shortest quote, in words. */
const SHORTEST_QUOTE_WORDS = 4;

/** A quote of this span of a turn, word for word. */
export const createQuote = (turn: TranscriptTurn, { start, end }: Pick<TextSpan, 'start' | 'end'>): Quote => ({
  message_id: turn.message_id,
  text: turn.content.slice(start, end),
});

/**
 * Splits a text into spans short enough for a quote: its sentences, a very long sentence's clauses,
 * and the start of a clause that is still too long.
 */
export function splitIntoQuotableSpans(text: string): TextSpan[] {
  return splitSentences(text)
    .flatMap(sentence => (sentence.text.length > LONGEST_QUOTE ? splitClauses(text, sentence) : [sentence]))
    .map(span => {
      if (span.text.length <= LONGEST_QUOTE) return span;
      const lastSpace = span.text.lastIndexOf(' ', LONGEST_QUOTE);
      const length = lastSpace > 0 ? lastSpace : LONGEST_QUOTE;
      return { text: span.text.slice(0, length), start: span.start, end: span.start + length };
    });
}

/** Whether a span has enough words to be worth quoting. */
export const isWorthQuoting = ({ text }: TextSpan): boolean => countWords(text) >= SHORTEST_QUOTE_WORDS;

/** The first `limit` quotes without repeats. */
export function selectDistinctQuotes(quotes: Quote[], limit: number): Quote[] {
  const seen = new Set<string>();
  return quotes
    .filter(({ message_id, text }) => {
      const key = `${message_id} ${text}`;
      return text.trim() !== '' && !seen.has(key) && seen.add(key);
    })
    .slice(0, limit);
}
