import { looksForeign, measureEnglishShare, measureFunctionWordShare } from './detect-language.ts';
import { getFrequencyRank, listKnownWords } from './vectors.ts';

const KEYBOARD_ROWS = [
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qwertzuiop',
  'yxcvbnm',
  'azertyuiop',
  'qsdfghjklm',
  '1234567890',
];
const FILLER_TEXT =
  /\b(?:lorem|ipsum|dolor sit|amet|consectetur|adipiscing|eiusmod|incididunt|tempor|ut labore|dolore magna|aliqua|nostrud|ullamco|blah(?: blah)+|bla(?: bla)+|test(?: test)+|foo ?bar|foobar)\b/i;

/** How many of the most frequent English words the bigram statistics are made from. */
const BIGRAM_WORDS = 20_000;
/** Log probability of a letter pair that none of these words has. */
const UNSEEN_BIGRAM = -13;
/** A word below this average log probability can't be a word of any language. */
const IMPLAUSIBLE_WORD = -8.2;
/** A text below this average log probability, without any known word, is noise. */
const IMPLAUSIBLE_TEXT = -6.2;

let bigrams: Map<string, number> | undefined;

/**
 * The log probability of each pair of letters in frequent English words. `^` and `$` mark a word's
 * start and end.
 */
function getBigrams(): Map<string, number> {
  bigrams ??= countBigrams();
  return bigrams;
}

function countBigrams(): Map<string, number> {
  const counts = new Map<string, number>();
  let total = 0;
  for (const word of listKnownWords().slice(0, BIGRAM_WORDS)) {
    for (const bigram of listBigrams(word)) {
      counts.set(bigram, (counts.get(bigram) ?? 0) + 1);
      total++;
    }
  }
  return new Map([...counts].map(([bigram, count]) => [bigram, Math.log(count / total)]));
}

function listBigrams(word: string): string[] {
  const framed = `^${word}$`;
  return Array.from({ length: framed.length - 1 }, (_, at) => framed.slice(at, at + 2));
}

/**
 * The average log probability of a word's letter pairs: about -5.5 for words, below -7 for noise.
 * Only for a to z.
 */
function measurePlausibility(word: string): number {
  const known = getBigrams();
  const all = listBigrams(word);
  return all.reduce((sum, bigram) => sum + (known.get(bigram) ?? UNSEEN_BIGRAM), 0) / all.length;
}

/**
 * Whether four or more letters in sequence are neighbours on a keyboard row, in either direction.
 */
function followsKeyboardRow(word: string): boolean {
  for (let at = 0; at + 4 <= word.length; at++) {
    const forward = word.slice(at, at + 4);
    const backward = [...forward].reverse().join('');
    if (KEYBOARD_ROWS.some(row => row.includes(forward) || row.includes(backward))) return true;
  }
  return false;
}

/**
 * Whether a word can't belong to any language in Latin letters. Words in other scripts only need
 * five equal letters.
 */
