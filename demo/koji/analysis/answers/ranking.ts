import type { RankingConfig } from '../../../../src/interview/questions.ts';
import { tokenize } from '../language/tokens.ts';
import { readLastCorrection } from './corrections.ts';
import { findOptionMentions, indexOptions } from './find-options.ts';
import { normalizeText } from './normalize-text.ts';
import { parsePositionList } from './option-positions.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

const FIRST =
  '(?:first(?:ly)?|1st|number (?:one|1)|no\\.? ?1|#1|top(?: priority| spot| of (?:the|my) list)?|most(?: important| of all| valuable| useful)?|above all|foremost|best|favou?rite|biggest|highest)';
const SECOND = '(?:second(?:ly)?|2nd|number (?:two|2)|no\\.? ?2|#2|runner[- ]up)';
const THIRD = '(?:third(?:ly)?|3rd|number (?:three|3)|no\\.? ?3|#3)';
const FOURTH = '(?:fourth(?:ly)?|4th|number (?:four|4)|no\\.? ?4|#4)';
const FIFTH = '(?:fifth(?:ly)?|5th|number (?:five|5)|no\\.? ?5|#5)';
const LAST =
  '(?:last(?:ly)?|least(?: important| of all| valuable| useful)?|(?:at )?the (?:very )?(?:bottom|end)|bottom|final(?:ly)?|worst|lowest|at the end)';
const NEXT_TO_LAST = '(?:(?:second|next)[- ](?:to[- ])?last|last but one|penultimate)';

/** The places a text can give an option, particular ones first. `count` options make the last place \`count - 1\`. */
const PLACES: readonly { pattern: string; place: (count: number) => number }[] = [
  { pattern: NEXT_TO_LAST, place: count => count - 2 },
  { pattern: LAST, place: count => count - 1 },
  { pattern: FIRST, place: () => 0 },
  { pattern: SECOND, place: () => 1 },
  { pattern: THIRD, place: () => 2 },
  { pattern: FOURTH, place: () => 3 },
  { pattern: FIFTH, place: () => 4 },
];

interface Tag {
  place: number;
  start: number;
  end: number;
}

interface Ordered {
  option: number;
  start: number;
  end: number;
}

function tagsIn(text: string, count: number, mentions: Ordered[]): Tag[] {
  const tags: Tag[] = [];
  let rest = text.replace(
    /\bfirst of all\b|\bat first\b|\bat least\b|\blast (?:week|year|month|time|but not least)\b|\bbut not least\b/g,
    taken => ' '.repeat(taken.length),
  );
  for (const { pattern, place } of PLACES) {
    const all = new RegExp(`\\b${pattern}\\b|(?<=\\W)${pattern}(?=\\W|$)`, 'g');
    for (const found of rest.matchAll(all))
      tags.push({
        // Nothing follows the last, so that "the worst, followed by …" is the worst trouble and comes first.
        place:
          found[0] === 'worst' && /^\W*(?:and )?(?:followed by|then)\b/.test(text.slice(found.index + 5))
            ? 0
            : place(count),
        start: found.index,
        end: found.index + found[0].length,
      });
    rest = rest.replace(all, taken => '\u0000'.repeat(taken.length));
  }
  for (const found of text.matchAll(/(?:^|[\s,;(])(\d)(?:[.):]|\s?[-–=])\s*(?=\S)/g)) {
    const place = Number(found[1]) - 1;
    if (place >= 0 && place < count) tags.push({ place, start: found.index, end: found.index + found[0].length });
  }
  for (const { start } of mentions) {
    const number = /(?:^|[\s,;(])(\d) (?:the )?$/.exec(text.slice(0, start));
    const place = Number(number?.[1]) - 1;
    if (number && place >= 0 && place < count) tags.push({ place, start: number.index, end: start });
  }
  return tags.sort((a, b) => a.start - b.start);
}

/** Gives each tag the mention it belongs to: in its own stretch between commas the nearest, else the one that follows. */
function bind(text: string, mentions: Ordered[], tags: Tag[]): Map<number, number> | null {
  const bound = new Map<number, number>();
  const free = new Set(mentions);
  const stretchOf = (at: number) => text.slice(0, at).split(/[,;.\n!]|\band\b|\bthen\b|\bbut\b/).length;
  for (const tag of tags) {
    const inStretch = [...free].filter(mention => stretchOf(mention.start) === stretchOf(tag.start));
    const after = [...free].filter(mention => mention.start >= tag.end).sort((a, b) => a.start - b.start)[0];
    const follows =
      after !== undefined &&
      /^[\s:,.)=-]*(?:(?:is|are|was|would be|comes?|goes|place|spot|priority|for me|definitely|probably|the|my|a|to|i'd (?:say|put)|we(?:'d)? put|in|on)\s*)*[\s:,=-]*$/.test(
        text.slice(tag.end, after.start),
      );
    const mention =
      inStretch.length === 1
        ? inStretch[0]
        : follows
          ? after
          : inStretch.sort(
              (a, b) =>
                Math.min(Math.abs(a.start - tag.end), Math.abs(tag.start - a.end)) -
                Math.min(Math.abs(b.start - tag.end), Math.abs(tag.start - b.end)),
            )[0];
    if (!mention) continue;
    const other = bound.get(mention.option);
    if (other !== undefined && other !== tag.place) return null;
    if ([...bound.values()].includes(tag.place)) return null;
    bound.set(mention.option, tag.place);
    free.delete(mention);
  }
  return bound;
}

