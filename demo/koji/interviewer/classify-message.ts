import type { Wording } from './language-packs.ts';

/** What a free-text reply amounts to, told from its wording alone. */
export type Remark = 'empty' | 'stop' | 'rude' | 'refusal' | 'unknowing' | 'nothing' | 'question' | 'thin' | 'rich';

export type BackQuestion = 'identity' | 'duration' | 'purpose' | 'meaning' | 'other';

/** From so many words on, an answer is taken to stand by itself. */
const ENOUGH_WORDS = 8;

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[.!,;:…]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

export const wordsOf = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

/** The wording that the tables are matched against: lower case, no punctuation, no filler at the beginning. */
export const bareOf = (text: string, { fillers }: Wording): string => plain(text).replace(fillers, '');

export function readRemark(text: string, wording: Wording): Remark {
  const words = wordsOf(text);
  if (words.length === 0) return text.includes('?') ? 'question' : 'empty';
  const said = bareOf(text, wording);
  if (wording.stop.test(said)) return 'stop';
  if (wording.rude.test(said) && words.length <= ENOUGH_WORDS) return 'rude';
  if (wording.refusal.test(said) && words.length <= ENOUGH_WORDS * 2) return 'refusal';
  if (wording.unknowing.test(said)) return 'unknowing';
  if (isQuestionBack(text, said, words.length, wording)) return 'question';
  const telling = words.filter(word => !wording.vague.has(word.toLowerCase()));
  // Writing without spaces between words says as much in one "word" as others do in ten.
  const isEnough = words.length >= ENOUGH_WORDS || telling.some(word => [...word].length >= 20);
  return (isEnough && telling.length >= 3) || telling.some(word => [...word].length >= 20) ? 'rich' : 'thin';
}

/** A reply that asks and hardly tells: short, and ending in a question mark or worded as a question about the interview. */
const isQuestionBack = (text: string, said: string, count: number, { backQuestions, asks }: Wording) =>
  count <= 20 &&
  (/\?\s*$/.test(text)
    ? !/[.!]\s+\S/.test(text.trim())
    : backQuestions.some(([, asked]) => asked.test(said)) || asks.test(said));

/** What a question back is about. */
export const readBackQuestion = (text: string, { backQuestions }: Wording): BackQuestion =>
  backQuestions.find(([, asked]) => asked.test(plain(text)))?.[0] ?? 'other';

/** The one or two words of a short answer that may be handed back in a question; null where there is nothing to hold on to. */
export function tellingWords(text: string, { vague }: Wording): string | null {
  const words = wordsOf(text);
  const isTelling = words.some(word => !vague.has(word.toLowerCase()));
  return words.length > 0 && words.length <= 3 && isTelling && text.trim().length <= 40 ? words.join(' ') : null;
}