function isGibberishWord(word: string): boolean {
  const lower = word.toLowerCase();
  if (getFrequencyRank(lower) !== undefined) return false;
  if (!/^[a-zà-ÿß']+$/.test(lower)) return /(.)\1{4,}/u.test(lower);
  if (lower.length < 3) return false;
  if (/(.)\1{3,}/.test(lower) || /^(.{2,3})\1{2,}$/.test(lower)) return true;
  if (followsKeyboardRow(lower)) return true;
  if (lower.length > 3 && !/[aeiouyà-ÿ]/.test(lower)) return true;
  if (/[^aeiouyà-ÿ']{6,}/.test(lower)) return true;
  return measurePlausibility(lower.normalize('NFD').replace(/[^a-z]/g, '')) < IMPLAUSIBLE_WORD;
}

/**
 * Whether a text has hardly a word of a known language and its letters don't look like an unknown
 * one.
 */
function hasImplausibleLetters(text: string, words: string[]): boolean {
  const hasOtherLetters = /[^\p{ASCII}]/u.test(text.replace(/[\p{P}\p{S}\s]/gu, ''));
  if (hasOtherLetters || looksForeign(text) || measureEnglishShare(text) >= 0.4) return false;
  const sum = words.reduce(
    (total, word) => total + measurePlausibility(word.toLowerCase().replace(/[^a-z]/g, '')) * word.length,
    0,
  );
  return sum / countLetters(words) < IMPLAUSIBLE_TEXT;
}

/** From this frequency rank on, a word counts as rare. */
const RARE_RANK = 12_000;

/** Whether nearly all words are short and rare, as in "x f hk". */
function isMostlyFragments(words: string[]): boolean {
  const fragments = words.filter(word => {
    const lower = word.toLowerCase();
    if (lower.length === 1) return !['a', 'i', 'o', 'y'].includes(lower);
    return lower.length < 4 && (getFrequencyRank(lower) ?? RARE_RANK) >= RARE_RANK;
  });
  return words.length > 1 && fragments.length / words.length > 0.7 && words.every(word => /^\p{ASCII}+$/u.test(word));
}

/**
 * Function words that don't follow each other in English. Real words in random order have many such
 * sequences.
 */
const IMPOSSIBLE_SEQUENCE =
  /\b(?:(?:the|an) (?:of|in|on|at|with|from|by|for|to|and|or|but|because|is|are|was|under|upon|into|onto|an?|i|we|they)|a (?:of|with|from|under|upon|into|onto|the)|(?:of|with|from|onto|upon|into) (?:of|with|from|onto|upon|into|and|or|but|because)|(?:because|although) (?:upon|onto|into|and|or|but))\b(?!-)/gi;
/** Shorter texts are never word salad. */
const FEWEST_SALAD_WORDS = 5;
/** One impossible sequence in more than this many words counts as a typing error. */
const WORDS_PER_SLIP = 10;

/** Whether English words are in an order that nobody writes. */
const isWordSalad = (text: string, wordCount: number): boolean =>
  wordCount >= FEWEST_SALAD_WORDS && (text.match(IMPOSSIBLE_SEQUENCE)?.length ?? 0) * WORDS_PER_SLIP >= wordCount;

/** Words that people repeat for emphasis. */
const REPEATABLE = /^(?:no|yes|yeah|nah|very|so|haha)$/i;

/** Whether a text says one word, or few words, over and over. */
function isRepetitive(words: string[]): boolean {
  const distinct = new Set(words.map(word => word.toLowerCase())).size;
  if (words.length >= 3 && distinct === 1 && !REPEATABLE.test(words[0]!)) return true;
  return words.length >= 6 && distinct / words.length < 0.35;
}

const countLetters = (words: string[]) => words.reduce((sum, word) => sum + word.length, 0);

/**
 * The share of a text that is gibberish, 0 to 1: random keys, filler text, repeated words, or words
 * in an impossible order. `language` is the primary subtag of the language the respondent writes
 * otherwise.
 */
export function measureGibberish(text: string, language: string): number {
  const words = text.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
  if (words.length === 0) return /^\D*\d{1,4}(?:\D+\d{1,4})?\D*$|\p{Extended_Pictographic}/u.test(text) ? 0 : 1;
  if (words.length === 1 && words[0]!.length === 1 && /^[b-jl-mo-xz]$/i.test(words[0]!)) return 1;
  if (FILLER_TEXT.test(text)) return 1;
  const share = countLetters(words.filter(isGibberishWord)) / countLetters(words);
  if (share >= 0.5 || isRepetitive(words) || isMostlyFragments(words)) return 1;
  if (words.length >= 3 && hasImplausibleLetters(text, words)) return 1;
  if (isWordSalad(text, words.length)) return 1;
  return language === 'en' && !looksForeign(text) ? Math.max(share, measureNonEnglish(text, words)) : share;
}

/**
 * The share of gibberish in a text that should be English, judged by its known words and function
 * words.
 */
function measureNonEnglish(text: string, words: string[]): number {
  const known = measureEnglishShare(text);
  const functionWords = measureFunctionWordShare(text, 'en') ?? 0;
  if (words.length >= 4 && known < 0.45 && functionWords < 0.1) return 1;
  if (words.length >= 9 && functionWords < 0.08 && !/[,;:\n•-]/.test(text)) return 1;
  return words.length >= 3 && known < 0.34 && functionWords === 0 ? 0.8 : 0;
}
