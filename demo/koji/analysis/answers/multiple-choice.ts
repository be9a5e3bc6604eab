import type { ChoiceConfig } from '../../../../src/interview/questions.ts';
import { splitCorrections } from './corrections.ts';
import { matchFrequency } from './match-frequency.ts';
import { normalizeText } from './normalize-text.ts';
import { type OptionProfile, profileOptions } from './option-profiles.ts';
import { findOptionStances, type OptionStance } from './option-stance.ts';
import { readOtherOption } from './other-option.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

/** Every option is chosen. */
const ALL =
  /\b(?:all of (?:them|'?em|these|those|the above|it)|all (?:three|four|five|six|seven|\d)|every(?:thing| (?:one|single one) of (?:them|these))|each of (?:them|these)|the (?:whole )?lot|all the above|(?:any ?thing|every ?thing|all)(?: of (?:them|these|those))?(?= (?:but|bar|except|besides|apart from|other than|minus)\b))\b|^\W*(?:all|everything)(?: really| please)?\W*$/;
/** Introduces exceptions from "all". */
const EXCEPT = /\b(?:but|bar|except|besides|apart from|other than|aside from|minus|not|without|excluding)\b/;
const BOTH = /\b(?:both(?: of them)?|the two of them)\b/;
const NOT_ALL = /\b(?:not|n't|don't \w+) (?:all|every|both)\b|\bnot \w+ all\b/;
const UNDECIDED = /\beither\b|\bor\b(?! (?:so|something|anything|else|whatever))|\bnot sure (?:which|if|whether)\b/;
/** "the first two", "last three". */
const FIRST_OR_LAST = /(?:\bthe |^\W*)first (two|three|2|3)\b|(?:\bthe |^\W*)last (two|three|2|3)\b/;

/** Reads any number of options from free text, in the order of the question. */
export function readMultipleChoice(text: string, config: ChoiceConfig): Reading<string[]> {
  const [first = '', ...corrections] = splitCorrections(normalizeText(text), true);
  return corrections
    .filter(correction => correction.trim())
    .reduce((reading, correction) => applyCorrection(reading, correction, config), readPart(first, config, text));
}

/**
 * Applies a correction, which adds options, takes some back or replaces them all ("also chat",
 * "scratch email").
 */
function applyCorrection(before: Reading<string[]>, text: string, config: ChoiceConfig): Reading<string[]> {
  const after = readPart(text, config, text);
  if (before.kind !== 'value') return after;
  const isAddition = /^\W*(?:also|and|plus|add|as well)\b|\b(?:too|as well)\W*$/.test(text);
  const dropped = findOptionStances(text, profileOptions(config.options))
    .filter(({ stance }) => stance === 'against')
    .map(({ option }) => config.options[option]!);
  const takesBack = dropped.some(option => before.value.includes(option));
  if (after.kind === 'value' && !isAddition && !takesBack) return toReading(after.value, false);
  if (after.kind === 'unclear' && dropped.length === 0) return UNCLEAR;
  const chosen = new Set([...before.value, ...(after.kind === 'value' ? after.value : [])]);
  for (const option of dropped) chosen.delete(option);
  if (chosen.size === 0) return UNCLEAR;
  const inOrder = config.options.filter(option => chosen.has(option));
  return toReading(inOrder, false);
}

/** Reads one part of a text without corrections. `wholeText` is the message as written. */
function readPart(text: string, { options, allow_other }: ChoiceConfig, wholeText: string): Reading<string[]> {
  const profiles = profileOptions(options);
  const stances = findOptionStances(text, profiles);
  if (ALL.test(text) && !NOT_ALL.test(text)) return readAll(text, options, profiles, stances);
  if (stances.length > 0) return readMentioned(text, options, profiles, stances);
  const indirect = readIndirectly(text, options);
  if (indirect.kind !== 'none' || !allow_other) return indirect;
  const other = readOtherOption(wholeText, options);
  return other.kind === 'value' ? toReading([other.value], false) : NONE;
}

const listRejected = (stances: OptionStance[]) =>
  new Set(stances.filter(({ stance }) => stance === 'against').map(({ option }) => option));

/** "All of them", "everything but the price". */
function readAll(
  text: string,
  options: string[],
  profiles: OptionProfile[],
  stances: OptionStance[],
): Reading<string[]> {
  const hasException = EXCEPT.test(text);
  const rejected = listRejected(stances);
  if (stances.length === 0 && hasException) return UNCLEAR;
  if (stances.length > rejected.size && !hasException) return UNCLEAR;
  const excepted = hasException ? new Set(stances.map(({ option }) => option)) : rejected;
  const chosen = options.filter((_, option) => !profiles[option]!.isGeneric && !excepted.has(option));
  return toReading(chosen, stances.length === 0);
}

/** Options that the text refers to without naming them: "the first two", "both", "every day". */
function readIndirectly(text: string, options: string[]): Reading<string[]> {
  const count = FIRST_OR_LAST.exec(text);
  if (count) {
    const [first, last] = [count[1], count[2]];
    const size = /two|2/.test(first ?? last!) ? 2 : 3;
    if (size > options.length) return UNCLEAR;
    return toReading(first ? options.slice(0, size) : options.slice(-size), false);
  }
  if (BOTH.test(text) && options.length === 2 && !NOT_ALL.test(text)) return toReading([...options]);
  const frequency = matchFrequency(text, options);
  return frequency === undefined ? NONE : toReading([options[frequency]!], false);
}

function readMentioned(
  text: string,
  options: string[],
  profiles: OptionProfile[],
  stances: OptionStance[],
): Reading<string[]> {
  const rejected = listRejected(stances);
  const supported = stances.filter(({ stance }) => stance === 'for' || stance === 'secondary');
  const accepted = new Set(supported.map(({ option }) => option).filter(option => !rejected.has(option)));
  if (accepted.size === 0) return UNCLEAR;
  // A generic option such as "other" gives way to the options that are named beside it.
  const specific = [...accepted].filter(option => !profiles[option]!.isGeneric);
  const chosen = specific.length > 0 ? new Set(specific) : accepted;
  const mentions = stances.filter(({ option, stance }) => chosen.has(option) && stance !== 'against');
  const isEitherOr = UNDECIDED.test(text) && /\beither\b/.test(text);
  if (chosen.size > 1 && (hasAlternatives(text, mentions) || isEitherOr)) return UNCLEAR;
  return toReading(
    options.filter((_, option) => chosen.has(option)),
    mentions.every(({ by }) => by === 'name' || by === 'words'),
  );
}

/** Whether an "or" stands between two options. */
const hasAlternatives = (text: string, mentions: OptionStance[]) =>
  mentions.some((mention, index) => {
    const previous = mentions[index - 1];
    if (!previous || previous.option === mention.option) return false;
    const between = text.slice(previous.end, mention.start);
    return /\bor\b/.test(between) && between.length < 24;
  });
