import { getFrequencyRank } from '../language/vectors.ts';
import { isMisspellingOf } from './spelling.ts';

/** The index is the value. */
const NUMBER_WORDS = [
  'zero',
  'one',
  'two',
  'three',
  'four',
  'five',
  'six',
  'seven',
  'eight',
  'nine',
  'ten',
  'eleven',
  'twelve',
  'thirteen',
  'fourteen',
  'fifteen',
  'sixteen',
  'seventeen',
  'eighteen',
  'nineteen',
  'twenty',
];
const OTHER_NUMBER_WORDS: Record<string, number> = {
  nil: 0,
  thirty: 30,
  forty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
  hundred: 100,
  dozen: 12,
  thousand: 1000,
};
/** One to ten in other languages, without words that are English too. */
const FOREIGN_NUMBER_WORDS = [
  'eins zwei drei vier fünf sechs sieben acht neun zehn',
  '- deux trois quatre cinq - sept huit neuf dix',
  'uno dos tres cuatro cinco seis siete ocho nueve diez',
  '- twee - vier vijf zes zeven - negen tien',
].flatMap(line => line.split(' ').map((word, at) => [word, at + 1] as const));
const VALUES = new Map<string, number>([
  ...FOREIGN_NUMBER_WORDS,
  ...NUMBER_WORDS.map((word, value) => [word, value] as const),
  ...Object.entries(OTHER_NUMBER_WORDS),
]);

/** A number in a text. */
export interface NumberMention {
  value: number;
  /** Offsets in the text. They include a sign and an "and a half". */
  start: number;
  end: number;
  /** Whether it is a word rather than digits. */
  isWord: boolean;
  /** Whether the word is misspelt. */
  isMisspelt: boolean;
}

/**
 * The value of a number word in lower case, misspellings ("eigth") included; undefined for any
 * other word.
 */
export function parseNumberWord(word: string): number | undefined {
  const value = VALUES.get(word);
  if (value !== undefined) return value;
  if (word.length < 4 || getFrequencyRank(word) !== undefined) return undefined;
  const similar = NUMBER_WORDS.filter(candidate => candidate.length > 3 && isMisspellingOf(word, candidate, 1));
  return similar.length === 1 ? NUMBER_WORDS.indexOf(similar[0]!) : undefined;
}

const NUMBER =
  /(?:(?<![\w.,)])[-−+]|\b(?:minus|negative) )?(?:(?<![\w.,:/#$€£])\d+(?:[.,]\d+)?|(?<![\w'-])[a-zü]{3,9}(?![\w'ü]))/g;
const HALF = /^ and a half\b|^ ?½|^ point (?:five|5)\b/;

/** Finds all numbers in a normalized text, in order. */
export function findNumbers(text: string): NumberMention[] {
  const numbers: NumberMention[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const previous = numbers.at(-1);
    // The "five" of "nine point five" belongs to the number before it.
    if (match.index < (previous?.end ?? 0)) continue;
    const unsigned = match[0].replace(/^(?:[-−+]|minus |negative )/, '');
    const isWord = /^[a-zü]/.test(unsigned);
    const value = isWord ? parseNumberWord(unsigned) : Number(unsigned.replace(',', '.'));
    if (value === undefined || Number.isNaN(value)) continue;
    const end = match.index + match[0].length;
    const isAdjacent = previous !== undefined && text.slice(previous.end, match.index) === ' ';
    if (isAdjacent && isWord && continuesNumber(previous.value, value)) {
      previous.value = value >= 100 ? previous.value * value : previous.value + value;
      previous.end = end;
      continue;
    }
    const half = HALF.exec(text.slice(end));
    const magnitude = value + (half ? 0.5 : 0);
    const isNegative = /^(?:[-−]|minus|negative)/.test(match[0]);
    numbers.push({
      value: isNegative ? -magnitude : magnitude,
      start: match.index,
      end: end + (half?.[0].length ?? 0),
      isWord,
      isMisspelt: isWord && !VALUES.has(unsigned),
    });
  }
  return numbers;
}

/** Whether a number word continues the number before it: "two hundred", "twenty five". */
const continuesNumber = (previous: number, value: number) =>
  value >= 100 || (value > 0 && value < 10 && previous >= 20 && previous < 100 && previous % 10 === 0);
