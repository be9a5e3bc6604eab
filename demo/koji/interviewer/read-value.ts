import { type AnswerValue, type Question, valueFault } from '../../../src/interview/questions.ts';

const YES = new Set(['yes', 'yeah', 'yep', 'yup', 'y', 'sure', 'of course', 'definitely', 'absolutely']);
const NO = new Set(['no', 'nope', 'nah', 'n', 'never', 'definitely not', 'absolutely not', 'of course not']);

const ALL = new Set(['all', 'all of them', 'all of these', 'all of those']);

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** A text without case, surplus space and closing punctuation, to compare it as a person would. */
const bare = (text: string) =>
  text
    .toLowerCase()
    .trim()
    .replace(/[.!]+$/, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n');

/**
 * The value that a free-text reply gives to a structured question, where the words leave no doubt: a plain number in
 * range, yes or no, the options' own wording. Otherwise null: a guess is worse than asking once more.
 */
export function readValue(question: Question, text: string): AnswerValue {
  const value = read(question, bare(text));
  return value !== null && valueFault(question, value) === null ? value : null;
}

function read(question: Question, text: string): AnswerValue {
  switch (question.type) {
    case 'scale':
      return readNumber(text, question.config.max);
    case 'yes_no':
      return readYesNo(text.split(/\s*[,.!]\s*/));
    case 'single_choice':
      return findOption(question.config.options, text);
    case 'multiple_choice':
      return ALL.has(text) ? question.config.options : readOptions(question.config.options, text);
    case 'ranking':
      return readOptions(question.config.options, text);
    case 'open_ended':
      return null;
  }
}

/** "No, never" is as clear as "no"; "yes, no" is not. */
const readYesNo = (parts: string[]) =>
  parts.every(part => YES.has(part)) ? true : parts.every(part => NO.has(part)) ? false : null;

function readNumber(text: string, max: number): number | null {
  const written = NUMBERS.indexOf(text);
  if (written >= 0) return written;
  const match = /^(-?\d{1,9})(?: ?(?:\/|out of|of) ?(\d{1,9}))?$/.exec(text);
  if (!match || (match[2] !== undefined && Number(match[2]) !== max)) return null;
  return Number(match[1]);
}

const findOption = (options: string[], text: string) => options.find(option => bare(option) === text) ?? null;

function readOptions(options: string[], text: string): string[] | null {
  const one = findOption(options, text);
  if (one) return [one];
  // An option may itself hold a comma or an "and": the finer cut is only tried where the coarser one doesn't fit.
  for (const cut of [/\s*[;>\n]\s*/, /\s*,\s*(?:and\s+)?/, /\s*,\s*(?:and\s+)?|\s+and\s+/]) {
    const found = text.split(cut).map(part => findOption(options, bare(part.replace(/^\d+[.)]\s*/, ''))));
    if (found.length > 1 && found.every(option => option !== null)) return found;
  }
  return null;
}
