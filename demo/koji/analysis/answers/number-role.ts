import type { ScaleConfig } from '../../../../src/interview/questions.ts';
import type { Token } from '../language/tokens.ts';
import { type Clause, isAboutAnotherCase, splitIntoClauses } from './clauses.ts';
import { type NumberMention, parseNumberWord } from './numbers.ts';

/**
 * What a number in an answer to a scale question means.
 *
 * - `rating`: it is the rating, as far as its clause goes.
 * - `open`: it belongs to the rating and leaves it open, as a bound, a range, a half, or a rating
 *   on another scale.
 * - `aside`: it is a rating at another time or by another person, or one that is negated.
 * - `wished`: the respondent would like to give it. It counts if there is no `rating`.
 * - `other`: it counts or dates something else.
 */
export type NumberRole = 'rating' | 'open' | 'aside' | 'wished' | 'other';

/** Nouns that may follow a rating. */
export const RATING_NOUN =
  /^(?:stars?|points?|pts?|marks?|ratings?|scores?|overall|ish|max|maximum|tops?|today|tonight|tomorrow|thanks|thx|please|lol|tbh|imo|imho|ngl|honestly|definitely)$/;
/** A noun before a number that names a thing: "I sat in coach 7". */
const NAMED_PLACE = /\b(?:in|on|at|from|near|via|by) (?:(?:the|my|our) )?([a-z]{3,}) $/;
/** Nouns before a number that can name a rating. */
const RATING_NAME =
  /^(?:scale|level|moment|minute|end|present|average|best|worst|most|least|around|about|rating|score|number|grade|answer|mark|vote|verdict|overall|total)$/;
/** "out of 10", with its total. */
const OUT_OF =
  /^\s?(?:-?ish)?(?:\s?stars?|\s?points?)?\s?(?:\/|out of(?: a(?: possible)?)?|von|sur|van|av|su|de(?= (?:10|diez|dix|5|cinco|cinq)\b)|over(?= (?:ten|\d)))\s?(\d+|[a-zü]+)/;
/** A bound before a number: "more than", "almost". */
const BOUND =
  /\b(?:(?:more|less|higher|lower|better|worse|greater|fewer|bigger) than|above|below|under|beyond|almost|nearly|close to|just short of|at least|at most|at best|up to|no more than|minimum of|maximum of|over|north of|south of)(?: an?| maybe| a solid)* ?$/;
