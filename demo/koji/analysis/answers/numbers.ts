import { getFrequencyRank } from '../language/vectors.ts';
import { isMisspellingOf } from './spelling.ts';

const WORDS = [
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
const LARGE: Record<string, number> = {
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
/** One to ten in other languages, as far as they are no English words. */
const ELSEWHERE = [
  'eins zwei drei vier fünf sechs sieben acht neun zehn',
  '- deux trois quatre cinq - sept huit neuf dix',
  'uno dos tres cuatro cinco seis siete ocho nueve diez',
  '- twee - vier vijf zes zeven - negen tien',
].flatMap(line => line.split(' ').map((word, place) => [word, place + 1] as const));
const VALUES = new Map<string, number>([
  ...ELSEWHERE,
  ...WORDS.map((word, value) => [word, value] as const),
  ...Object.entries(LARGE),
]);

/** A number in a text: `value` as said, `start` to `end` its place, sign and half included. */
export interface NumberMention {
  value: number;
  start: number;
  end: number;
  /** Whether it was written as a word. */
  spelt: boolean;
  /** Whether the spelling had to be guessed. */
  guessed: boolean;
}

/** The value of a number word in lower case, slips of the pen included ("eigth"); undefined for any other word. */
export function parseNumberWord(word: string): number | undefined {
  const value = VALUES.get(word);
  if (value !== undefined) return value;
  if (word.length < 4 || getFrequencyRank(word) !== undefined) return undefined;
  const near = WORDS.filter(candidate => candidate.length > 3 && isMisspellingOf(word, candidate, 1));
  return near.length === 1 ? WORDS.indexOf(near[0]!) : undefined;
}

const NUMBER =
  /(?:(?<![\w.,)])[-−+]|\b(?:minus|negative) )?(?:(?<![\w.,:/#$€£])\d+(?:[.,]\d+)?|(?<![\w'-])[a-zü]{3,9}(?![\w'ü]))/g;
const HALF = /^ and a half\b|^ ?½|^ point (?:five|5)\b/;

/** All numbers in a plain text, in order. */
export function findNumbers(text: string): NumberMention[] {
  const found: NumberMention[] = [];
  for (const match of text.matchAll(NUMBER)) {
    // The half of "nine point five" belongs to the number before it.
    if (match.index < (found.at(-1)?.end ?? 0)) continue;
    const negative = /^(?:[-−]|minus|negative)/.test(match[0]);
    const bare = match[0].replace(/^(?:[-−+]|minus |negative )/, '');
    const spelt = /^[a-zü]/.test(bare);
    const amount = spelt ? parseNumberWord(bare) : Number(bare.replace(',', '.'));
    if (amount === undefined || Number.isNaN(amount)) continue;
    const end = match.index + match[0].length;
    const before = found.at(-1);
    if (
      before &&
      spelt &&
      /^ $/.test(text.slice(before.end, match.index)) &&
      (amount >= 100 ||
        (amount < 10 && amount > 0 && before.value >= 20 && before.value < 100 && before.value % 10 === 0))
    ) {
      before.value = amount >= 100 ? before.value * amount : before.value + amount;
      before.end = end;
      continue;
    }
    const half = HALF.exec(text.slice(end));
    const size = amount + (half ? 0.5 : 0);
    found.push({
      value: negative ? -size : size,
      start: match.index,
      end: end + (half?.[0].length ?? 0),
      spelt,
      guessed: spelt && !VALUES.has(bare),
    });
  }
  return found;
}
