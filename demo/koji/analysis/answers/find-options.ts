import { stemWord } from '../language/stem.ts';
import { areSynonyms, hasSynonyms, isHyponymOf } from '../language/synonyms.ts';
import { countWords, isWord, type Token, tokenize } from '../language/tokens.ts';
import { getFrequencyRank } from '../language/vectors.ts';
import { normalizeText } from './normalize-text.ts';
import { type OptionMention, overlapsMention } from './option-mention.ts';
import { findPositionMentions } from './option-positions.ts';
import { isMisspellingOf } from './spelling.ts';

interface OptionWord {
  stem: string;
  lower: string;
  lemma: string;
  weight: number;
  distinctive: boolean;
}

interface OptionProfile {
  /** Words of degree in its name ("too", "very"). */
  grades: string[];
  /** The option as the text would hold it. */
  name: string;
  words: OptionWord[];
  /** What the text must hold where a denial of this option's words says the option: "No longer needed", "Unclear steps"; null for none. */
  denied: RegExp | null;
  /** Whether it stands for none, all or any of the others, and so can't be recognised by meaning. */
  general: boolean;
}

export type OptionIndex = OptionProfile[];

const GENERAL =
  /^(?:other|others|none|nothing|none of (?:these|the above|them)|all|all of (?:these|the above|them)|both|neither(?: of (?:these|them|those))?$|something else|anything else|not sure|unsure|i don'?t know|don'?t know|no preference|n\/?a)\b/;
