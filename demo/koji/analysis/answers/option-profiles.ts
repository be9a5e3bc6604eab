import { stemWord } from '../language/stem.ts';
import { isWord, type Token, tokenize } from '../language/tokens.ts';
import { getFrequencyRank } from '../language/vectors.ts';
import { normalizeText } from './normalize-text.ts';

/** A content word of an option's name. */
export interface OptionWord {
  stem: string;
  lower: string;
  lemma: string;
  /**
   * How much the word says: more for rare words, for the head of the name, and for words of no
   * other option.
   */
  weight: number;
  /** Whether no other option has the word. */
  isDistinctive: boolean;
}

/** What is needed to recognise an option in a text. */
export interface OptionProfile {
  /** The option's name, normalized and without accents. */
  name: string;
  words: OptionWord[];
  /** Words of degree in the name, such as "too" or "very". */
  degrees: string[];
  /**
   * Matches texts in which a negation of the option's words chooses the option, as "I don't need
   * it" chooses "No longer needed" and "the steps weren't clear" chooses "Unclear steps". Null if a
   * negation never does.
   */
  negated: RegExp | null;
  /** Whether the option is "other", "none", "all" or the like, which only its name can choose. */
  isGeneric: boolean;
}

const GENERIC_NAME =
  /^(?:other|others|none|nothing|none of (?:these|the above|them)|all|all of (?:these|the above|them)|both|neither(?: of (?:these|them|those))?$|something else|anything else|not sure|unsure|i don'?t know|don'?t know|no preference|n\/?a)\b/;
const NEGATIVE_NAME = /^(?:no|not|never|without|lack(?:s|ing)?)\b|\b(?:no longer|not|lack(?:s|ing)? of)\b|n't\b/;
/** Words of degree. */
export const DEGREES = new Set([
  'very',
  'somewhat',
  'slightly',
  'extremely',
  'quite',
  'fairly',
  'rather',
  'not',
  'too',
  'less',
  'more',
  'a',
  'strongly',
  'mostly',
  'completely',
  'totally',
  'moderately',
  'mildly',
  'un',
  'bit',
  'really',
  'pretty',
  'neither',
]);

/** The stem that a token is compared by. */
export const getOptionStem = (token: Token): string => stemWord(token.lower.replace(/'s$/, '').replaceAll('-', ''));

/** Removes the accents of letters. Offsets stay the same. */
export const removeAccents = (text: string) =>
  text.replace(/[\u00c0-\u024f]/g, letter => letter.normalize('NFD').charAt(0));

/** Prepares the options of a question for recognition. */
export function profileOptions(options: string[]): OptionProfile[] {
  const parsed = options.map(option => {
    const name = removeAccents(normalizeText(option)).trim();
    const tokens = tokenize(name).filter(token => isWord(token) || /\d/.test(token.text));
    const content = tokens.filter(token => !token.isStopWord && !DEGREES.has(token.lower));
    return { name, tokens: content.length > 0 ? content : tokens };
  });
  const counts = new Map<string, number>();
  for (const stem of parsed.flatMap(({ tokens }) => [...new Set(tokens.map(getOptionStem))])) {
    counts.set(stem, (counts.get(stem) ?? 0) + 1);
  }
  return parsed.map(({ name, tokens }) => {
    const head = findHead(name, tokens);
    return {
      name,
      words: tokens.map(token => {
        const stem = getOptionStem(token);
        const isDistinctive = counts.get(stem) === 1;
        const roleWeight = token === head ? 1.5 : token.pos === 'ADJ' ? 0.5 : 1;
        const weight = measureInformation(token.lower) * (isDistinctive ? 1 : 0.2) * roleWeight;
        return { stem, lower: token.lower, lemma: token.lemma, weight, isDistinctive };
      }),
      degrees: (name.match(/[a-z]+/g) ?? []).filter(word => DEGREES.has(word)),
      negated: findNegatedForm(name),
      isGeneric: GENERIC_NAME.test(name),
    };
  });
}

/** The last word of a name before a bracket, comma or preposition. */
function findHead(name: string, tokens: Token[]): Token | undefined {
  const core = name.split(/ [(–—-] ?| \/ |, | for | of | with | by | to | in | on | at /)[0]!;
  return tokens.findLast(token => token.end <= core.length) ?? tokens.at(-1);
}

/** A rare word says more than a common one. */
const measureInformation = (lower: string): number => Math.log10((getFrequencyRank(lower) ?? 30_000) + 1000) - 2;

/**
 * For a name that is itself a negation, any negation; for one with a negative prefix, that of the
 * word without it.
 */
function findNegatedForm(name: string): RegExp | null {
  if (NEGATIVE_NAME.test(name)) return /(?:)/;
  const positives = (name.match(/(?<!\w)(?:un|in|im|ir|dis)[a-z]{4,}/g) ?? [])
    .map(word => word.replace(/^(?:un|in|im|ir|dis)/, ''))
    .filter(word => (getFrequencyRank(word) ?? 60_000) < 20_000);
  return positives.length > 0 ? new RegExp(`\\b(?:${positives.join('|')})\\b`) : null;
}
