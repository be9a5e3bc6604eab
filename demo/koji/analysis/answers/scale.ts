import type { ScaleConfig } from '../../../../src/interview/questions.ts';
import { tokenize } from '../language/tokens.ts';
import { isInClause, splitIntoClauses } from './clauses.ts';
import { readLastCorrection } from './corrections.ts';
import { escapeRegExp } from './escape-reg-exp.ts';
import { normalizeText } from './normalize-text.ts';
import { classifyNumber, type NumberRole, RATING_NOUN } from './number-role.ts';
import { findNumbers, type NumberMention } from './numbers.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

/** Signs that a clause holds the decision between several numbers. */
const DECISION =
  /\b(?:now|nowadays|today|these days|currently|overall|so|let'?s (?:say|go)|i'?d (?:say|go|give)|i'?ll (?:say|go|give)|i (?:say|give)|call it|settle|final(?:ly)?|in the end|on balance|all in all|more like|closer to|lean(?:ing)?|probably|as it is|as it stands|for me)\b/;

/** Words for the highest, the lowest and the middle value. */
const HIGHEST =
  /\b(?:top|full|maximum|max|highest|perfect|best)(?: possible)? (?:marks?|score|rating|grade|points)\b|\bthe (?:max(?:imum)?|highest|top)(?: (?:one|number|end))?(?=\W*$)|\bas high as (?:it goes|possible)|\bcouldn't be (?:any )?(?:higher|better)\b|^\W*(?:the )?(?:max(?:imum)?|highest|perfect score)\W*$/;
const LOWEST =
  /\b(?:lowest|minimum|worst)(?: possible)? (?:marks?|score|rating|grade|points|number|one)\b|\bthe (?:lowest|minimum|bottom)(?=\W*$)|\brock bottom\b|\bas low as (?:it goes|possible)|\bcouldn't be (?:any )?(?:lower|worse)\b|^\W*(?:the )?(?:min(?:imum)?|lowest)\W*$/;
const MIDDLE =
  /\b(?:right|exactly|dead|smack|squarely|bang)?,? ?(?:in|down|at) the (?:exact |very )?(?:middle|mid-?point|cent(?:re|er))\b|\bhalf-?way\b|^\W*(?:the )?(?:middle|mid-?point|neutral)\W*$/;

/** Words before a label that change its meaning. */
const LABEL_CHANGED =
  /(?:\bnot|n't|\bnever|\bless than|\bhardly|\bbut|\bso|\bquite|\bnearly|\balmost|\bfairly|\bpretty|\bsomewhat|\bvery|\bmore|\bun)(?: \w+)? ?$/;

/** A text with more numbers tells no rating. */
const MOST_NUMBERS = 24;

/** Reads a rating from free text: a whole number within the scale. */
export function readScale(text: string, config: ScaleConfig): Reading<number> {
  const normalized = normalizeText(text)
    .replace(/\uFE0F?\u20E3/g, '')
    .replace(/🔟/gu, '10');
  return readLastCorrection(normalized, part => readPart(part, config));
}

function readPart(text: string, config: ScaleConfig): Reading<number> {
  const numbers = findNumbers(text);
  if (numbers.length > MOST_NUMBERS) return UNCLEAR;
  const tokens = tokenize(text);
  const classified = numbers.map(number => ({ number, role: classifyNumber(text, tokens, number, numbers, config) }));
  const listByRole = (wanted: NumberRole) =>
    classified.filter(({ role }) => role === wanted).map(({ number }) => number);
  const ratings = listByRole('rating');
  const candidates = ratings.length > 0 ? ratings : listByRole('wished');
  if (candidates.length > 0) return chooseRating(text, candidates);
  const inWords = readWithoutNumbers(text, config);
  if (inWords.kind === 'value') return inWords;
  return classified.some(({ role }) => role !== 'other') ? UNCLEAR : inWords;
}

/** The rating, if all numbers agree or those of the deciding clauses do. */
function chooseRating(text: string, candidates: NumberMention[]): Reading<number> {
  const [first] = candidates;
  if (hasOneValue(candidates)) return toReading(first!.value, !first!.isMisspelt);
  const decidingClauses = splitIntoClauses(text).filter(clause => DECISION.test(clause.text));
  const decided = candidates.filter(({ start }) => decidingClauses.some(clause => isInClause(clause, start)));
  return hasOneValue(decided) ? toReading(decided[0]!.value, false) : UNCLEAR;
}

const hasOneValue = (numbers: NumberMention[]) => new Set(numbers.map(({ value }) => value)).size === 1;

/** Reads stars, the scale's labels, and words such as "the maximum" or "halfway". */
function readWithoutNumbers(text: string, config: ScaleConfig): Reading<number> {
  const stars = [...text.matchAll(/⭐|★|🌟/gu)].length;
  if (stars > 0 && /^(?:⭐|★|🌟|☆|\uFE0F|\s|[.!])+$/u.test(text)) {
    return config.min >= 0 && stars >= config.min && stars <= config.max ? toReading(stars) : UNCLEAR;
  }
  const label = readLabel(text, config);
  return label.kind === 'none' ? readPosition(text, config) : label;
}

/**
 * Reads a label of the scale. It must be complete, unchanged by the words before it, and all that
 * the text says.
 */
function readLabel(text: string, { min, max, min_label, max_label }: ScaleConfig): Reading<number> {
  const labels = [
    { label: min_label, value: min },
    { label: max_label, value: max },
  ]
    .flatMap(({ label, value }) => (label ? [{ label: normalizeText(label).trim(), value }] : []))
    .sort((a, b) => b.label.length - a.label.length);
  for (const { label, value } of labels) {
    const start = text.search(new RegExp(`(?<!\\w)${escapeRegExp(label)}(?!\\w)`));
    if (start < 0) continue;
    if (LABEL_CHANGED.test(text.slice(0, start))) return UNCLEAR;
    return saysNothing(text.replace(label, ' ')) ? toReading(value) : UNCLEAR;
  }
  return NONE;
}

const CONTENT_WORDS = ['NOUN', 'PROPN', 'VERB', 'ADJ', 'NUM'];

/** Whether a text has no content words but those that may accompany a rating. */
const saysNothing = (text: string) =>
  tokenize(text).every(
    ({ isStopWord, lower, pos }) => isStopWord || RATING_NOUN.test(lower) || !CONTENT_WORDS.includes(pos),
  );

/** Reads words for the highest, the lowest or the middle value. */
function readPosition(text: string, { min, max }: ScaleConfig): Reading<number> {
  const isChanged = /\b(?:not|n't|never|nearly|almost|close to|near|just (?:below|above|under))\b|n't\b/.test(
    text.replace(/\bcouldn't be\b/g, ''),
  );
  if (HIGHEST.test(text)) return isChanged ? UNCLEAR : toReading(max, false);
  if (LOWEST.test(text)) return isChanged ? UNCLEAR : toReading(min, false);
  if (!MIDDLE.test(text)) return NONE;
  const middle = (min + max) / 2;
  const isVague = isChanged || /\b(?:somewhere|around|about|roughly)\b/.test(text);
  return isVague || !Number.isInteger(middle) ? UNCLEAR : toReading(middle, false);
}