const NEGATIVE = /^(?:no|not|never|without|lack(?:s|ing)?)\b|\b(?:no longer|not|lack(?:s|ing)? of)\b|n't\b/;
const GRADES = new Set([
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

const stemsOf = (word: Token): string => stemWord(word.lower.replace(/'s$/, '').replaceAll('-', ''));
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** An option that is a denial by its own words matches any denial of them, one by a prefix only that of the word without it. */
function deniedBy(name: string): RegExp | null {
  if (NEGATIVE.test(name)) return /(?:)/;
  const bare = (name.match(/(?<!\w)(?:un|in|im|ir|dis)[a-z]{4,}/g) ?? [])
    .map(word => word.replace(/^(?:un|in|im|ir|dis)/, ''))
    .filter(word => (getFrequencyRank(word) ?? 60_000) < 20_000);
  return bare.length > 0 ? new RegExp(`\\b(?:${bare.join('|')})\\b`) : null;
}

/** Letters without their accents; every place stays where it was. */
const folded = (text: string) => text.replace(/[\u00c0-\u024f]/g, letter => letter.normalize('NFD').charAt(0));

/** How much a word tells: little where it is common, more where it is rare. */
const tellingness = (lower: string): number => Math.log10((getFrequencyRank(lower) ?? 30_000) + 1000) - 2;

/** Prepares a question's options for recognition; do it once a question. */
export function indexOptions(options: string[]): OptionIndex {
  const parsed = options.map(option => {
    const name = folded(normalizeText(option)).trim();
    const all = tokenize(name).filter(word => isWord(word) || /\d/.test(word.text));
    const content = all.filter(word => !word.isStopWord && !GRADES.has(word.lower));
    return { name, words: content.length > 0 ? content : all };
  });
  const counts = new Map<string, number>();
  for (const { words } of parsed)
    for (const stem of new Set(words.map(stemsOf))) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return parsed.map(({ name, words }) => {
    const beforeBracket = name.split(/ [(–—-] ?| \/ |, | for | of | with | by | to | in | on | at /)[0]!;
    const head = words.findLast(word => word.end <= beforeBracket.length) ?? words.at(-1);
    return {
      name,
      grades: (name.match(/[a-z]+/g) ?? []).filter(word => GRADES.has(word)),
      general: GENERAL.test(name),
      denied: deniedBy(name),
      words: words.map(word => {
        const distinctive = counts.get(stemsOf(word)) === 1;
        const weight =
          tellingness(word.lower) * (distinctive ? 1 : 0.2) * (word === head ? 1.5 : word.pos === 'ADJ' ? 0.5 : 1);
        return { stem: stemsOf(word), lower: word.lower, lemma: word.lemma, weight, distinctive };
      }),
    };
  });
}

/** Options said by their whole name, the longest name first so that "not satisfied" is not taken for "satisfied". */
function byName(text: string, index: OptionIndex): OptionMention[] {
  const mentions: OptionMention[] = [];
  const order = index.map((profile, option) => ({ ...profile, option })).sort((a, b) => b.name.length - a.name.length);
  for (const { name, option, general } of order) {
    if (name === '') continue;
    const spaced = escaped(name)
      .replace(/(?<=\d)\s?-\s?(?=\d)/g, '\\s?–\\s?')
      .replace(/[\s-]+/g, '[\\s-]*')
      .replaceAll('–', '[-–]')
      .replace(/ ?& ?| and /g, ' ?(?:&|and) ?');
    const pattern = /^\w{6,}$/.test(name) ? [...name].map(escaped).join('[\\s-]?') : spaced;
    for (const found of text.matchAll(
      new RegExp(`(?<![\\p{L}\\p{N}])${pattern}${/[a-z]{3}$/.test(name) ? '(?:e?s)?' : ''}(?![\\p{L}\\p{N}])`, 'gu'),
    )) {
      const end = found.index + found[0].length;
      if (overlapsMention(mentions, found.index, end)) continue;
      if (general && countWords(text) > countWords(name) + 4) continue;
      mentions.push({ option, start: found.index, end, by: 'name' });
    }
  }
  return mentions;
}

/** In a text of so few words one telling word is enough for an option of two. */
const BRIEF = 12;

/** A long word cut short: "auth" for "authentication", "prescr" for "prescriptions". */
const isClipped = (word: string, whole: string) =>
  word.length > 3 &&
  whole.length >= word.length + 4 &&
  whole.startsWith(word) &&
  (getFrequencyRank(word) ?? 30_000) > 3000;

interface Hit {
  word: Token;
  option: number;
  own: OptionWord;
  by: 'words' | 'spelling';
}

/** Options whose telling words are in the text, inflected or misspelt as may be. */
function byWords(words: Token[], index: OptionIndex, taken: OptionMention[]): OptionMention[] {
  const free = words.filter(
    word => (isWord(word) || /\d/.test(word.text)) && !overlapsMention(taken, word.start, word.end),
  );
  const hits: Hit[] = free.flatMap(word => {
    const stem = stemsOf(word);
    const rank = getFrequencyRank(word.lower);
    return index.flatMap((profile, option): Hit[] =>
      profile.general
        ? []
        : profile.words.flatMap((own): Hit[] => {
            if (own.stem === stem || own.lemma === word.lemma) return [{ word, option, own, by: 'words' }];
            const misspelt = word.lower.length > 2 && own.lower.length > 3 && (rank === undefined || rank > 30_000);
            const most = own.lower.length > 7 ? 2 : 1;
            return own.distinctive &&
              ((misspelt && isMisspellingOf(word.lower, own.lower, most)) || isClipped(word.lower, own.lower))
              ? [{ word, option, own, by: 'spelling' }]
              : [];
          }),
    );
  });
  const brief = words.filter(isWord).length <= BRIEF;
  const mentions: OptionMention[] = [];
  for (const [option, profile] of index.entries()) {
    const total = profile.words.reduce((sum, own) => sum + own.weight, 0);
    const own = hits.filter(hit => hit.option === option).sort((a, b) => a.word.start - b.word.start);
    let group: Hit[] = [];
    const close = () => {
      const said = new Set(group.map(hit => hit.own));
      const weight = [...said].reduce((sum, word) => sum + word.weight, 0);
      if ([...said].some(word => word.distinctive) && weight >= (brief ? 0.26 : 0.42) * total) {
        const by = group.some(hit => hit.by === 'spelling') ? 'spelling' : 'words';
        mentions.push({ option, start: group[0]!.word.start, end: group.at(-1)!.word.end, by });
      }
      group = [];
    };
    for (const hit of own) {
      if (
        group.length > 0 &&
        (hit.word.start - group.at(-1)!.word.end > 30 || group.some(({ own }) => own === hit.own))
      )
        close();
      group.push(hit);
    }
    if (group.length > 0) close();
  }
  return mentions;
}

const MEANING_LIMIT = 16;

/** Options meant by another word for them, in a short text; a word that could stand for two options counts for neither. */
function byMeaning(words: Token[], index: OptionIndex): OptionMention[] {
  if (words.filter(isWord).length > MEANING_LIMIT) return [];
  return words.flatMap((word): OptionMention[] => {
    const forms = [word.lower, word.lemma].filter(hasSynonyms);
    const meant = index.flatMap((profile, option) =>
      !profile.general &&
      profile.words.some(
        own =>
          own.distinctive &&
          forms.some(
            form => areSynonyms(form, own.lower) || areSynonyms(form, own.lemma) || isHyponymOf(form, own.lower),
          ),
      )
        ? [option]
        : [],
    );
    return meant.length === 1 ? [{ option: meant[0]!, start: word.start, end: word.end, by: 'meaning' }] : [];
  });
}

/** A text that is the beginning of one option only: "neither" for "Neither agree nor disagree". */
function byBeginning(text: string, index: OptionIndex): OptionMention | undefined {
  const bare = text.replace(/^\W+|\W+$/g, '');
  if (bare.length < 4) return undefined;
  const begun = index.flatMap(({ name, general }, option) => (!general && name.startsWith(`${bare} `) ? [option] : []));
  return begun.length === 1 ? { option: begun[0]!, start: 0, end: text.length, by: 'words' } : undefined;
}

/** Whether a word of degree before a mention is none of the option's: "a bit high" is not "too high". */
function hasOtherGrade(before: string, { grades }: OptionProfile, evenUngraded = false): boolean {
  const grade = /\b([a-z]+) $/.exec(before)?.[1];
  return (
    (grades.length > 0 || evenUngraded) &&
    grade !== undefined &&
    GRADES.has(grade) &&
    !['a', 'not', 'more', 'less', 'rather'].includes(grade) &&
    !grades.includes(grade)
  );
}

/** All mentions of a question's options in a plain text, from left to right. */
export function findOptionMentions(accented: string, index: OptionIndex): OptionMention[] {
  const text = folded(accented);
  const words = tokenize(text);
  const isGraded = index.some(({ grades }) => grades.length > 0);
  const named = byName(text, index).filter(
    ({ option, start }) => !(isGraded && hasOtherGrade(text.slice(0, start), index[option]!, true)),
  );
  const worded = byWords(words, index, named);
  // Words that two options share point at neither, unless one of them was said more fully.
  const fitting = worded.filter(({ option, start }) => !hasOtherGrade(text.slice(0, start), index[option]!));
  const telling = fitting.filter(
    mention =>
      !fitting.some(
        other =>
          other !== mention &&
          other.option !== mention.option &&
          other.start <= mention.start &&
          other.end >= mention.end &&
          other.end - other.start > mention.end - mention.start,
      ),
  );
  const found = [...named, ...telling];
  const meant = byMeaning(
    words.filter(word => !overlapsMention(found, word.start, word.end)),
    index,
  ).filter(({ option }) => !found.some(other => other.option === option));
  const all = [...found, ...meant];
  if (all.length === 0) {
    const begun = byBeginning(text, index);
    return begun ? [begun] : findPositionMentions(text, index.length);
  }
  return all.sort((a, b) => a.start - b.start);
}

/** Whether denying the option's words in the text says the option: "I don't need it", "the steps weren't clear". */
export const isDenialSelecting = (text: string, index: OptionIndex, option: number): boolean =>
  index[option]!.denied?.test(text) ?? false;

/** Whether an option stands for none, all or any of the others. */
export const isGenericOption = (index: OptionIndex, option: number): boolean => index[option]!.general;
