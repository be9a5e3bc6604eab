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
const FILLER =
  /\b(?:lorem|ipsum|dolor sit|amet|consectetur|adipiscing|eiusmod|incididunt|tempor|ut labore|dolore magna|aliqua|nostrud|ullamco|blah(?: blah)+|bla(?: bla)+|test(?: test)+|foo ?bar|foobar)\b/i;

let pairs: Map<string, number> | undefined;

/** How often each pair of letters occurs in the common words, as a logarithm. */
function letterPairs(): Map<string, number> {
  if (pairs) return pairs;
  const counts = new Map<string, number>();
  let total = 0;
  for (const word of listKnownWords().slice(0, 20_000)) {
    const framed = `^${word}$`;
    for (let at = 1; at < framed.length; at++) {
      const pair = framed.slice(at - 1, at + 1);
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
      total++;
    }
  }
  pairs = new Map([...counts].map(([pair, count]) => [pair, Math.log(count / total)]));
  return pairs;
}

const UNHEARD_OF = -13;
const IMPLAUSIBLE = -8.2;

/** Whether four or more letters in a row are neighbours on a keyboard row, in either direction. */
const runsAlongKeys = (word: string) => {
  for (let at = 0; at + 4 <= word.length; at++) {
    const run = word.slice(at, at + 4);
    const back = [...run].reverse().join('');
    if (KEYBOARD_ROWS.some(row => row.includes(run) || row.includes(back))) return true;
  }
  return false;
};

/** Whether a word could not be one in any language written in Latin letters; other scripts are never suspected. */
export function isGibberishWord(word: string): boolean {
  const low = word.toLowerCase();
  if (getFrequencyRank(low) !== undefined) return false;
  if (!/^[a-zà-ÿß']+$/.test(low)) return /(.)\1{4,}/u.test(low);
  if (low.length < 3) return false;
  if (/(.)\1{3,}/.test(low) || /^(.{2,3})\1{2,}$/.test(low)) return true;
  if (runsAlongKeys(low)) return true;
  const bare = low.normalize('NFD').replace(/[^a-z]/g, '');
  if (low.length > 3 && !/[aeiouyà-ÿ]/.test(low)) return true;
  if (/[^aeiouyà-ÿ']{6,}/.test(low)) return true;
  return plausibility(bare) < IMPLAUSIBLE;
}

/** How usual the pairs of letters in a word of a to z are, as an average logarithm: about -5.5 for words, under -7 for noise. */
function plausibility(word: string): number {
  const framed = `^${word}$`;
  let sum = 0;
  for (let at = 1; at < framed.length; at++) sum += letterPairs().get(framed.slice(at - 1, at + 1)) ?? UNHEARD_OF;
  return sum / (framed.length - 1);
}

const DOUBTFUL = -6.2;
const RARE = 12_000;

/** Whether a text has no word of a language we know and its letters do not look like one we don't. */
function looksLikeNoLanguage(text: string, words: string[]): boolean {
  if (
    /[^\p{ASCII}]/u.test(text.replace(/[\p{P}\p{S}\s]/gu, '')) ||
    looksForeign(text) ||
    measureEnglishShare(text) >= 0.4
  )
    return false;
  const sum = words.reduce(
    (total, word) => total + plausibility(word.toLowerCase().replace(/[^a-z]/g, '')) * word.length,
    0,
  );
  return sum / words.reduce((total, word) => total + word.length, 0) < DOUBTFUL;
}

/** Whether nearly all words are too short to be anything and too rare to be known. */
function isStutter(words: string[]): boolean {
  const strange = words.filter(word => {
    const low = word.toLowerCase();
    return low.length === 1
      ? !['a', 'i', 'o', 'y'].includes(low)
      : low.length < 4 && (getFrequencyRank(low) ?? RARE) >= RARE;
  });
  return words.length > 1 && strange.length / words.length > 0.7 && words.every(word => /^\p{ASCII}+$/u.test(word));
}

/** Little words that do not follow each other in English, but for a slip: real words drawn at random are full of them. */
const IMPOSSIBLE =
  /\b(?:(?:the|an) (?:of|in|on|at|with|from|by|for|to|and|or|but|because|is|are|was|under|upon|into|onto|an?|i|we|they)|a (?:of|with|from|under|upon|into|onto|the)|(?:of|with|from|onto|upon|into) (?:of|with|from|onto|upon|into|and|or|but|because)|(?:because|although) (?:upon|onto|into|and|or|but))\b(?!-)/gi;
const SALAD_WORDS = 5;
const WORDS_A_SLIP = 10;

/** Whether English words stand in an order that nobody says. One slip in a dozen words is human. */
const isWordSalad = (text: string, words: number): boolean =>
  words >= SALAD_WORDS && (text.match(IMPOSSIBLE)?.length ?? 0) * WORDS_A_SLIP >= words;

/**
 * How much of a text is noise, 0 to 1: keys hit at random, filler text, one word over and over, or words in no order that
 * any language would give them. `tongue` is the language that the respondent otherwise writes in.
 */
export function measureGibberish(text: string, tongue: string): number {
  const words = text.match(/\p{L}[\p{L}\p{M}'’-]*/gu) ?? [];
  if (words.length === 0) return /^\D*\d{1,4}(?:\D+\d{1,4})?\D*$|\p{Extended_Pictographic}/u.test(text) ? 0 : 1;
  if (words.length === 1 && words[0]!.length === 1 && /^[b-jl-mo-xz]$/i.test(words[0]!)) return 1;
  if (FILLER.test(text)) return 1;
  const letters = words.reduce((sum, word) => sum + word.length, 0);
  const noise = words.filter(isGibberishWord).reduce((sum, word) => sum + word.length, 0) / letters;
  if (noise >= 0.5) return 1;
  const different = new Set(words.map(word => word.toLowerCase())).size;
  if (words.length >= 3 && different === 1 && !/^(?:no|yes|yeah|nah|very|so|haha)$/i.test(words[0]!)) return 1;
  if (words.length >= 6 && different / words.length < 0.35) return 1;
  if (isStutter(words)) return 1;
  if (words.length >= 3 && looksLikeNoLanguage(text, words)) return 1;
  if (isWordSalad(text, words.length)) return 1;
  if (tongue === 'en' && !looksForeign(text)) {
    const known = measureEnglishShare(text);
    const little = measureFunctionWordShare(text, 'en') ?? 0;
    if (words.length >= 4 && known < 0.45 && little < 0.1) return 1;
    if (words.length >= 9 && little < 0.08 && !/[,;:\n•-]/.test(text)) return 1;
    if (words.length >= 3 && known < 0.34 && little === 0) return Math.max(noise, 0.8);
  }
  return noise;
}
