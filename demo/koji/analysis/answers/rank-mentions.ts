import type { OptionMention } from './option-mention.ts';

/** A place in a text that names a rank, such as "first" or "3.". */
export interface RankMention {
  /** Counted from 0. */
  rank: number;
  /** Offsets in the text. */
  start: number;
  end: number;
}

const FIRST =
  '(?:first(?:ly)?|1st|number (?:one|1)|no\\.? ?1|#1|top(?: priority| spot| of (?:the|my) list)?|most(?: important| of all| valuable| useful)?|above all|foremost|best|favou?rite|biggest|highest)';
const SECOND = '(?:second(?:ly)?|2nd|number (?:two|2)|no\\.? ?2|#2|runner[- ]up)';
const THIRD = '(?:third(?:ly)?|3rd|number (?:three|3)|no\\.? ?3|#3)';
const FOURTH = '(?:fourth(?:ly)?|4th|number (?:four|4)|no\\.? ?4|#4)';
const FIFTH = '(?:fifth(?:ly)?|5th|number (?:five|5)|no\\.? ?5|#5)';
const LAST =
  '(?:last(?:ly)?|least(?: important| of all| valuable| useful)?|(?:at )?the (?:very )?(?:bottom|end)|bottom|final(?:ly)?|worst|lowest|at the end)';
const NEXT_TO_LAST = '(?:(?:second|next)[- ](?:to[- ])?last|last but one|penultimate)';

/**
 * The words for ranks among `count` options. Longer expressions come before those that they
 * contain.
 */
const RANK_WORDS: readonly { pattern: string; rank: (count: number) => number }[] = [
  { pattern: NEXT_TO_LAST, rank: count => count - 2 },
  { pattern: LAST, rank: count => count - 1 },
  { pattern: FIRST, rank: () => 0 },
  { pattern: SECOND, rank: () => 1 },
  { pattern: THIRD, rank: () => 2 },
  { pattern: FOURTH, rank: () => 3 },
  { pattern: FIFTH, rank: () => 4 },
];
/** Phrases with a word for a rank that name none. */
const NOT_A_RANK =
  /\bfirst of all\b|\bat first\b|\bat least\b|\blast (?:week|year|month|time|but not least)\b|\bbut not least\b/g;

/** Finds the ranks that a text names, from left to right. `mentions` are its options. */
export function findRankMentions(text: string, count: number, mentions: OptionMention[]): RankMention[] {
  const ranks = [...findRankWords(text, count), ...findListNumbers(text, count)];
  for (const { start } of mentions) {
    const number = findNumberBefore(text, start, count);
    if (number) ranks.push(number);
  }
  return ranks.sort((a, b) => a.start - b.start);
}

function findRankWords(text: string, count: number): RankMention[] {
  const ranks: RankMention[] = [];
  let rest = text.replace(NOT_A_RANK, phrase => ' '.repeat(phrase.length));
  for (const { pattern, rank } of RANK_WORDS) {
    const anywhere = new RegExp(`\\b${pattern}\\b|(?<=\\W)${pattern}(?=\\W|$)`, 'g');
    for (const match of rest.matchAll(anywhere)) {
      const end = match.index + match[0].length;
      // Nothing follows the last option, so "the worst, followed by …" means the worst trouble,
      // which comes first.
      const isWorstTrouble =
        match[0] === 'worst' && /^\W*(?:and )?(?:followed by|then)\b/.test(text.slice(match.index + 5));
      ranks.push({ rank: isWorstTrouble ? 0 : rank(count), start: match.index, end });
    }
    rest = rest.replace(anywhere, word => '\u0000'.repeat(word.length));
  }
  return ranks;
}

/** The numbers of a list: "1. price", "2) support", "3 - speed". */
const findListNumbers = (text: string, count: number): RankMention[] =>
  [...text.matchAll(/(?:^|[\s,;(])(\d)(?:[.):]|\s?[-–=])\s*(?=\S)/g)]
    .map(match => ({ rank: Number(match[1]) - 1, start: match.index, end: match.index + match[0].length }))
    .filter(({ rank }) => rank >= 0 && rank < count);

/** A bare number right before an option: "1 price 2 support". */
function findNumberBefore(text: string, end: number, count: number): RankMention | null {
  const match = /(?:^|[\s,;(])(\d) (?:the )?$/.exec(text.slice(0, end));
  const rank = Number(match?.[1]) - 1;
  return match && rank >= 0 && rank < count ? { rank, start: match.index, end } : null;
}

/** The words between a rank and the option that it belongs to: "first comes the price". */
const LEADS_TO_OPTION =
  /^[\s:,.)=-]{0,20}(?:(?:is|are|was|would be|comes?|goes|place|spot|priority|for me|definitely|probably|the|my|a|to|i'd (?:say|put)|we(?:'d)? put|in|on)\s{0,5})*[\s:,=-]{0,20}$/;

/**
 * Assigns each rank to an option: in its own part of the list the nearest one, otherwise the one
 * after it. Returns the rank by option; null if two ranks or two options contradict each other.
 */
export function assignRanks(
  text: string,
  mentions: OptionMention[],
  rankMentions: RankMention[],
): Map<number, number> | null {
  const rankByOption = new Map<number, number>();
  const free = new Set(mentions);
  for (const rankMention of rankMentions) {
    const mention = findRankedOption(text, [...free], rankMention);
    if (!mention) continue;
    const { option } = mention;
    const { rank } = rankMention;
    const isTaken = [...rankByOption.values()].includes(rank);
    if (isTaken || (rankByOption.get(option) ?? rank) !== rank) return null;
    rankByOption.set(option, rank);
    free.delete(mention);
  }
  return rankByOption;
}

function findRankedOption(text: string, mentions: OptionMention[], rank: RankMention): OptionMention | undefined {
  const getPart = (offset: number) => text.slice(0, offset).split(/[,;.\n!]|\band\b|\bthen\b|\bbut\b/).length;
  const inSamePart = mentions.filter(mention => getPart(mention.start) === getPart(rank.start));
  if (inSamePart.length === 1) return inSamePart[0];
  const [next] = mentions.filter(mention => mention.start >= rank.end).sort((a, b) => a.start - b.start);
  if (next && LEADS_TO_OPTION.test(text.slice(rank.end, next.start))) return next;
  const getDistance = ({ start, end }: OptionMention) =>
    Math.min(Math.abs(start - rank.end), Math.abs(rank.start - end));
  return inSamePart.sort((a, b) => getDistance(a) - getDistance(b))[0];
}
