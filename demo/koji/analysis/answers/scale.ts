import type { ScaleConfig } from '../../../../src/interview/questions.ts';
import { type Token, tokenize } from '../language/tokens.ts';
import { isAboutAnotherCase, splitIntoClauses } from './clauses.ts';
import { readLastCorrection } from './corrections.ts';
import { normalizeText } from './normalize-text.ts';
import { findNumbers, type NumberMention, parseNumberWord } from './numbers.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

/** What speaks for or against a number being the rating. */
type Standing =
  /** It is the rating, as far as its clause goes. */
  | 'rating'
  /** It belongs to the answer and leaves it open: a bound, a range, a half, a rating on another scale. */
  | 'open'
  /** It is a rating of another time or person, or one that is denied. */
  | 'aside'
  /** It is what the respondent would gladly say; it counts where no other is said. */
  | 'wished'
  /** It counts or dates something else. */
  | 'other';

const RATING_NOUN =
  /^(?:stars?|points?|pts?|marks?|ratings?|scores?|overall|ish|max|maximum|tops?|today|tonight|tomorrow|thanks|thx|please|lol|tbh|imo|imho|ngl|honestly|definitely)$/;
/** "I sat in coach 7." */
const IN_PLACE = /\b(?:in|on|at|from|near|via|by) (?:(?:the|my|our) )?([a-z]{3,}) $/;
const NAMES_RATING =
  /^(?:scale|level|moment|minute|end|present|average|best|worst|most|least|around|about|rating|score|number|grade|answer|mark|vote|verdict|overall|total)$/;
const OUT_OF =
  /^\s?(?:-?ish)?(?:\s?stars?|\s?points?)?\s?(?:\/|out of(?: a(?: possible)?)?|von|sur|van|av|su|de(?= (?:10|diez|dix|5|cinco|cinq)\b)|over(?= (?:ten|\d)))\s?(\d+|[a-zü]+)/;
const BOUND =
  /\b(?:(?:more|less|higher|lower|better|worse|greater|fewer|bigger) than|above|below|under|beyond|almost|nearly|close to|just short of|at least|at most|at best|up to|no more than|minimum of|maximum of|over|north of|south of)(?: an?| maybe| a solid)* ?$/;
