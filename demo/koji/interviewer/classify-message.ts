import type { MessagePatterns } from './language-packs.ts';

/** What a free-text reply amounts to, told from its wording alone. */
export type MessageKind =
  | 'empty'
  | 'stop'
  | 'rude'
  | 'refusal'
  | 'unknowing'
  | 'nothing'
  | 'question'
  | 'thin'
  | 'rich';

export type CounterQuestionTopic = 'identity' | 'duration' | 'purpose' | 'meaning' | 'other';

/** From so many words on, an answer is taken to stand by itself. */
const ENOUGH_WORDS = 8;

const simplify = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[.!,;:…]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

export const listWords = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

/** The wording that the tables are matched against: lower case, no punctuation, no filler at the beginning. */
export const stripFillers = (text: string, { leadingFillers }: MessagePatterns): string =>
  simplify(text).replace(leadingFillers, '');

export function classifyMessage(text: string, wording: MessagePatterns): MessageKind {
  const words = listWords(text);
  if (words.length === 0) return text.includes('?') ? 'question' : 'empty';
  const said = stripFillers(text, wording);
  if (wording.stop.test(said)) return 'stop';
  if (wording.abuse.test(said) && words.length <= ENOUGH_WORDS) return 'rude';
  if (wording.refusal.test(said) && words.length <= ENOUGH_WORDS * 2) return 'refusal';
  if (wording.dontKnow.test(said)) return 'unknowing';
  if (isCounterQuestion(text, said, words.length, wording)) return 'question';
  const telling = words.filter(word => !wording.vagueWords.has(word.toLowerCase()));
  // Writing without spaces between words says as much in one "word" as others do in ten.
  const isEnough = words.length >= ENOUGH_WORDS || telling.some(word => [...word].length >= 20);
  return (isEnough && telling.length >= 3) || telling.some(word => [...word].length >= 20) ? 'rich' : 'thin';
}

/** A reply that asks and hardly tells: short, and ending in a question mark or worded as a question about the interview. */
const isCounterQuestion = (
  text: string,
  said: string,
  count: number,
  { counterQuestions, unmarkedQuestion }: MessagePatterns,
) =>
  count <= 20 &&
  (/\?\s*$/.test(text)
    ? !/[.!]\s+\S/.test(text.trim())
    : counterQuestions.some(([, asked]) => asked.test(said)) || unmarkedQuestion.test(said));

/** What a question back is about. */
export const classifyCounterQuestion = (text: string, { counterQuestions }: MessagePatterns): CounterQuestionTopic =>
  counterQuestions.find(([, asked]) => asked.test(simplify(text)))?.[0] ?? 'other';

/** The one or two words of a short answer that may be handed back in a question; null where there is nothing to hold on to. */
export function findWordsToEcho(text: string, { vagueWords }: MessagePatterns): string | null {
  const words = listWords(text);
  const isTelling = words.some(word => !vagueWords.has(word.toLowerCase()));
  return words.length > 0 && words.length <= 3 && isTelling && text.trim().length <= 40 ? words.join(' ') : null;
}
