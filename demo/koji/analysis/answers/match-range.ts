import { normalizeText } from './normalize-text.ts';
import { findNumbers } from './numbers.ts';

/** A span of numbers that an option stands for, in its unit where it names one of time. */
interface Range {
  from: number;
  to: number;
  seconds: number | null;
}

const SECONDS: readonly [RegExp, number][] = [
  [/^\s?-?(?:s|secs?|seconds?)\b/, 1],
  [/^\s?-?(?:m|mins?|minutes?)\b/, 60],
  [/^\s?-?(?:h|hrs?|hours?)\b/, 3600],
  [/^\s?-?days?\b/, 86_400],
  [/^\s?-?(?:wks?|weeks?)\b/, 604_800],
  [/^\s?-?months?\b/, 2_629_800],
  [/^\s?-?(?:yrs?|years?)\b/, 31_557_600],
];
const LESS =
  /\b(?:less than|under|below|fewer than|up to|at most|no more than|younger than|within)\s?(?:an? )?[$€£]?\s?$|<\s?$/;
const MORE = /\b(?:more than|over|above|at least|older than|upwards of|from)\s?(?:an? )?[$€£]?\s?$|>\s?$/;

const unitAt = (text: string, end: number) => SECONDS.find(([pattern]) => pattern.test(text.slice(end)))?.[1] ?? null;

/** "an hour" counts as one hour. */
const spellOut = (text: string) =>
  normalizeText(text)
    .replace(/\b(?:an?|per)(?= (?:second|minute|hour|day|week|month|year)\b)/g, '1')
    .replace(/\bhalf 1 /g, '0.5 ')
    .replace(/\b(?:a|the last) couple(?: of)?\b/g, '2')
    .replace(/\b(?:a|the last) few\b/g, '3 to 5')
    .replace(/(\d),(?=\d{3}\b)/g, '$1');

function rangeOf(option: string): Range | null {
  if (/^(?:none|zero|0|nobody|no \w+)$/i.test(option.trim())) return { from: 0, to: 0, seconds: null };
  const text = spellOut(option);
  const numbers = findNumbers(text.replace(/(\d)\s?[-–—]\s?(?=\d)/g, '$1 to '));
  const last = findNumbers(text).at(-1);
  if (numbers.length === 0 || numbers.length > 2 || !last) return null;
  const seconds = unitAt(text, last.end);
  const [first, second] = numbers.map(({ value }) => value);
  if (second !== undefined) return first! < second ? { from: first!, to: second, seconds } : null;
  const before = text.slice(0, last.start);
  const after = text.slice(last.end);
  const inclusive = /\b(?:up to|at most|no more than|at least|from|within)\b/.test(before);
  if (LESS.test(before) || /^[^\d]*\b(?:or (?:less|fewer|under|younger)|and (?:under|below))\b/.test(after))
    return { from: 0, to: inclusive || /or/.test(after) ? first! : first! - 1e-6, seconds };
  if (
    MORE.test(before) ||
    /^\s?\+|^[^\d]*\b(?:or (?:more|over|older|above)|and (?:over|above|more|up)|plus)\b/.test(after)
  ) {
    return { from: MORE.test(before) && !inclusive ? first! + 1e-6 : first!, to: Number.POSITIVE_INFINITY, seconds };
  }
  return { from: first!, to: first!, seconds };
}

/**
 * The option whose span of numbers holds the one number that the text names ("about twelve of us" in "6-20 people").
 * Undefined where the options are no spans, or not exactly one of them fits.
 */
export function matchRange(text: string, options: string[]): number | undefined {
  const ranges = options.map(rangeOf);
  const spans = ranges.filter(range => range !== null);
  if (spans.length < Math.max(2, options.length - 1) || spans.every(({ from, to }) => from === to)) return undefined;
  const spelt = spellOut(text);
  const numbers = findNumbers(spelt);
  if (numbers.length === 0 && /^\W*(?:(?:i|we|there) (?:have|are|is) )?(?:no|zero|none)\b/.test(spelt)) {
    const zero = ranges.findIndex(range => range?.from === 0 && range.to === 0);
    return zero < 0 ? undefined : zero;
  }
  const found = numbers[0];
  if (numbers.length === 2) {
    const [low, high] = numbers.map(({ value }) => value);
    const same = ranges.flatMap((range, option) => (range?.from === low && range?.to === high ? [option] : []));
    if (same.length === 1) return same[0];
  }
  const last = numbers.at(-1);
  if (!found || !last) return undefined;
  const before = spelt.slice(0, found.start);
  if (/(?:\bnot|n't)(?: \w+){0,2} $/.test(before)) return undefined;
  const unit = unitAt(spelt, last.end);
  const inUnits = (value: number, range: Range): number | undefined => {
    const shared = range.seconds ?? ranges.find(other => other?.seconds)?.seconds ?? null;
    if (unit === null) return value;
    return shared === null ? undefined : (value * unit) / shared;
  };
  const holds = (option: number, value: number): boolean => {
    const range = ranges[option];
    const amount = range ? inUnits(value, range) : undefined;
    if (!range || amount === undefined) return false;
    // A bound is a value only where the option is open on that side.
    if (MORE.test(before)) return range.to === Number.POSITIVE_INFINITY && amount >= Math.floor(range.from);
    if (LESS.test(before)) return range.from === 0 && amount <= Math.ceil(range.to);
    return amount >= range.from && amount <= range.to;
  };
  const fitting = options
    .map((_, option) => option)
    .filter(option => numbers.every(({ value }) => holds(option, value)));
  return fitting.length === 1 ? fitting[0] : undefined;
}
