import type { ChoiceConfig } from '../../../../src/interview/questions.ts';
import { countWords } from '../language/tokens.ts';
import { isInClause, splitIntoClauses } from './clauses.ts';
import { readLastCorrection } from './corrections.ts';
import { matchFrequency } from './match-frequency.ts';
import { matchRange } from './match-range.ts';
import { normalizeText } from './normalize-text.ts';
import { type OptionProfile, profileOptions } from './option-profiles.ts';
import { findOptionStances, type OptionStance } from './option-stance.ts';
import { announcesOtherOption, readOtherOption } from './other-option.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

/** Signs that a clause holds the decision. */
const DECISION =
  /\b(?:mostly|mainly|primarily|main|usually|above all|most of all|most(?: often| important)?|if i (?:had|have) to|especially|in the end|overall|now|these days|today|nowadays|currently|next time|but|go with|i'd say|let'?s say|pick|choose|definitely|tops?|number one|first and foremost|favou?rite|prefer|best|biggest|rather|lean(?:ing)?|final(?:ly)?|settle)\b|^\s*so\b/;
/** Signs that the respondent can't decide. */
const UNDECIDED =
  /\b(?:both|equally|same|tie|tied|fifty|50|half|toss-?up|either|between|all of|depends|torn|hard to (?:choose|decide|say))\b/;

/**
 * Reads one option from free text, or an option of the respondent's own if the question allows it.
 */
export function readSingleChoice(text: string, config: ChoiceConfig): Reading<string> {
  return readLastCorrection(normalizeText(text), part => readPart(part, config, text));
}

/** Reads one part of a text without corrections. `wholeText` is the message as written. */
function readPart(text: string, { options, allow_other }: ChoiceConfig, wholeText: string): Reading<string> {
  const profiles = profileOptions(options);
  const stances = findOptionStances(text, profiles);
  const range = stances.some(({ by }) => by === 'name') ? undefined : matchRange(text, options);
  if (range !== undefined) return toReading(options[range]!, false);
  const hasSpecificMention = stances.some(({ option }) => !profiles[option]!.isGeneric);
  if (allow_other && !hasSpecificMention && announcesOtherOption(wholeText)) return readOtherOption(wholeText);
  if (stances.length === 0) {
    const frequency = matchFrequency(text, options);
    if (frequency !== undefined) return toReading(options[frequency]!, false);
    return allow_other ? readOtherOption(wholeText, options) : NONE;
  }
  return chooseMentioned(text, options, profiles, stances);
}

/** The option that the mentions in a text choose. */
function chooseMentioned(
  text: string,
  options: string[],
  profiles: OptionProfile[],
  stances: OptionStance[],
): Reading<string> {
  const supporting = stances.filter(({ stance }) => stance === 'for');
  const chosen = new Set(supporting.map(({ option }) => option));
  if (chosen.size === 1) return checkOnlyChoice(text, options, profiles, stances);
  if (chosen.size > 1) return chooseBetween(text, options, supporting, stances);
  const secondary = new Set(stances.filter(({ stance }) => stance === 'secondary').map(({ option }) => option));
  if (secondary.size === 1) return toReading(options[[...secondary][0]!]!, false);
  const remaining = findRemainingOption(stances, options.length);
  return remaining === undefined || profiles[remaining]!.isGeneric ? UNCLEAR : toReading(options[remaining]!, false);
}

/** The only option with stance `for`, unless something makes it doubtful. */
function checkOnlyChoice(
  text: string,
  options: string[],
  profiles: OptionProfile[],
  stances: OptionStance[],
): Reading<string> {
  const supporting = stances.filter(({ stance }) => stance === 'for');
  const { option, by } = supporting[0]!;
  const hasOtherMention = stances.some(
    other => other.option !== option && other.stance !== 'against' && other.stance !== 'secondary',
  );
  const hasSecondary = stances.some(other => other.option !== option && other.stance === 'secondary');
  const isCertain = by === 'name' || by === 'words';
  if (by === 'meaning' && hasOtherMention) return UNCLEAR;
  if (hasSecondary && isUndecided(text, supporting)) return UNCLEAR;
  // "Either the poster or the flyer": one of the two is no option, and may be the one that is
  // meant.
  if (/\beither\b.{1,200}\bor\b/.test(text)) return UNCLEAR;
  if (profiles[option]!.isGeneric && by !== 'name') return UNCLEAR;
  if (isCounterQuestion(text)) return UNCLEAR;
  return toReading(options[option]!, isCertain && stances.length === 1);
}

const isCounterQuestion = (text: string) =>
  /\?\s*$/.test(text) &&
  countWords(text) > 4 &&
  /^\W*(?:what|why|how|is|are|do|does|can|which|who|when|where)\b/.test(text);

/** Of several options with stance `for`, the only one in a clause that decides. */
function chooseBetween(
  text: string,
  options: string[],
  supporting: OptionStance[],
  stances: OptionStance[],
): Reading<string> {
  const leansToOne = /\bif i (?:had|have) to\b|\blean(?:ing)?\b|\bslightly more\b/.test(text);
  if (isUndecided(text, supporting) && !leansToOne) return UNCLEAR;
  const clauses = splitIntoClauses(text);
  const decidingClauses = clauses.filter((clause, index) => {
    if (DECISION.test(clause.text)) return true;
    // "I'd go with, well, the train": the decision is announced in a clause without a mention.
    const previous = clauses[index - 1];
    if (!previous || !DECISION.test(previous.text)) return false;
    return !stances.some(({ start }) => isInClause(previous, start));
  });
  const decided = supporting.filter(({ start }) => decidingClauses.some(clause => isInClause(clause, start)));
  const remaining = new Set(decided.map(({ option }) => option));
  return remaining.size === 1 ? toReading(options[decided[0]!.option]!, false) : UNCLEAR;
}

/** Whether the text says that it can't decide, or joins two options by "or". */
function isUndecided(text: string, supporting: OptionStance[]): boolean {
  if (UNDECIDED.test(text)) return true;
  return supporting.some((mention, index) => {
    const previous = supporting[index - 1];
    if (!previous || previous.option === mention.option) return false;
    const between = text.slice(previous.end, mention.start);
    return /^\W*(?:or|\/|vs)\W*(?:maybe |perhaps |even )?(?:the |a )?$/.test(between);
  });
}

/** The only option left if the text rules out all others. */
function findRemainingOption(stances: OptionStance[], count: number): number | undefined {
  const rejected = new Set(stances.filter(({ stance }) => stance === 'against').map(({ option }) => option));
  if (rejected.size !== count - 1) return undefined;
  return Array.from({ length: count }, (_, option) => option).find(option => !rejected.has(option));
}
