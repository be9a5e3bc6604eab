import { areSynonyms, hasSynonyms, isHyponymOf } from '../language/synonyms.ts';
import { countWords, isWord, type Token, tokenize } from '../language/tokens.ts';
import { getFrequencyRank } from '../language/vectors.ts';
import { escapeRegExp } from './escape-reg-exp.ts';
import { type OptionMention, overlapsMention } from './option-mention.ts';
import { findPositionMentions } from './option-positions.ts';
import { DEGREES, getOptionStem, type OptionProfile, type OptionWord, removeAccents } from './option-profiles.ts';
import { isMisspellingOf } from './spelling.ts';

/**
 * A generic option such as "none" counts only in a text at most this many words longer than its
 * name.
 */
const WORDS_BESIDE_GENERIC = 4;
/** In a text of at most this many words, one informative word is enough for an option of two. */
const BRIEF_TEXT = 12;
/**
 * The share of an option's weight that its words in a text must have, in brief and in longer texts.
 */
const BRIEF_SHARE = 0.26;
const LONG_SHARE = 0.42;
/** Words of one option that are further apart, in characters, are separate mentions. */
const LARGEST_GAP = 30;
/** Synonyms count only in a text of at most this many words. */
const LONGEST_SYNONYM_TEXT = 16;

/** Finds all mentions of a question's options in a normalized text, from left to right. */
export function findOptionMentions(text: string, profiles: OptionProfile[]): OptionMention[] {
  const unaccented = removeAccents(text);
  const tokens = tokenize(unaccented);
  const hasDegrees = profiles.some(({ degrees }) => degrees.length > 0);
  const byName = findByName(unaccented, profiles).filter(
    ({ option, start }) => !(hasDegrees && hasOtherDegree(unaccented.slice(0, start), profiles[option]!, true)),
  );
  const byWords = findByWords(tokens, profiles, byName).filter(
    ({ option, start }) => !hasOtherDegree(unaccented.slice(0, start), profiles[option]!),
  );
  const mentions = [...byName, ...byWords.filter(mention => !isCoveredByAnother(mention, byWords))];
  const otherTokens = tokens.filter(token => !overlapsMention(mentions, token.start, token.end));
  const byMeaning = findByMeaning(otherTokens, profiles).filter(
    ({ option }) => !mentions.some(mention => mention.option === option),
  );
  const all = [...mentions, ...byMeaning];
  if (all.length > 0) return all.sort((a, b) => a.start - b.start);
  const byBeginning = findByBeginning(unaccented, profiles);
  return byBeginning ? [byBeginning] : findPositionMentions(unaccented, profiles.length);
}

/**
 * Whether a longer mention of another option covers this one: words that options share belong to
 * the fuller mention.
 */
const isCoveredByAnother = (mention: OptionMention, mentions: OptionMention[]) =>
  mentions.some(
    other =>
      other !== mention &&
      other.option !== mention.option &&
      other.start <= mention.start &&
      other.end >= mention.end &&
      other.end - other.start > mention.end - mention.start,
  );

/**
 * Whether a word of degree before a mention contradicts the option: "a bit high" is not "too high".
 */
function hasOtherDegree(before: string, { degrees }: OptionProfile, evenWithoutDegrees = false): boolean {
  const degree = /\b([a-z]+) $/.exec(before)?.[1];
  return (
    (degrees.length > 0 || evenWithoutDegrees) &&
    degree !== undefined &&
    DEGREES.has(degree) &&
    !['a', 'not', 'more', 'less', 'rather'].includes(degree) &&
    !degrees.includes(degree)
  );
}

/**
 * Options by their full name. Long names come first, so that "not satisfied" is not taken for
 * "satisfied".
 */
function findByName(text: string, profiles: OptionProfile[]): OptionMention[] {
  const mentions: OptionMention[] = [];
  const longestFirst = profiles
    .map((profile, option) => ({ ...profile, option }))
    .sort((a, b) => b.name.length - a.name.length);
  for (const { name, option, isGeneric } of longestFirst) {
    if (name === '') continue;
    for (const match of text.matchAll(createNamePattern(name))) {
      const end = match.index + match[0].length;
      if (overlapsMention(mentions, match.index, end)) continue;
      if (isGeneric && countWords(text) > countWords(name) + WORDS_BESIDE_GENERIC) continue;
      mentions.push({ option, start: match.index, end, by: 'name' });
    }
  }
  return mentions;
}

/** Matches a name in variants of its spaces, hyphens, "and" and plural. */
function createNamePattern(name: string): RegExp {
  const spaced = escapeRegExp(name)
    .replace(/(?<=\d)\s?-\s?(?=\d)/g, '\\s?–\\s?')
    .replace(/[\s-]+/g, '[\\s-]*')
    .replaceAll('–', '[-–]')
    .replace(/ ?& ?| and /g, ' ?(?:&|and) ?');
  const pattern = /^\w{6,}$/.test(name) ? [...name].map(escapeRegExp).join('[\\s-]?') : spaced;
  const plural = /[a-z]{3}$/.test(name) ? '(?:e?s)?' : '';
  return new RegExp(`(?<![\\p{L}\\p{N}])${pattern}${plural}(?![\\p{L}\\p{N}])`, 'gu');
}

