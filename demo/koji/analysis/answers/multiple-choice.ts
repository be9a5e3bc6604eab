import type { ChoiceConfig } from '../../../../src/interview/questions.ts';
import { splitCorrections } from './corrections.ts';
import { indexOptions, isGenericOption } from './find-options.ts';
import { matchFrequency } from './match-frequency.ts';
import { normalizeText } from './normalize-text.ts';
import { findOptionStances } from './option-stance.ts';
import { readOtherOption } from './other-option.ts';
import { NONE, type Reading, toReading, UNCLEAR } from './reading.ts';

const ALL =
  /\b(?:all of (?:them|'?em|these|those|the above|it)|all (?:three|four|five|six|seven|\d)|every(?:thing| (?:one|single one) of (?:them|these))|each of (?:them|these)|the (?:whole )?lot|all the above|(?:any ?thing|every ?thing|all)(?: of (?:them|these|those))?(?= (?:but|bar|except|besides|apart from|other than|minus)\b))\b|^\W*(?:all|everything)(?: really| please)?\W*$/;
const EXCEPT = /\b(?:but|bar|except|besides|apart from|other than|aside from|minus|not|without|excluding)\b/;
const BOTH = /\b(?:both(?: of them)?|the two of them)\b/;
const DENIED_ALL = /\b(?:not|n't|don't \w+) (?:all|every|both)\b|\bnot \w+ all\b/;
const OPEN = /\beither\b|\bor\b(?! (?:so|something|anything|else|whatever))|\bnot sure (?:which|if|whether)\b/;
const FIRST_FEW = /(?:\bthe |^\W*)first (two|three|2|3)\b|(?:\bthe |^\W*)last (two|three|2|3)\b/;

/** Options that stand for single things, without "other" and "none". */
const plainOptions = (options: string[]) => {
  const index = indexOptions(options);
  return options.map((_, option) => option).filter(option => !isGenericOption(index, option));
};

function readPart(text: string, { options, allow_other }: ChoiceConfig, whole: string): Reading<string[]> {
  const index = indexOptions(options);
  const judged = findOptionStances(text, index);
  const against = new Set(judged.filter(({ stance }) => stance === 'against').map(({ option }) => option));
  const chosen = new Set(
    judged.filter(({ stance }) => stance === 'for' || stance === 'second').map(({ option }) => option),
  );
  const inOrder = (picked: Iterable<number>) =>
    [...new Set(picked)].sort((a, b) => a - b).map(option => options[option]!);

  if (ALL.test(text) && !DENIED_ALL.test(text)) {
    const excepted = EXCEPT.test(text) ? new Set([...against, ...judged.map(({ option }) => option)]) : against;
    if (judged.length === 0 && EXCEPT.test(text)) return UNCLEAR;
    if (judged.length > against.size && !EXCEPT.test(text)) return UNCLEAR;
    return toReading(inOrder(plainOptions(options).filter(option => !excepted.has(option))), judged.length === 0);
  }
  if (judged.length === 0) {
    const few = FIRST_FEW.exec(text);
    if (few) {
      const size = /two|2/.test(few[1] ?? few[2]!) ? 2 : 3;
      return size <= options.length
        ? toReading(few[1] ? options.slice(0, size) : options.slice(-size), false)
        : UNCLEAR;
    }
    if (BOTH.test(text) && options.length === 2 && !DENIED_ALL.test(text)) return toReading([...options]);
    const often = matchFrequency(text, options);
    if (often !== undefined) return toReading([options[often]!], false);
    const own = allow_other ? readOtherOption(whole, options) : NONE;
    return own.kind === 'value' ? toReading([own.value], false) : NONE;
  }
  for (const option of against) chosen.delete(option);
  if (chosen.size === 0) return UNCLEAR;
  const general = [...chosen].filter(option => isGenericOption(index, option));
  if (general.length > 0 && chosen.size > general.length) for (const option of general) chosen.delete(option);
  const picked = judged.filter(({ option, stance }) => chosen.has(option) && stance !== 'against');
  const alternatives = picked.some((mention, at) => {
    const before = picked[at - 1];
    return (
      before &&
      before.option !== mention.option &&
      /\bor\b/.test(text.slice(before.end, mention.start)) &&
      text.slice(before.end, mention.start).length < 24
    );
  });
  if (chosen.size > 1 && (alternatives || (OPEN.test(text) && /\beither\b/.test(text)))) return UNCLEAR;
  return toReading(
    inOrder(chosen),
    picked.every(({ by }) => by === 'name' || by === 'words'),
  );
}

/** Adds to or takes from what was said before the correction ("… no wait, also chat", "… scratch email"). */
function amend(before: Reading<string[]>, text: string, config: ChoiceConfig): Reading<string[]> {
  const after = readPart(text, config, text);
  if (before.kind !== 'value') return after;
  const adds = /^\W*(?:also|and|plus|add|as well)\b|\b(?:too|as well)\W*$/.test(text);
  const index = indexOptions(config.options);
  const dropped = findOptionStances(text, index)
    .filter(({ stance }) => stance === 'against')
    .map(({ option }) => config.options[option]!);
  const takesBack = dropped.some(option => (before.value as string[]).includes(option));
  if (after.kind === 'value' && !adds && !takesBack) return toReading(after.value, false);
  const together = new Set([...before.value, ...(after.kind === 'value' ? after.value : [])]);
  for (const option of dropped) together.delete(option);
  if (after.kind === 'unclear' && dropped.length === 0) return UNCLEAR;
  return together.size > 0
    ? toReading(
        config.options.filter(option => together.has(option)),
        false,
      )
    : UNCLEAR;
}

/** Reads any number of options from free text, in the order of the question. */
export function readMultipleChoice(text: string, config: ChoiceConfig): Reading<string[]> {
  const [first = '', ...later] = splitCorrections(normalizeText(text), true);
  return later.reduce(
    (reading, part) => (part.trim() ? amend(reading, part, config) : reading),
    readPart(first, config, text),
  );
}