const NEGATED = /(?:\bnot|n't|\bnever|\bhardly|\bwithout|\bcannot)(?: \w+(?:'\w+)?){0,5} ?$/;
/** Phrases that look like a negation of a number and are none. */
const NOT_NEGATED =
  /\b(?:not sure|not certain|don't know|dunno|not bad|can't complain|can't (?:really )?decide|not (?:only|just)|couldn't say|can't say)\b[^,]*$/;
/** What joins the two numbers of a range. */
const RANGE_JOIN =
  /^\s?(?:-?ish)?\s?(?:or|to|-|–|—|\/|and|, ?maybe(?: an?)?|, ?perhaps(?: an?)?|or maybe(?: an?)?|or even(?: an?)?|, ?possibly(?: an?)?)(?: an?)?\s?$/;
/** The question's scale, repeated in the answer. */
const SCALE_REPEATED = /\b(?:scale|range|from|between|out|1|one|zero|0)\b[^.]*\b(?:scale|to)\b|\bscale (?:of|from)/;
/** A unit, currency or ending right after a number. */
const UNIT =
  /^(?:\s?%|\s?percent|st\b|nd\b|rd\b|th\b|x\b|k\b|\s?[ap]\.?m\b|:\d|\s?o'clock|-(?!ish)[a-z]|\s?(?:€|\$|£|euros?|dollars?|pounds?)\b)/;
/** "went from 8 to 5": the number before and after the change. */
const MOVED_FROM =
  /\b(?:went|gone|dropped|fell|rose|moved|changed|down|up|improved|slipped|climbed)(?: \w+)? from(?: an?| being an?)? $/;
const MOVED_TO =
  /\b(?:went|gone|dropped|fell|rose|moved|changed|down|up|improved|slipped|climbed)(?: \w+)? from (?:an? )?\S+ (?:(?:down|up) )?to(?: an?)? $/;
/** Another person's number: "my wife: 9". */
const OTHER_PERSON =
  /\b(?:my|our|his|her|their) (?!score|rating|answer|number|grade|mark|verdict|vote|honest|final|overall|personal|opinion)\w+:? $/;
const WISHED =
  /\b(?:(?:love|like|want|wanted|wish|tempted|hoped?) (?:to|i could|it was|it were)|(?:was|were) (?:going|about) to (?:say|give|write))\b[^,]*$/;

/** "a solid 8". */
const ARTICLE =
  /\b(?:an?|solid|strong|good|clear|big|fat|easy|low|high|weak|my|the)(?: (?:solid|strong|good|clear|big|fat|low|high|weak|full|straight|firm))? ?$/;
/** Words before a number that counts, dates or numbers a thing. */
const COUNTED =
  /\b(?:version|chapter|(?<!^\W*)number|no\.|room|floor|level|step|question|option|line|bus|gate|tier|plan|at|by|since|until|in|on|of|for|took|waited|had|have|within) ?$/;
/** Words before a number that look like these but belong to a rating. */
const RATED_AS =
  /\b(?:it|that|them|at|i'm|i am|be) at ?$|\b(?:number|level) (?:is|of) ?$|\b(?:go|going|goes|went) for ?$|\bput it at|\brating of ?$|\bscore of ?$/;
/** A bound after a number: "at most", "or more". */
const BOUND_AFTER =
  /^ (?:at (?:best|most|least|worst)|tops\b|max(?:imum)?\b|minimum|or (?:more|less|higher|lower|above|below|better|worse))/;

/** A number in its context. */
interface NumberContext {
  text: string;
  tokens: Token[];
  number: NumberMention;
  /** All numbers of the text, in order. */
  numbers: NumberMention[];
  config: ScaleConfig;
  /** The text before and after the number. */
  before: string;
  after: string;
  /** The clause's text before the number. */
  beforeInClause: string;
  clause: Clause | undefined;
  nextClause: Clause | undefined;
  /** The "out of …" after the number; empty without it. */
  outOf: string;
  /** The total of that "out of …"; undefined without it, NaN if it is no number. */
  total: number | undefined;
}

/**
 * Classifies a number of a normalized text. `numbers` are all numbers of the text, `tokens` its
 * tokens.
 */
export function classifyNumber(
  text: string,
  tokens: Token[],
  number: NumberMention,
  numbers: NumberMention[],
  config: ScaleConfig,
): NumberRole {
  const context = createContext(text, tokens, number, numbers, config);
  const { total } = context;
  if (isPartOfScale(context) || hasUnit(context) || countsOutOf(context)) return 'other';
  if (total !== undefined && !Number.isNaN(total) && total !== config.max) return 'open';
  if (total === undefined && /^\s?-?stars?\b/.test(context.after) && config.max !== 5) return 'open';
  if (total === undefined && countsSomething(context)) return 'other';
  if (number.value < config.min || number.value > config.max) return total === undefined ? 'other' : 'open';
  if (!Number.isInteger(number.value) || isBound(context)) return 'open';
  return classifyRating(context);
}

function createContext(
  text: string,
  tokens: Token[],
  number: NumberMention,
  numbers: NumberMention[],
  config: ScaleConfig,
): NumberContext {
  const clauses = splitIntoClauses(text);
  const clauseIndex = clauses.findLastIndex(({ start }) => start <= number.start);
  const clause = clauses[clauseIndex];
  const after = text.slice(number.end);
  const outOf = OUT_OF.exec(after);
  return {
    text,
    tokens,
    number,
    numbers,
    config,
    before: text.slice(0, number.start),
    after,
    beforeInClause: text.slice(clause?.start ?? 0, number.start),
    clause,
    nextClause: clauses[clauseIndex + 1],
    outOf: outOf?.[0] ?? '',
    total: outOf ? (parseNumberWord(outOf[1]!) ?? Number(outOf[1])) : undefined,
  };
}

/**
 * Whether the number is the total of another one, or a bound of the scale that the respondent
 * repeats.
 */
function isPartOfScale({ before, after, beforeInClause, number, config }: NumberContext): boolean {
  if (/(?:\/|\bout of(?: an?| a possible)?|\b(?:von|sur|van|av|su)|\d de) ?$/.test(before)) return true;
  const isLowerBound = /\bscale (?:of|from) ?$|\bscale (?:of|from) \S+ (?:to|-) ?$|\bfrom ?$/.test(before);
  if (isLowerBound && !/\bwent (?:up |down )?from $/.test(before)) return true;
  if (/\b(?:to|-) ?$/.test(before) && SCALE_REPEATED.test(beforeInClause) && number.value === config.max) return true;
  return /^ (?:to|-) (?:\d+|[a-z]+)(?: scale)\b/.test(after);
}

const hasUnit = ({ before, after }: NumberContext) => UNIT.test(after) || /[$€£#]\s?$/.test(before);

/** "4 out of 5 rooms" counts the rooms. */
function countsOutOf({ text, tokens, number, outOf, total }: NumberContext): boolean {
  if (total === undefined) return false;
  const end = number.end + outOf.length;
  const noun = tokens.find(({ start }) => start >= end);
  const isAdjacent = noun !== undefined && /^\s*$/.test(text.slice(end, noun.start));
  return isAdjacent && noun.pos === 'NOUN' && !RATING_NOUN.test(noun.lower);
}

/** Whether a number without "out of" counts, dates or numbers a thing instead of rating it. */
function countsSomething(context: NumberContext): boolean {
  const { before, after, number } = context;
  if (isPronoun(context) || countsNextNoun(context)) return true;
  if (/^ of (?:(?:the|my|our|their|these|those|them|us|all)\b|\d+ [a-z])/.test(after)) return true;
  if (number.isWord && /^ (?:of|thing|times?)\b/.test(after)) return true;
  const place = NAMED_PLACE.exec(before)?.[1];
  if (place && !RATING_NAME.test(place)) return true;
  return numbersPreviousNoun(context) || (COUNTED.test(before) && !RATED_AS.test(before));
}

/** "one" as a pronoun or article, as in "a better one". */
const isPronoun = ({ before, after, number }: NumberContext) =>
  number.isWord &&
  number.value === 1 &&
  !ARTICLE.test(before) &&
  !/^ (?:stars?|points?)\b/.test(after) &&
  !/^\W*$/.test(after) &&
  !/\b(?:give|rate|say|score|put)(?: it| them| that| this)? (?:a )?$/.test(before);

/** "4 people", "3 long nights". */
function countsNextNoun({ text, tokens, number }: NumberContext): boolean {
  const [first, second] = tokens.filter(({ start }) => start >= number.end);
  const noun = first?.pos === 'ADJ' && second?.pos === 'NOUN' ? second : first;
  if (!noun || !/^[\s-]*(?:\w+\s)?$/.test(text.slice(number.end, noun.start))) return false;
  return (noun.pos === 'NOUN' || noun.pos === 'PROPN') && !RATING_NOUN.test(noun.lower);
}

/** "Page 2 was missing" numbers a page; "service 2, food 4" rates two things. */
function numbersPreviousNoun({ text, tokens, number }: NumberContext): boolean {
  const noun = tokens.findLast(({ end }) => end <= number.start);
  const next = tokens.find(({ start }) => start >= number.end);
  return (
    noun?.pos === 'NOUN' &&
    !RATING_NAME.test(noun.lower) &&
    /^\s?$/.test(text.slice(noun.end, number.start)) &&
    (next?.pos === 'AUX' || next?.pos === 'VERB') &&
    /^\s*$/.test(text.slice(number.end, next.start))
  );
}

/** "at least a 7", "5 or more", "8+". */
const isBound = ({ after, beforeInClause, outOf }: NumberContext) =>
  BOUND_AFTER.test(after.slice(outOf.length)) || /^\s?(?:\+|plus\b)/.test(after) || BOUND.test(beforeInClause);

/** The role of a whole number within the scale. */
function classifyRating(context: NumberContext): NumberRole {
  const { before, after, beforeInClause, clause, nextClause } = context;
  if (/\bthan(?: to)?(?: an?)? $/.test(before)) return 'aside';
  if (MOVED_FROM.test(before) && /^\S*\s+(?:(?:down|up)\s+)?to\b/.test(after)) return 'aside';
  if (MOVED_TO.test(before)) return 'rating';
  if (OTHER_PERSON.test(before)) return 'aside';
  if (WISHED.test(beforeInClause)) return 'wished';
  if (isInRange(context)) return 'open';
  if (NEGATED.test(beforeInClause) && !NOT_NEGATED.test(beforeInClause)) return 'aside';
  return clause && isAboutAnotherCase(clause.text, nextClause?.text) ? 'aside' : 'rating';
}

/** "6 or 7", "between 6 and 7". */
function isInRange({ text, number, numbers, total }: NumberContext): boolean {
  const previous = numbers.findLast(({ end }) => end <= number.start);
  const next = numbers.find(({ start }) => start >= number.end);
  const endsRange =
    previous && previous.value !== number.value && RANGE_JOIN.test(text.slice(previous.end, number.start));
  const startsRange =
    next && next.value !== number.value && total === undefined && RANGE_JOIN.test(text.slice(number.end, next.start));
  return Boolean(endsRange || startsRange);
}
