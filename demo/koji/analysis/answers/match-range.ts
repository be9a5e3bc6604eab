import { normalizeText } from './normalize-text.ts';
import { findNumbers, type NumberMention } from './numbers.ts';

/** The numbers that an option stands for, both bounds included. */
interface NumberRange {
  from: number;
  to: number;
  /** The length of the option's unit of time; null without one. */
  unitSeconds: number | null;
}

/** Units of time after a number, with their length in seconds. */
const TIME_UNITS: readonly [RegExp, number][] = [
  [/^\s?-?(?:s|secs?|seconds?)\b/, 1],
  [/^\s?-?(?:m|mins?|minutes?)\b/, 60],
  [/^\s?-?(?:h|hrs?|hours?)\b/, 3600],
  [/^\s?-?days?\b/, 86_400],
  [/^\s?-?(?:wks?|weeks?)\b/, 604_800],
  [/^\s?-?months?\b/, 2_629_800],
  [/^\s?-?(?:yrs?|years?)\b/, 31_557_600],
];
/** Words before an upper bound and before a lower bound. */
const UPPER_BOUND =
  /\b(?:less than|under|below|fewer than|up to|at most|no more than|younger than|within)\s?(?:an? )?[$€£]?\s?$|<\s?$/;
const LOWER_BOUND = /\b(?:more than|over|above|at least|older than|upwards of|from)\s?(?:an? )?[$€£]?\s?$|>\s?$/;

/** Words before a bound that belongs to the range. */
const INCLUSIVE = /\b(?:up to|at most|no more than|at least|from|within)\b/;
/** Keeps an excluded bound just outside the range. */
const EPSILON = 1e-6;

const getUnitSeconds = (text: string, end: number) =>
  TIME_UNITS.find(([pattern]) => pattern.test(text.slice(end)))?.[1] ?? null;

/**
 * A normalized text with its amounts as digits: "an hour" becomes "1 hour", "a few" becomes "3 to
 * 5".
 */
const writeAmounts = (text: string) =>
  normalizeText(text)
    .replace(/\b(?:an?|per)(?= (?:second|minute|hour|day|week|month|year)\b)/g, '1')
    .replace(/\bhalf 1 /g, '0.5 ')
    .replace(/\b(?:a|the last) couple(?: of)?\b/g, '2')
    .replace(/\b(?:a|the last) few\b/g, '3 to 5')
    .replace(/(\d),(?=\d{3}\b)/g, '$1');

/**
 * The range of an option such as "6–20 people", "less than an hour" or "100+"; null if it names
 * none.
 */
function parseRange(option: string): NumberRange | null {
  if (/^(?:none|zero|0|nobody|no \w+)$/i.test(option.trim())) return { from: 0, to: 0, unitSeconds: null };
  const text = writeAmounts(option);
  const numbers = findNumbers(text.replace(/(\d)\s?[-–—]\s?(?=\d)/g, '$1 to '));
  const last = findNumbers(text).at(-1);
  if (numbers.length === 0 || numbers.length > 2 || !last) return null;
  const unitSeconds = getUnitSeconds(text, last.end);
  const [first, second] = numbers.map(({ value }) => value);
  if (second === undefined) return { ...parseBound(text, last, first!), unitSeconds };
  return first! < second ? { from: first!, to: second, unitSeconds } : null;
}

/** The range of an option with one number. */
function parseBound(text: string, number: NumberMention, value: number): { from: number; to: number } {
  const before = text.slice(0, number.start);
  const after = text.slice(number.end);
  const isInclusive = INCLUSIVE.test(before);
  if (UPPER_BOUND.test(before) || /^[^\d]*\b(?:or (?:less|fewer|under|younger)|and (?:under|below))\b/.test(after)) {
    return { from: 0, to: isInclusive || /or/.test(after) ? value : value - EPSILON };
  }
  const isLowerBound = LOWER_BOUND.test(before);
  if (
    isLowerBound ||
    /^\s?\+|^[^\d]*\b(?:or (?:more|over|older|above)|and (?:over|above|more|up)|plus)\b/.test(after)
  ) {
    return { from: isLowerBound && !isInclusive ? value + EPSILON : value, to: Number.POSITIVE_INFINITY };
  }
  return { from: value, to: value };
}

/**
 * The index of the only option whose range holds the number of a text, as "about twelve of us" is
 * in "6–20 people". Undefined if the options are no ranges, or not exactly one of them fits.
 */
export function matchRange(text: string, options: string[]): number | undefined {
  const ranges = options.map(parseRange);
  if (!areRanges(ranges)) return undefined;
  const amounts = writeAmounts(text);
  const numbers = findNumbers(amounts);
  const [first] = numbers;
  const last = numbers.at(-1);
  if (!first || !last) return saysZero(amounts) ? findZero(ranges) : undefined;
  const equalRange = numbers.length === 2 ? findEqualRange(ranges, first.value, last.value) : undefined;
  if (equalRange !== undefined) return equalRange;
  const before = amounts.slice(0, first.start);
  if (/(?:\bnot|n't)(?: \w+){0,2} $/.test(before)) return undefined;
  const unitSeconds = getUnitSeconds(amounts, last.end);
  const optionUnit = ranges.find(range => range?.unitSeconds)?.unitSeconds ?? null;
  const matching = ranges.flatMap((range, option) => {
    const contains = ({ value }: NumberMention) =>
      range !== null && containsAmount(range, convert(value, unitSeconds, range.unitSeconds ?? optionUnit), before);
    return numbers.every(contains) ? [option] : [];
  });
  return matching.length === 1 ? matching[0] : undefined;
}

/** Whether all options but one are ranges, and not only single numbers. */
function areRanges(ranges: (NumberRange | null)[]): boolean {
  const found = ranges.filter(range => range !== null);
  return found.length >= Math.max(2, ranges.length - 1) && found.some(({ from, to }) => from !== to);
}

const saysZero = (text: string) => /^\W*(?:(?:i|we|there) (?:have|are|is) )?(?:no|zero|none)\b/.test(text);

function findZero(ranges: (NumberRange | null)[]): number | undefined {
  const option = ranges.findIndex(range => range?.from === 0 && range.to === 0);
  return option < 0 ? undefined : option;
}

/** The only option with exactly these bounds. */
function findEqualRange(ranges: (NumberRange | null)[], from: number, to: number): number | undefined {
  const equal = ranges.flatMap((range, option) => (range?.from === from && range.to === to ? [option] : []));
  return equal.length === 1 ? equal[0] : undefined;
}

/**
 * An amount in an option's unit of time; undefined if the option has none. Without a unit, it is
 * taken as it is.
 */
function convert(value: number, unitSeconds: number | null, optionUnit: number | null): number | undefined {
  if (unitSeconds === null) return value;
  return optionUnit === null ? undefined : (value * unitSeconds) / optionUnit;
}

/**
 * Whether a range holds an amount. After "less than" or "more than", it must be open on that side.
 */
function containsAmount({ from, to }: NumberRange, amount: number | undefined, before: string): boolean {
  if (amount === undefined) return false;
  if (LOWER_BOUND.test(before)) return to === Number.POSITIVE_INFINITY && amount >= Math.floor(from);
  if (UPPER_BOUND.test(before)) return from === 0 && amount <= Math.ceil(to);
  return amount >= from && amount <= to;
}
