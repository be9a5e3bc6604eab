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

/** Longest part of a text that is read, in characters. Also bounds the cost of reading. */
const LONGEST_PART = 800;

/**
 * The parts of a text that may hold the value: its start and its end. What lies between is the
 * story.
 */
function listParts(text: string): string[] {
  if (text.length <= LONGEST_PART) return [text];
  const start = text.slice(0, LONGEST_PART);
  const end = text.slice(-LONGEST_PART);
  return [start.slice(0, Math.max(start.lastIndexOf(' '), LONGEST_PART / 2)), end.slice(Math.max(0, end.indexOf(' ')))];
}

/**
 * Reads the value of a structured question from free text. The value fits the question. `none` and
 * `unclear` mean that no single value follows from the text. `locale` is BCP 47.
 */
export function readAnswer(text: string, question: StructuredGuideQuestion, locale = 'en'): Reading {
  const read = READERS[question.type] as Reader<typeof question.type>;
  for (const part of listParts(text.trim())) {
    const reading = part === '' ? NONE : read(part, question as never, locale);
    if (reading.kind !== 'none') return reading;
  }
  return NONE;
}
