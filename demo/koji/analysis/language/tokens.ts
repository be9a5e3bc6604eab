import model from 'wink-eng-lite-web-model';
import winkNLP, { type PartOfSpeech } from 'wink-nlp';
import { getFrequencyRank } from './vectors.ts';

/** A word, number or punctuation mark of a text. */
export interface Token {
  /** As written. */
  text: string;
  /** Lower case, with straight apostrophes. */
  lower: string;
  /** Dictionary form, lower case. */
  lemma: string;
  pos: PartOfSpeech;
  /** Offsets in the text. */
  start: number;
  end: number;
  /** Whether it is a function word such as "the". */
  isStopWord: boolean;
}

const nlp = winkNLP(model, ['sbd', 'pos', 'negation']);
const { its } = nlp;

/** Replaces typographic apostrophes and quotation marks by straight ones. Offsets stay the same. */
export const straightenQuotes = (text: string): string => text.replace(/[‘’ʼ´`]/g, "'").replace(/[“”„]/g, '"');

/**
 * The model removes the plural only from words it knows. This removes it from others, such as
 * "webhooks".
 */
const toSingular = (lemma: string): string =>
  lemma.length > 4 && getFrequencyRank(lemma) === undefined ? lemma.replace(/(?<=[^s'])s$/, '') : lemma;

/** Longer texts without a space are no words. */
const LONGEST_WORD = 60;
const TOO_LONG = new RegExp(String.raw`(?<!\S)\S{${LONGEST_WORD + 1},}`, 'g');
const WEB_ADDRESS = /(?:\b[a-z]{1,10}:)?\/\/\S*/gi;

/**
 * Replaces web addresses and what is too long for a word by as many spaces. Of the patterns of
 * wink-nlp 2.4, the one for addresses takes exponential time for some of a hundred characters, and
 * others take quadratic time for one long word.
 */
const blankNonWords = (text: string): string =>
  [TOO_LONG, WEB_ADDRESS].reduce((rest, pattern) => rest.replace(pattern, found => ' '.repeat(found.length)), text);

/**
 * Tokenizes an English text. Texts in other languages give tokens too, with unreliable lemmas and
 * parts of speech. Web addresses give none.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  const straightened = blankNonWords(straightenQuotes(text));
  let cursor = 0;
  nlp
    .readDoc(straightened)
    .tokens()
    .each((token: { out(what?: unknown): unknown }) => {
      const value = token.out(its.value) as string;
      const start = straightened.indexOf(value, cursor);
      if (start < 0 || value.trim() === '') return;
      cursor = start + value.length;
      tokens.push({
        text: text.slice(start, cursor),
        lower: value.toLowerCase(),
        // wink-nlp 2.4 has no lemma for an auxiliary without its apostrophe ("you dont").
        lemma: toSingular(((token.out(its.lemma) as string | undefined) ?? value).toLowerCase()),
        pos: token.out(its.pos) as PartOfSpeech,
        start,
        end: cursor,
        isStopWord: token.out(its.stopWordFlag) as boolean,
      });
    });
  return tokens;
}

const LETTERS = /\p{L}/u;

/** Whether a token is a word rather than a number or punctuation. */
export const isWord = (token: Token): boolean => LETTERS.test(token.text);

const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/**
 * The words and numbers of a text in any language, as written. Works for scripts without spaces
 * between words too.
 */
export const splitWords = (text: string): string[] =>
  WITHOUT_SPACES.test(text)
    ? [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment)
    : (text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? []);

/** Counts the words and numbers of a text in any language. */
export const countWords = (text: string): number => splitWords(text).length;