const TIED =
  /\b(?:equal(?:ly)?|tie|tied|same|both|either|don't care about the order|no particular order|in any order|can't (?:rank|decide|order)|depends|whichever|all (?:as )?important|(?:don't|do not) (?:matter|count))\b/;
const REVERSED =
  /\bfrom (?:the )?(?:least|lowest|worst|bottom|last) (?:important |favou?rite )?(?:up )?to\b|\b(?:least|lowest|worst) (?:important )?first\b|\breverse order\b.*:|\bascending\b|\bbottom (?:up|to top)\b/;
const SEQUENCE =
  /\bthen\b|\bfollowed by\b|>|→|->|\bafter (?:that|which)\b|\bnext\b|\babove\b|\bover\b|\bbefore\b|\bahead of\b|\bbeats?\b|\bfirst\b|\btops\b/;
const INVERTED_PAIR =
  /^[\s,]*(?:comes |goes |is |would come |only )*(?:after|behind|below|less important than|under|matters less than)\s*(?:the )?$/;
const AS_LISTED =
  /\b(?:as (?:listed|shown|given|is|they are|you listed)|(?:exactly )?(?:the|that|this|your|same) (?:same )?order(?: (?:you|as|they|is|above|works|it's).*)?$|in (?:that|this|the given|your) order)\b/;
const AS_LISTED_REVERSED = /\b(?:the )?(?:exact )?(?:reverse|opposite|other way (?:a)?round|backwards|bottom to top)\b/;

const DENIED = /(?:\bnot|n't|\bno|\bnever)(?: \w+){0,3} ?$/;

/** Order by what was said of two at a time: "B comes after A". */
function swapInverted(text: string, mentions: Ordered[]): Ordered[] {
  const order = [...mentions];
  for (let at = 1; at < mentions.length; at++) {
    const [before, after] = [mentions[at - 1]!, mentions[at]!];
    if (!INVERTED_PAIR.test(text.slice(before.end, after.start))) continue;
    const from = order.indexOf(before);
    const to = order.indexOf(after);
    [order[from], order[to]] = [after, before];
  }
  return order;
}

/** "B before A" says nothing of where C comes. */
const isPairOnly = (text: string, tagged: number) =>
  tagged === 0 &&
  /\b(?:before|ahead of|above|over|beats?)\b/.test(text) &&
  !/\bthen\b|\bfollowed by\b|\bnext\b|>|→|,/.test(text);

/** Whether the list names something that is none of the options: then nothing can be concluded for the one left out. */
function namesOthers(text: string, mentions: Ordered[]): boolean {
  let start = 0;
  return text.split(/(,|;|>|\n|\bthen\b|\bfollowed by\b|\band\b)/).some(chunk => {
    const end = start + chunk.length;
    const isNamed = mentions.some(mention => mention.start < end && mention.end > start);
    start = end;
    const rest = chunk.replace(
      /\b(?:first|second|third|last|least|most|top|bottom|end|place|number|important|rest|thing|everything|that|order|priority|all)\b/g,
      ' ',
    );
    return !isNamed && tokenize(rest).some(word => word.pos === 'NOUN' && !word.isStopWord);
  });
}

/**
 * "c a b". Digits may be the options in order or the places of the options: they count only where both come to the same
 * order. The signs in their own order ("a b c") are what a hand types that ranks nothing.
 */
function byListedPlaces(text: string, options: string[]): Reading<string[]> | undefined {
  const order = parsePositionList(text, options.length).map(({ option }) => option);
  if (order.length !== options.length) return undefined;
  if (new Set(order).size < order.length) return UNCLEAR;
  if (order.every((option, place) => option === place)) return UNCLEAR;
  const isSame = order.every((option, place) => order[option] === place);
  return /\d/.test(text) && !isSame
    ? UNCLEAR
    : toReading(
        order.map(option => options[option]!),
        false,
      );
}

/** "The play and the actors first": two for one place. "… and the bar last" is the end of a list, and gives it to one. */
const sharesPlace = (text: string, mentions: Ordered[], tags: Tag[]) =>
  mentions.some((mention, at) => {
    const after = mentions[at + 1];
    return (
      after !== undefined &&
      /^\s*(?:and|&|\+)\s*(?:the )?$/.test(text.slice(mention.end, after.start)) &&
      tags.some(
        ({ place, start }) =>
          place === 0 && start >= after.end && /^\s*(?:come |are |is )?$/.test(text.slice(after.end, start)),
      ) &&
      !tags.some(({ end }) => end <= mention.start && /^\W*(?:the )?$/.test(text.slice(end, mention.start)))
    );
  });

function readPart(text: string, options: string[]): Reading<string[]> {
  const count = options.length;
  const index = indexOptions(options);
  const seen = new Set<number>();
  const all = findOptionMentions(text, index).filter(mention => mention.by !== 'position');
  const mentions = all.filter(({ option }) => !seen.has(option) && seen.add(option));
  const listed = byListedPlaces(text, options);
  if (listed) return listed;
  if (mentions.length === 0) {
    if (TIED.test(text) && !AS_LISTED.test(text)) return UNCLEAR;
    if (/\b(?:not|n't)\b/.test(text)) return NONE;
    if (AS_LISTED_REVERSED.test(text)) return toReading([...options].reverse(), false);
    return AS_LISTED.test(text) ? toReading([...options], false) : NONE;
  }
  if (TIED.test(text) || (/\?\s*$/.test(text) && mentions.length < count)) return UNCLEAR;
  const slashed = mentions.length === count && (text.match(/\//g)?.length ?? 0) >= count - 1;
  for (let at = 1; at < mentions.length && !slashed; at++) {
    if (
      /^\s*,?\s*(?:or|\/|=)\s*(?:maybe |perhaps )?(?:the )?$/.test(
        text.slice(mentions[at - 1]!.end, mentions[at]!.start),
      )
    )
      return UNCLEAR;
  }
  const reversed = REVERSED.test(text) || (!text.includes('>') && (text.match(/</g)?.length ?? 0) >= count - 1);
  const tags = reversed
    ? []
    : tagsIn(text, count, mentions).filter(
        tag => !mentions.some(({ start, end }) => tag.start >= start && tag.end <= end),
      );
  if (sharesPlace(text, mentions, tags)) return UNCLEAR;
  const bound = bind(text, mentions, tags);
  if (!bound) return UNCLEAR;

  const places: (number | undefined)[] = Array.from({ length: count });
  for (const [option, place] of bound) {
    if (place < 0 || places[place] !== undefined) return UNCLEAR;
    places[place] = option;
  }
  const loose = swapInverted(text, mentions).filter(({ option }) => !bound.has(option));
  const denied = loose.filter(({ start }) => DENIED.test(text.slice(Math.max(0, start - 24), start)));
  const last = denied.length === 1 && loose.at(-1) === denied[0] && mentions.length === count;
  if (denied.length > 0 && !last) return UNCLEAR;
  const commas =
    count > 3 &&
    mentions.length === count - 1 &&
    !/\b(?:and|or)\b/.test(text) &&
    (text.match(/,/g)?.length ?? 0) >= count - 2;
  const ordered = mentions.length === count || bound.size > 0 || commas || SEQUENCE.test(text);
  if (!ordered || mentions.length < count - 1) return bound.size + 1 < count ? UNCLEAR : NONE;
  for (const { option } of loose) places[places.indexOf(undefined)] = option;
  const missing = options.flatMap((_, option) => (places.includes(option) ? [] : [option]));
  if (missing.length > 1) return UNCLEAR;
  if (missing.length === 1 && (namesOthers(text, mentions) || isPairOnly(text, bound.size))) return UNCLEAR;
  if (missing.length === 1) places[places.indexOf(undefined)] = missing[0]!;
  const ranked = places.map(option => options[option!]!);
  const sure = missing.length === 0 && mentions.every(({ by }) => by === 'name' || by === 'words');
  return toReading(reversed ? ranked.reverse() : ranked, sure);
}

/** Reads an order of all options from free text; an option left over takes the one place left over. */
export function readRanking(text: string, { options }: RankingConfig): Reading<string[]> {
  return readLastCorrection(normalizeText(text), part => readPart(part, options));
}
