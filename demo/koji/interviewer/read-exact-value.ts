import { type AnswerValue, type Question, validateAnswerValue } from '../../../src/interview/questions.ts';
import { listWords } from './classify-message.ts';
import type { MessagePatterns } from './language-pack.ts';

/**
 * A text in lower case, without surplus spaces and without a full stop or exclamation mark at its
 * end.
 */
const normalize = (text: string) =>
  text
    .toLowerCase()
    .trim()
    .replace(/(?<![.!])[.!]+$/, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n\s*/g, '\n');

/**
 * The value a message gives to a structured question, if its words leave no doubt: a plain number
 * in range, yes or no, or the options' own wording. Otherwise null, because asking again is better
 * than a guess.
 */
export function readExactValue(question: Question, text: string, patterns: MessagePatterns): AnswerValue {
  const value = readByType(question, normalize(text), patterns);
  return value !== null && validateAnswerValue(question, value) === null ? value : null;
}

function readByType(question: Question, text: string, patterns: MessagePatterns): AnswerValue {
  switch (question.type) {
    case 'scale':
      return readNumber(text, question.config.max, patterns);
    case 'yes_no':
      return readYesNo(text.split(/\s?[,.!]\s?/), patterns);
    case 'single_choice':
      return findOption(question.config.options, text, patterns);
    case 'multiple_choice':
      return patterns.allOptionsPhrases.has(text)
        ? question.config.options
        : readOptions(question.config.options, text, patterns);
    case 'ranking':
      return readOptions(question.config.options, text, patterns);
    case 'open_ended':
      return null;
  }
}

/** All parts must say the same: "No, never" is as clear as "no", "yes, no" is not. */
function readYesNo(parts: string[], { yesPhrases, noPhrases }: MessagePatterns): boolean | null {
  if (parts.every(part => yesPhrases.has(part))) return true;
  return parts.every(part => noPhrases.has(part)) ? false : null;
}

function readNumber(text: string, max: number, patterns: MessagePatterns): number | null {
  const { numberWords, outOf, numberFillers } = patterns;
  const number = text.replace(numberFillers, '').trim();
  const wordValue = numberWords.indexOf(number);
  if (wordValue >= 0) return wordValue;
  const match = new RegExp(`^(-?\\d{1,9})(?: ?(?:/|${outOf}) ?(\\d{1,9}))?$`).exec(number);
  if (!match || (match[2] !== undefined && Number(match[2]) !== max)) return null;
  return Number(match[1]);
}

/**
 * The option with exactly this name, or the only one whose name holds all words of the text ("the
 * bolts").
 */
function findOption(options: string[], text: string, { articles }: MessagePatterns): string | null {
  const exact = options.find(option => normalize(option) === text);
  if (exact) return exact;
  const words = listWords(text).filter(word => !articles.has(word));
  if (words.length === 0 || new Set(words).size < words.length || words.some(word => word.length < 3)) return null;
  const matching = options.filter(option => {
    const optionWords = new Set(listWords(normalize(option)));
    return words.every(word => optionWords.has(word));
  });
  return matching.length === 1 ? matching[0]! : null;
}

/**
 * The options of a list, in the order of the text; null unless every item of the list is an option.
 */
function readOptions(options: string[], text: string, patterns: MessagePatterns): string[] | null {
  const { and } = patterns;
  const single = findOption(options, text, patterns);
  if (single) return [single];
  // An option may hold a comma or an "and" itself, so a finer separator is tried only after a
  // coarser one fails.
  const comma = `\\s?,\\s?(?:(?:${and})\\s)?`;
  for (const separator of [/[;>\n]/, new RegExp(comma), new RegExp(`${comma}|\\s(?:${and})\\s`)]) {
    const found = text
      .split(separator)
      .map(item => findOption(options, normalize(item.replace(/^\d+[.)]\s*/, '')), patterns));
    if (found.length > 1 && found.every(option => option !== null)) return found;
  }
  return null;
}
