import type { ChoiceConfig } from '../../../../src/interview/questions.ts';
import { countWords } from '../language/tokens.ts';
import { splitIntoClauses } from './clauses.ts';
import { readLastCorrection } from './corrections.ts';
import { indexOptions, isGenericOption } from './find-options.ts';
import { matchFrequency } from './match-frequency.ts';
import { matchRange } from './match-range.ts';
import { normalizeText } from './normalize-text.ts';
import { findOptionStances, type OptionStance } from './option-stance.ts';
import { announcesOtherOption, readOtherOption } from './other-option.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

const DECIDED =
  /\b(?:mostly|mainly|primarily|main|usually|above all|most of all|most(?: often| important)?|if i (?:had|have) to|especially|in the end|overall|now|these days|today|nowadays|currently|next time|but|go with|i'd say|let'?s say|pick|choose|definitely|tops?|number one|first and foremost|favou?rite|prefer|best|biggest|rather|lean(?:ing)?|final(?:ly)?|settle)\b|^\s*so\b/;
const EITHER =
  /\b(?:both|equally|same|tie|tied|fifty|50|half|toss-?up|either|between|all of|depends|torn|hard to (?:choose|decide|say))\b/;

/** The only option that stays when the text rules out all others. */
function byElimination(judged: OptionStance[], count: number): number | undefined {
  const against = new Set(judged.filter(({ stance }) => stance === 'against').map(({ option }) => option));
  return against.size === count - 1
    ? Array.from({ length: count }, (_, option) => option).find(option => !against.has(option))
    : undefined;
}

function readPart(text: string, { options, allow_other }: ChoiceConfig, whole: string): Reading<string> {
  const index = indexOptions(options);
  const judged = findOptionStances(text, index);
  const spanned = judged.some(({ by }) => by === 'name') ? undefined : matchRange(text, options);
  if (spanned !== undefined) return toReading(options[spanned]!, false);
  const inFavour = judged.filter(({ stance }) => stance === 'for');
  const chosen = new Set(inFavour.map(({ option }) => option));
  const open = new Set(
    judged.filter(({ stance }) => stance === 'for' || stance === 'second').map(({ option }) => option),
  );

  const named = judged.filter(({ option }) => !isGenericOption(index, option));
  if (allow_other && named.length === 0 && announcesOtherOption(whole)) return readOtherOption(whole);
  if (judged.length === 0) {
    const concluded = matchFrequency(text, options);
    if (concluded !== undefined) return toReading(options[concluded]!, false);
    return allow_other ? readOtherOption(whole, options) : NONE;
  }
  const dithers =
    EITHER.test(text) ||
    inFavour.some(
      (one, at) =>
        at > 0 &&
        inFavour[at - 1]!.option !== one.option &&
        /^\W*(?:or|\/|vs)\W*(?:maybe |perhaps |even )?(?:the |a )?$/.test(text.slice(inFavour[at - 1]!.end, one.start)),
    );
  if (chosen.size === 1) {
    const [option] = chosen;
    const { by } = inFavour[0]!;
    if (
      by === 'meaning' &&
      judged.some(other => other.option !== option && other.stance !== 'against' && other.stance !== 'second')
    )
      return UNCLEAR;
    if (open.size > 1 && dithers) return UNCLEAR;
    // "Either the poster or the flyer": one of the two is no option, and may be the one that is meant.
    if (/\beither\b.+\bor\b/.test(text)) return UNCLEAR;
    if (isGenericOption(index, option!) && by !== 'name') return UNCLEAR;
    if (
      /\?\s*$/.test(text) &&
      countWords(text) > 4 &&
      /^\W*(?:what|why|how|is|are|do|does|can|which|who|when|where)\b/.test(text)
    )
      return UNCLEAR;
    return toReading(options[option!]!, (by === 'name' || by === 'words') && judged.length === 1);
  }
  if (chosen.size > 1) {
    if (dithers && !/\bif i (?:had|have) to\b|\blean(?:ing)?\b|\bslightly more\b/.test(text)) return UNCLEAR;
    const holds = (clause: { text: string; start: number }) => (mention: OptionStance) =>
      mention.start >= clause.start && mention.start < clause.start + clause.text.length;
    const all = splitIntoClauses(text);
    const clauses = all.filter((clause, at) => {
      const before = all[at - 1];
      return DECIDED.test(clause.text) || (before && DECIDED.test(before.text) && !judged.some(holds(before)));
    });
    const decided = inFavour.filter(mention => clauses.some(clause => holds(clause)(mention)));
    const left = new Set(decided.map(({ option }) => option));
    return left.size === 1 ? toReading(options[decided[0]!.option]!, false) : UNCLEAR;
  }
  if (open.size === 1) return toReading(options[[...open][0]!]!, false);
  const left = byElimination(judged, options.length);
  return left === undefined || isGenericOption(index, left) ? UNCLEAR : toReading(options[left]!, false);
}

/** Reads one option from free text, or an option of the respondent's own where the question allows that. */
export function readSingleChoice(text: string, config: ChoiceConfig): Reading<string> {
  return readLastCorrection(normalizeText(text), part => readPart(part, config, text));
}
