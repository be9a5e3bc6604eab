import type { StructuredGuideQuestion } from '../../guides/guide.ts';
import { readMultipleChoice } from './multiple-choice.ts';
import { readRanking } from './ranking.ts';
import { NONE, type Reading } from './reading.ts';
import { readScale } from './scale.ts';
import { readSingleChoice } from './single-choice.ts';
import { readYesNo } from './yes-no.ts';

type Reader<Type extends StructuredGuideQuestion['type']> = (
  text: string,
  question: Extract<StructuredGuideQuestion, { type: Type }>,
  locale: string,
) => Reading;

const READERS: { [Type in StructuredGuideQuestion['type']]: Reader<Type> } = {
  scale: (text, { config }) => readScale(text, config),
  yes_no: (text, { text: question }, locale) => readYesNo(text, question, locale),
  single_choice: (text, { config }) => readSingleChoice(text, config),
  multiple_choice: (text, { config }) => readMultipleChoice(text, config),
  ranking: (text, { config }) => readRanking(text, config),
};

/** A value stands at one end of a long account; what lies between is the story. Also bounds what a reader has to look at. */
const ENOUGH = 800;

/** The beginning of a text, and its end where that is not the same, each cut at a space. */
function endsOf(text: string): string[] {
  if (text.length <= ENOUGH) return [text];
  const head = text.slice(0, ENOUGH);
  const tail = text.slice(-ENOUGH);
  return [head.slice(0, Math.max(head.lastIndexOf(' '), ENOUGH / 2)), tail.slice(Math.max(0, tail.indexOf(' ')))];
}

/**
 * Reads the typed value of a structured question from the respondent's own words: a value that fits the question, or
 * nothing where no single value follows from them. `locale` is BCP 47.
 */
export function readAnswer(text: string, question: StructuredGuideQuestion, locale = 'en'): Reading {
  const read = READERS[question.type] as Reader<typeof question.type>;
  for (const part of endsOf(text.trim())) {
    const reading = part === '' ? NONE : read(part, question as never, locale);
    if (reading.kind !== 'none') return reading;
  }
  return NONE;
}
