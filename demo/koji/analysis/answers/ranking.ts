import type { RankingConfig } from '../../../../src/interview/questions.ts';
import { tokenize } from '../language/tokens.ts';
import { readLastCorrection } from './corrections.ts';
import { findOptionMentions } from './find-options.ts';
import { normalizeText } from './normalize-text.ts';
import type { OptionMention } from './option-mention.ts';
import { parsePositionList } from './option-positions.ts';
import { profileOptions } from './option-profiles.ts';
import { assignRanks, findRankMentions, type RankMention } from './rank-mentions.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

/** Some options share a rank, or there is no order. */
const TIED =
  /\b(?:equal(?:ly)?|tie|tied|same|both|either|don't care about the order|no particular order|in any order|can't (?:rank|decide|order)|depends|whichever|all (?:as )?important|(?:don't|do not) (?:matter|count))\b/;
/** The list starts with the last option. */
const REVERSED =
  /\bfrom (?:the )?(?:least|lowest|worst|bottom|last) (?:important |favou?rite )?(?:up )?to\b|\b(?:least|lowest|worst) (?:important )?first\b|\breverse order\b.{0,200}:|\bascending\b|\bbottom (?:up|to top)\b/;
/** Words and signs that show an order. */
const ORDERED =
  /\bthen\b|\bfollowed by\b|>|→|->|\bafter (?:that|which)\b|\bnext\b|\babove\b|\bover\b|\bbefore\b|\bahead of\b|\bbeats?\b|\bfirst\b|\btops\b/;
/** Joins two options of which the second comes first: "B comes after A". */
const INVERTED_PAIR =
  /^[\s,]*(?:comes |goes |is |would come |only )*(?:after|behind|below|less important than|under|matters less than)\s*(?:the )?$/;
/** The order of the question. */
const AS_LISTED =
  /\b(?:as (?:listed|shown|given|is|they are|you listed)|(?:exactly )?(?:the|that|this|your|same) (?:same )?order(?: (?:you|as|they|is|above|works|it's).{0,200})?$|in (?:that|this|the given|your) order)\b/;
const AS_LISTED_REVERSED = /\b(?:the )?(?:exact )?(?:reverse|opposite|other way (?:a)?round|backwards|bottom to top)\b/;

/** A negation before an option. */
const NEGATED = /(?:\bnot|n't|\bno|\bnever)(?: \w+){0,3} ?$/;

/**
 * Reads an order of all options from free text. A single option that is left out takes the rank
 * that is left.
 */
export function readRanking(text: string, { options }: RankingConfig): Reading<string[]> {
  return readLastCorrection(normalizeText(text), part => readPart(part, options));
}

function readPart(text: string, options: string[]): Reading<string[]> {
  const list = readPositionList(text, options);
  if (list) return list;
  const mentions = findFirstMentions(text, options);
  if (mentions.length === 0) return readQuestionOrder(text, options);
  if (TIED.test(text) || (/\?\s*$/.test(text) && mentions.length < options.length)) return UNCLEAR;
  if (offersAlternatives(text, mentions, options.length)) return UNCLEAR;
  const isReversed = isReversedList(text, options.length);
  const rankMentions = isReversed ? [] : findRankMentionsOutside(text, options.length, mentions);
  if (sharesFirstRank(text, mentions, rankMentions)) return UNCLEAR;
  const rankByOption = assignRanks(text, mentions, rankMentions);
  if (!rankByOption) return UNCLEAR;
  const ranking = completeRanking(text, options, mentions, rankByOption);
  if (ranking.kind !== 'value' || !isReversed) return ranking;
  return { ...ranking, value: ranking.value.reverse() };
}

/** The first mention of each option. */
function findFirstMentions(text: string, options: string[]): OptionMention[] {
  const seen = new Set<number>();
  return findOptionMentions(text, profileOptions(options)).filter(
    ({ option, by }) => by !== 'position' && !seen.has(option) && seen.add(option),
  );
}

/**
 * Reads a list of labels only, such as "c a b". Digits may be options in order or the ranks of the
 * options, so they count only if both give the same order. Labels in their own order ("a b c") are
 * what people type without ranking.
 */
function readPositionList(text: string, options: string[]): Reading<string[]> | undefined {
  const order = parsePositionList(text, options.length).map(({ option }) => option);
  if (order.length !== options.length) return undefined;
  if (new Set(order).size < order.length) return UNCLEAR;
  if (order.every((option, rank) => option === rank)) return UNCLEAR;
  const isSelfInverse = order.every((option, rank) => order[option] === rank);
  if (/\d/.test(text) && !isSelfInverse) return UNCLEAR;
  return toReading(
    order.map(option => options[option]!),
    false,
  );
}

/** Reads a text without options, such as "in that order". */
function readQuestionOrder(text: string, options: string[]): Reading<string[]> {
  if (TIED.test(text) && !AS_LISTED.test(text)) return UNCLEAR;
  if (/\b(?:not|n't)\b/.test(text)) return NONE;
  if (AS_LISTED_REVERSED.test(text)) return toReading([...options].reverse(), false);
  return AS_LISTED.test(text) ? toReading([...options], false) : NONE;
}

/**
 * Whether an "or", slash or equals sign joins two options. A list of all options may be separated
 * by slashes.
 */
function offersAlternatives(text: string, mentions: OptionMention[], count: number): boolean {
  const slashes = text.match(/\//g)?.length ?? 0;
  if (mentions.length === count && slashes >= count - 1) return false;
  return mentions.some((mention, index) => {
    const previous = mentions[index - 1];
    if (!previous) return false;
    const between = text.slice(previous.end, mention.start);
    return /^\s*(?:,\s*)?(?:or|\/|=)\s*(?:maybe |perhaps )?(?:the )?$/.test(between);
  });
}

const isReversedList = (text: string, count: number) =>
  REVERSED.test(text) || (!text.includes('>') && (text.match(/</g)?.length ?? 0) >= count - 1);

/** The ranks that a text names, without words that belong to an option's name. */
const findRankMentionsOutside = (text: string, count: number, mentions: OptionMention[]) =>
  findRankMentions(text, count, mentions).filter(
    rank => !mentions.some(({ start, end }) => rank.start >= start && rank.end <= end),
  );

/**
 * "The play and the actors first" gives one rank to two options. "… and the bar last" ends a list
 * and gives it to one.
 */
const sharesFirstRank = (text: string, mentions: OptionMention[], rankMentions: RankMention[]) =>
  mentions.some((mention, index) => {
    const next = mentions[index + 1];
    if (!next || !/^\s*(?:and|&|\+)\s*(?:the )?$/.test(text.slice(mention.end, next.start))) return false;
    const isFollowedByFirst = rankMentions.some(
      ({ rank, start }) =>
        rank === 0 && start >= next.end && /^\s*(?:come |are |is )?$/.test(text.slice(next.end, start)),
    );
    const hasOwnRank = rankMentions.some(
      ({ end }) => end <= mention.start && /^\W*(?:the )?$/.test(text.slice(end, mention.start)),
    );
    return isFollowedByFirst && !hasOwnRank;
  });

/** Fills the ranks that the text doesn't name with the other options, in the order of the text. */
function completeRanking(
  text: string,
  options: string[],
  mentions: OptionMention[],
  rankByOption: Map<number, number>,
): Reading<string[]> {
  const count = options.length;
  const ranking: (number | undefined)[] = Array.from({ length: count });
  for (const [option, rank] of rankByOption) {
    if (rank < 0 || ranking[rank] !== undefined) return UNCLEAR;
    ranking[rank] = option;
  }
  const unranked = orderByPairs(text, mentions).filter(({ option }) => !rankByOption.has(option));
  if (hasUnclearNegation(text, unranked, mentions.length === count)) return UNCLEAR;
  const isOrdered = showsOrder(text, mentions, count, rankByOption);
  if (!isOrdered || mentions.length < count - 1) return rankByOption.size + 1 < count ? UNCLEAR : NONE;
  for (const { option } of unranked) ranking[ranking.indexOf(undefined)] = option;

  const missing = options.flatMap((_, option) => (ranking.includes(option) ? [] : [option]));
  if (missing.length > 1) return UNCLEAR;
  if (missing.length === 1) {
    if (namesOtherThings(text, mentions) || isOnlyPair(text, rankByOption.size)) return UNCLEAR;
    ranking[ranking.indexOf(undefined)] = missing[0]!;
  }
  const isCertain = missing.length === 0 && mentions.every(({ by }) => by === 'name' || by === 'words');
  return toReading(
    ranking.map(option => options[option!]!),
    isCertain,
  );
}

/** The mentions in the order of their options: "B comes after A" swaps the two. */
function orderByPairs(text: string, mentions: OptionMention[]): OptionMention[] {
  const order = [...mentions];
  for (let index = 1; index < mentions.length; index++) {
    const [previous, next] = [mentions[index - 1]!, mentions[index]!];
    if (!INVERTED_PAIR.test(text.slice(previous.end, next.start))) continue;
    const [from, to] = [order.indexOf(previous), order.indexOf(next)];
    [order[from], order[to]] = [next, previous];
  }
  return order;
}

/** Whether an option is negated, other than the last one of a complete list. */
function hasUnclearNegation(text: string, unranked: OptionMention[], isComplete: boolean): boolean {
  const negated = unranked.filter(({ start }) => NEGATED.test(text.slice(Math.max(0, start - 24), start)));
  const isOnlyLast = negated.length === 1 && unranked.at(-1) === negated[0] && isComplete;
  return negated.length > 0 && !isOnlyLast;
}

/** Whether the text gives an order, and not only a selection. */
function showsOrder(
  text: string,
  mentions: OptionMention[],
  count: number,
  rankByOption: Map<number, number>,
): boolean {
  const isCommaList =
    count > 3 &&
    mentions.length === count - 1 &&
    !/\b(?:and|or)\b/.test(text) &&
    (text.match(/,/g)?.length ?? 0) >= count - 2;
  return mentions.length === count || rankByOption.size > 0 || isCommaList || ORDERED.test(text);
}

/**
 * Whether a list names a thing that is no option. Then the option that is left out can't be
 * inferred.
 */
function namesOtherThings(text: string, mentions: OptionMention[]): boolean {
  let start = 0;
  return text.split(/(,|;|>|\n|\bthen\b|\bfollowed by\b|\band\b)/).some(item => {
    const end = start + item.length;
    const isOption = mentions.some(mention => mention.start < end && mention.end > start);
    start = end;
    const content = item.replace(RANKING_WORDS, ' ');
    return !isOption && tokenize(content).some(({ pos, isStopWord }) => pos === 'NOUN' && !isStopWord);
  });
}

/** Words of a ranking that name no thing. */
const RANKING_WORDS =
  /\b(?:first|second|third|last|least|most|top|bottom|end|place|number|important|rest|thing|everything|that|order|priority|all)\b/g;

/** Whether the text only compares two options: "B before A" doesn't say where C comes. */
const isOnlyPair = (text: string, rankedCount: number) =>
  rankedCount === 0 &&
  /\b(?:before|ahead of|above|over|beats?)\b/.test(text) &&
  !/\bthen\b|\bfollowed by\b|\bnext\b|>|→|,/.test(text);
