import model from 'wink-eng-lite-web-model';
import winkNLP, { type PartOfSpeech } from 'wink-nlp';
import { getFrequencyRank } from './vectors.ts';

/** A word or mark of a text, with its place there. */
export interface Token {
  /** As written. */
  text: string;
  /** In lower case, with straight apostrophes. */
  lower: string;
  /** Its dictionary form, in lower case. */
  lemma: string;
  pos: PartOfSpeech;
  start: number;
  end: number;
  /** Whether it is a word too common to tell a subject. */
  isStopWord: boolean;
}

const nlp = winkNLP(model, ['sbd', 'pos', 'negation']);
const { its } = nlp;

/** The text in which every apostrophe and quotation mark is the straight one; every place stays where it was. */
export const straightenQuotes = (text: string): string => text.replace(/[‘’ʼ´`]/g, "'").replace(/[“”„]/g, '"');

/** The model takes the plural off words that it knows; of others ("webhooks") it is taken off here. */
const singular = (lemma: string): string =>
  lemma.length > 4 && getFrequencyRank(lemma) === undefined ? lemma.replace(/(?<=[^s'])s$/, '') : lemma;

/** The words and marks of an English text, in order. Other languages give words too, with doubtful parts of speech. */
export function tokenize(text: string): Token[] {
  const words: Token[] = [];
  const plain = straightenQuotes(text);
  let cursor = 0;
  nlp
    .readDoc(plain)
    .tokens()
    .each((token: { out(what?: unknown): unknown }) => {
      const value = token.out(its.value) as string;
      const start = plain.indexOf(value, cursor);
      if (start < 0 || value.trim() === '') return;
      cursor = start + value.length;
      words.push({
        text: text.slice(start, cursor),
        lower: value.toLowerCase(),
        // Of an auxiliary without its apostrophe ("you dont") wink-nlp 2.4 knows no dictionary form.
        lemma: singular(((token.out(its.lemma) as string | undefined) ?? value).toLowerCase()),
        pos: token.out(its.pos) as PartOfSpeech,
        start,
        end: cursor,
        isStopWord: token.out(its.stopWordFlag) as boolean,
      });
    });
  return words;
}

const LETTERS = /\p{L}/u;

/** Whether it is a word rather than a number or a mark. */
export const isWord = (word: Token): boolean => LETTERS.test(word.text);

const WITHOUT_SPACES =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;
const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' });

/** The words and numbers of a text in any language, as written; also of scripts that put no spaces between words. */
export const splitWords = (text: string): string[] =>
  WITHOUT_SPACES.test(text)
    ? [...segmenter.segment(text)].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment)
    : (text.match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}]*(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? []);

/** How many words a text has, in any language. */
export const countWords = (text: string): number => splitWords(text).length;