const NEGATED = /(?:\bnot|n't|\bnever|\bhardly|\bwithout|\bcannot)(?: \w+(?:'\w+)?){0,5} ?$/;
const NOT_NEGATING =
  /\b(?:not sure|not certain|don't know|dunno|not bad|can't complain|can't (?:really )?decide|not (?:only|just)|couldn't say|can't say)\b[^,]*$/;
const RANGE_JOIN =
  /^\s?(?:-?ish)?\s?(?:or|to|-|–|—|\/|and|, ?maybe(?: an?)?|, ?perhaps(?: an?)?|or maybe(?: an?)?|or even(?: an?)?|, ?possibly(?: an?)?)(?: an?)?\s?$/;
const SCALE_ECHO = /\b(?:scale|range|from|between|out|1|one|zero|0)\b[^.]*\b(?:scale|to)\b|\bscale (?:of|from)/;
const UNIT =
  /^(?:\s?%|\s?percent|st\b|nd\b|rd\b|th\b|x\b|k\b|\s?[ap]\.?m\b|:\d|\s?o'clock|-(?!ish)[a-z]|\s?(?:€|\$|£|euros?|dollars?|pounds?)\b)/;
const DECIDED =
  /\b(?:now|nowadays|today|these days|currently|overall|so|let'?s (?:say|go)|i'?d (?:say|go|give)|i'?ll (?:say|go|give)|i (?:say|give)|call it|settle|final(?:ly)?|in the end|on balance|all in all|more like|closer to|lean(?:ing)?|probably|as it is|as it stands|for me)\b/;

const MOVED_FROM =
  /\b(?:went|gone|dropped|fell|rose|moved|changed|down|up|improved|slipped|climbed)(?: \w+)? from(?: an?| being an?)? $/;
const MOVED_TO =
  /\b(?:went|gone|dropped|fell|rose|moved|changed|down|up|improved|slipped|climbed)(?: \w+)? from (?:an? )?\S+ (?:(?:down|up) )?to(?: an?)? $/;
const SOMEBODY =
  /\b(?:my|our|his|her|their) (?!score|rating|answer|number|grade|mark|verdict|vote|honest|final|overall|personal|opinion)\w+:? $/;
const WISHED =
  /\b(?:(?:love|like|want|wanted|wish|tempted|hoped?) (?:to|i could|it was|it were)|(?:was|were) (?:going|about) to (?:say|give|write))\b[^,]*$/;

const TOP =
  /\b(?:top|full|maximum|max|highest|perfect|best)(?: possible)? (?:marks?|score|rating|grade|points)\b|\bthe (?:max(?:imum)?|highest|top)(?: (?:one|number|end))?(?=\W*$)|\bas high as (?:it goes|possible)|\bcouldn't be (?:any )?(?:higher|better)\b|^\W*(?:the )?(?:max(?:imum)?|highest|perfect score)\W*$/;
const BOTTOM =
  /\b(?:lowest|minimum|worst)(?: possible)? (?:marks?|score|rating|grade|points|number|one)\b|\bthe (?:lowest|minimum|bottom)(?=\W*$)|\brock bottom\b|\bas low as (?:it goes|possible)|\bcouldn't be (?:any )?(?:lower|worse)\b|^\W*(?:the )?(?:min(?:imum)?|lowest)\W*$/;
const MIDDLE =
  /\b(?:right|exactly|dead|smack|squarely|bang)?,? ?(?:in|down|at) the (?:exact |very )?(?:middle|mid-?point|cent(?:re|er))\b|\bhalf-?way\b|^\W*(?:the )?(?:middle|mid-?point|neutral)\W*$/;

/** A text with more numbers than this tells no rating. */
const MOST_NUMBERS = 24;

function standingOf(
  text: string,
  words: Token[],
  found: NumberMention,
  all: NumberMention[],
  config: ScaleConfig,
): Standing {
  const before = text.slice(0, found.start);
  const after = text.slice(found.end);
  const clauses = splitIntoClauses(text);
  const at = clauses.findLastIndex(clause => clause.start <= found.start);
  const clause = clauses[at];
  const inClause = clause ? text.slice(clause.start, found.start) : before;

  const outOf = OUT_OF.exec(after);
  const total = outOf ? (parseNumberWord(outOf[1]!) ?? Number(outOf[1])) : undefined;
  if (/(?:\/|\bout of(?: an?| a possible)?|\b(?:von|sur|van|av|su)|\d de) ?$/.test(before)) return 'other';
  if (
    /\bscale (?:of|from) ?$|\bscale (?:of|from) \S+ (?:to|-) ?$|\bfrom ?$/.test(before) &&
    !/\bwent (?:up |down )?from $/.test(before)
  )
    return 'other';
  if (/\b(?:to|-) ?$/.test(before) && SCALE_ECHO.test(inClause) && found.value === config.max) return 'other';
  if (/^ (?:to|-) (?:\d+|[a-z]+)(?: scale)\b/.test(after)) return 'other';
  if (UNIT.test(after) || /[$€£#]\s?$/.test(before)) return 'other';
  if (outOf && total !== undefined) {
    const counted = words.find(word => word.start >= found.end + outOf[0].length);
    const touches = counted && /^\s*$/.test(text.slice(found.end + outOf[0].length, counted.start));
    if (touches && counted.pos === 'NOUN' && !RATING_NOUN.test(counted.lower)) return 'other';
  }
  if (total !== undefined && !Number.isNaN(total) && total !== config.max) return 'open';

  const article =
    /\b(?:an?|solid|strong|good|clear|big|fat|easy|low|high|weak|my|the)(?: (?:solid|strong|good|clear|big|fat|low|high|weak|full|straight|firm))? ?$/.test(
      before,
    );
  if (total === undefined && /^\s?-?stars?\b/.test(after) && config.max !== 5) return 'open';
  if (total === undefined) {
    if (
      found.isWord &&
      found.value === 1 &&
      !article &&
      !/^ (?:stars?|points?)\b/.test(after) &&
      !/^\W*$/.test(after) &&
      !/\b(?:give|rate|say|score|put)(?: it| them| that| this)? (?:a )?$/.test(before)
    )
      return 'other';
    const next = words.filter(word => word.start >= found.end);
    const noun = next[0]?.pos === 'ADJ' && next[1]?.pos === 'NOUN' ? next[1] : next[0];
    const touches = noun !== undefined && /^[\s-]*(?:\w+\s)?$/.test(text.slice(found.end, noun.start));
    if (noun && touches && (noun.pos === 'NOUN' || noun.pos === 'PROPN') && !RATING_NOUN.test(noun.lower))
      return 'other';
    if (/^ of (?:(?:the|my|our|their|these|those|them|us|all)\b|\d+ [a-z])/.test(after)) return 'other';
    if (found.isWord && /^ (?:of|thing|times?)\b/.test(after)) return 'other';
    const place = IN_PLACE.exec(before)?.[1];
    if (place && !NAMES_RATING.test(place)) return 'other';
    // "Page 2 was missing" numbers a thing; "service 2, food 4" rates two.
    const named = words.findLast(word => word.end <= found.start);
    if (
      named?.pos === 'NOUN' &&
      !NAMES_RATING.test(named.lower) &&
      /^\s?$/.test(text.slice(named.end, found.start)) &&
      (next[0]?.pos === 'AUX' || next[0]?.pos === 'VERB') &&
      /^\s*$/.test(text.slice(found.end, next[0].start))
    )
      return 'other';
    if (
      /\b(?:version|chapter|(?<!^\W*)number|no\.|room|floor|level|step|question|option|line|bus|gate|tier|plan|at|by|since|until|in|on|of|for|took|waited|had|have|within) ?$/.test(
        before,
      ) &&
      !/\b(?:it|that|them|at|i'm|i am|be) at ?$|\b(?:number|level) (?:is|of) ?$|\b(?:go|going|goes|went) for ?$|\bput it at|\brating of ?$|\bscore of ?$/.test(
        before,
      )
    )
      return 'other';
  }
  if (found.value < config.min || found.value > config.max) return total === undefined ? 'other' : 'open';
  if (!Number.isInteger(found.value)) return 'open';
  if (
    /^ (?:at (?:best|most|least|worst)|tops\b|max(?:imum)?\b|minimum|or (?:more|less|higher|lower|above|below|better|worse))/.test(
      after.slice(outOf?.[0].length ?? 0),
    )
  )
    return 'open';
  if (/^\s?(?:\+|plus\b)/.test(after) || BOUND.test(inClause)) return 'open';
  if (/\bthan(?: to)?(?: an?)? $/.test(before)) return 'aside';
  if (MOVED_FROM.test(before) && /^\S*\s+(?:(?:down|up)\s+)?to\b/.test(after)) return 'aside';
  if (MOVED_TO.test(before)) return 'rating';
  if (SOMEBODY.test(before)) return 'aside';
  if (WISHED.test(inClause)) return 'wished';
  const earlier = all.findLast(other => other.end <= found.start);
  const later = all.find(other => other.start >= found.end);
  if (earlier && RANGE_JOIN.test(text.slice(earlier.end, found.start)) && earlier.value !== found.value) return 'open';
  if (
    later &&
    RANGE_JOIN.test(text.slice(found.end, later.start)) &&
    later.value !== found.value &&
    total === undefined
  )
    return 'open';
  if (NEGATED.test(inClause) && !NOT_NEGATING.test(inClause)) return 'aside';
  if (clause && isAboutAnotherCase(clause.text, clauses[at + 1]?.text)) return 'aside';
  return 'rating';
}

const saysNothingElse = (rest: string) =>
  tokenize(rest).every(
    word =>
      word.isStopWord || RATING_NOUN.test(word.lower) || !['NOUN', 'PROPN', 'VERB', 'ADJ', 'NUM'].includes(word.pos),
  );

/** A label counts only when it is said whole and not denied. */
function byLabel(text: string, { min, max, min_label, max_label }: ScaleConfig): Reading<number> {
  const labels = [
    { label: min_label, value: min },
    { label: max_label, value: max },
  ]
    .flatMap(({ label, value }) => (label ? [{ label: normalizeText(label).trim(), value }] : []))
    .sort((a, b) => b.label.length - a.label.length);
  for (const { label, value } of labels) {
    const at = text.search(new RegExp(`(?<!\\w)${label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\w)`));
    if (at < 0) continue;
    const before = text.slice(0, at);
    if (
      /(?:\bnot|n't|\bnever|\bless than|\bhardly|\bbut|\bso|\bquite|\bnearly|\balmost|\bfairly|\bpretty|\bsomewhat|\bvery|\bmore|\bun)(?: \w+)? ?$/.test(
        before,
      )
    )
      return UNCLEAR;
    return saysNothingElse(text.replace(label, ' ')) ? toReading(value) : UNCLEAR;
  }
  return NONE;
}

function withoutNumbers(text: string, config: ScaleConfig): Reading<number> {
  const stars = [...text.matchAll(/⭐|★|🌟/gu)].length;
  if (stars > 0 && /^(?:⭐|★|🌟|☆|\uFE0F|\s|[.!])+$/u.test(text)) {
    return config.min >= 0 && stars >= config.min && stars <= config.max ? toReading(stars) : UNCLEAR;
  }
  const labelled = byLabel(text, config);
  if (labelled.kind !== 'none') return labelled;
  const denied = /\b(?:not|n't|never|nearly|almost|close to|near|just (?:below|above|under))\b|n't\b/.test(
    text.replace(/\bcouldn't be\b/g, ''),
  );
  const middle = (config.min + config.max) / 2;
  if (TOP.test(text)) return denied ? UNCLEAR : toReading(config.max, false);
  if (BOTTOM.test(text)) return denied ? UNCLEAR : toReading(config.min, false);
  if (MIDDLE.test(text))
    return denied || /\b(?:somewhere|around|about|roughly)\b/.test(text) || !Number.isInteger(middle)
      ? UNCLEAR
      : toReading(middle, false);
  return NONE;
}

function readPart(text: string, config: ScaleConfig): Reading<number> {
  const numbers = findNumbers(text);
  if (numbers.length > MOST_NUMBERS) return UNCLEAR;
  const words = tokenize(text);
  const standings = numbers.map(found => ({ found, standing: standingOf(text, words, found, numbers, config) }));
  const said = standings.filter(({ standing }) => standing === 'rating');
  const ratings = (said.length > 0 ? said : standings.filter(({ standing }) => standing === 'wished')).map(
    ({ found }) => found,
  );
  const different = new Set(ratings.map(({ value }) => value));
  if (different.size === 1) return toReading(ratings[0]!.value, !ratings[0]!.isMisspelt);
  if (different.size > 1) {
    const clauses = splitIntoClauses(text).filter(clause => DECIDED.test(clause.text));
    const decided = ratings.filter(({ start }) =>
      clauses.some(clause => start >= clause.start && start < clause.start + clause.text.length),
    );
    return new Set(decided.map(({ value }) => value)).size === 1 ? toReading(decided[0]!.value, false) : UNCLEAR;
  }
  const worded = withoutNumbers(text, config);
  if (worded.kind === 'value') return worded;
  return standings.some(({ standing }) => standing !== 'other') ? UNCLEAR : worded;
}

/** Reads a rating from free text: a whole number within the scale, or nothing. */
export function readScale(text: string, config: ScaleConfig): Reading<number> {
  const low = normalizeText(text)
    .replace(/\uFE0F?\u20E3/g, '')
    .replace(/🔟/gu, '10');
  return readLastCorrection(low, part => readPart(part, config));
}