/** A token that is a word of an option. */
interface WordMatch {
  token: Token;
  option: number;
  word: OptionWord;
  by: 'words' | 'spelling';
}

/**
 * Options by the words of their names, inflected or misspelt. Words in `taken` mentions don't
 * count.
 */
function findByWords(tokens: Token[], profiles: OptionProfile[], taken: OptionMention[]): OptionMention[] {
  const matches = tokens
    .filter(token => isWord(token) || /\d/.test(token.text))
    .filter(token => !overlapsMention(taken, token.start, token.end))
    .flatMap(token => matchToken(token, profiles));
  const isBrief = tokens.filter(isWord).length <= BRIEF_TEXT;
  return profiles.flatMap((profile, option) => {
    const totalWeight = profile.words.reduce((sum, word) => sum + word.weight, 0);
    const leastWeight = (isBrief ? BRIEF_SHARE : LONG_SHARE) * totalWeight;
    return groupMatches(matches.filter(match => match.option === option)).flatMap((group): OptionMention[] => {
      const words = new Set(group.map(({ word }) => word));
      const weight = [...words].reduce((sum, word) => sum + word.weight, 0);
      if (weight < leastWeight || ![...words].some(({ isDistinctive }) => isDistinctive)) return [];
      const by = group.some(match => match.by === 'spelling') ? 'spelling' : 'words';
      return [{ option, start: group[0]!.token.start, end: group.at(-1)!.token.end, by }];
    });
  });
}

/** The option words that a token stands for. */
function matchToken(token: Token, profiles: OptionProfile[]): WordMatch[] {
  const stem = getOptionStem(token);
  const rank = getFrequencyRank(token.lower);
  const isUnusual = rank === undefined || rank > 30_000;
  const matchWord = (word: OptionWord): WordMatch['by'] | null => {
    if (word.stem === stem || word.lemma === token.lemma) return 'words';
    const canBeMisspelt = isUnusual && token.lower.length > 2 && word.lower.length > 3;
    const isMisspelt = canBeMisspelt && isMisspellingOf(token.lower, word.lower, word.lower.length > 7 ? 2 : 1);
    return word.isDistinctive && (isMisspelt || isShortFormOf(token.lower, word.lower)) ? 'spelling' : null;
  };
  return profiles.flatMap(({ isGeneric, words }, option) =>
    isGeneric
      ? []
      : words.flatMap((word): WordMatch[] => {
          const by = matchWord(word);
          return by ? [{ token, option, word, by }] : [];
        }),
  );
}

/**
 * Whether a word is a long word cut short: "auth" for "authentication", "prescr" for
 * "prescriptions".
 */
const isShortFormOf = (word: string, long: string) =>
  word.length > 3 &&
  long.length >= word.length + 4 &&
  long.startsWith(word) &&
  (getFrequencyRank(word) ?? 30_000) > 3000;

/** Groups an option's matches that are close together. A repeated word starts a new group. */
function groupMatches(matches: WordMatch[]): WordMatch[][] {
  const groups: WordMatch[][] = [];
  for (const match of matches.sort((a, b) => a.token.start - b.token.start)) {
    const group = groups.at(-1);
    const isClose = group !== undefined && match.token.start - group.at(-1)!.token.end <= LARGEST_GAP;
    if (group && isClose && !group.some(({ word }) => word === match.word)) group.push(match);
    else groups.push([match]);
  }
  return groups;
}

/** Options by a synonym, in a short text. A word that fits several options counts for none. */
function findByMeaning(tokens: Token[], profiles: OptionProfile[]): OptionMention[] {
  if (tokens.filter(isWord).length > LONGEST_SYNONYM_TEXT) return [];
  return tokens.flatMap((token): OptionMention[] => {
    const forms = [token.lower, token.lemma].filter(hasSynonyms);
    const isMeant = ({ isDistinctive, lower, lemma }: OptionWord) =>
      isDistinctive &&
      forms.some(form => areSynonyms(form, lower) || areSynonyms(form, lemma) || isHyponymOf(form, lower));
    const options = profiles.flatMap(({ isGeneric, words }, option) =>
      !isGeneric && words.some(isMeant) ? [option] : [],
    );
    return options.length === 1 ? [{ option: options[0]!, start: token.start, end: token.end, by: 'meaning' }] : [];
  });
}

/**
 * The only option whose name starts with the whole text: "neither" for "Neither agree nor
 * disagree".
 */
function findByBeginning(text: string, profiles: OptionProfile[]): OptionMention | undefined {
  const trimmed = text.replace(/^\W+|(?<!\W)\W+$/g, '');
  if (trimmed.length < 4) return undefined;
  const options = profiles.flatMap(({ name, isGeneric }, option) =>
    !isGeneric && name.startsWith(`${trimmed} `) ? [option] : [],
  );
  return options.length === 1 ? { option: options[0]!, start: 0, end: text.length, by: 'words' } : undefined;
}
