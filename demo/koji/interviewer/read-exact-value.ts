import { type AnswerValue, type Question, validateAnswerValue } from '../../../src/interview/questions.ts';
import { listWords } from './classify-message.ts';
import type { MessagePatterns } from './language-packs.ts';

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
export function readExactValue(question: Question, text: string, wording: MessagePatterns): AnswerValue {
  const value = read(question, bare(text), wording);
  return value !== null && validateAnswerValue(question, value) === null ? value : null;
}

function read(question: Question, text: string, wording: MessagePatterns): AnswerValue {
  switch (question.type) {
    case 'scale':
      return readNumber(text, question.config.max, wording);
    case 'yes_no':
      return readYesNo(text.split(/\s*[,.!]\s*/), wording);
    case 'single_choice':
      return findOption(question.config.options, text, wording);
    case 'multiple_choice':
      return wording.allOptionsPhrases.has(text)
        ? question.config.options
        : readOptions(question.config.options, text, wording);
    case 'ranking':
      return readOptions(question.config.options, text, wording);
    case 'open_ended':
      return null;
  }
}

/** "No, never" is as clear as "no"; "yes, no" is not. */
const readYesNo = (parts: string[], { yesPhrases, noPhrases }: MessagePatterns) =>
  parts.every(part => yesPhrases.has(part)) ? true : parts.every(part => noPhrases.has(part)) ? false : null;

function readNumber(said: string, max: number, { numberWords, outOf, numberFillers }: MessagePatterns): number | null {
  const text = said.replace(numberFillers, '').trim();
  const written = numberWords.indexOf(text);
  if (written >= 0) return written;
  const match = new RegExp(`^(-?\\d{1,9})(?: ?(?:/|${outOf}) ?(\\d{1,9}))?$`).exec(text);
  if (!match || (match[2] !== undefined && Number(match[2]) !== max)) return null;
  return Number(match[1]);
}

/** The option of this name, or the only one in whose name all words of the text stand ("support" for "Der Support"). */
function findOption(options: string[], text: string, { articles }: MessagePatterns): string | null {
  const named = options.find(option => bare(option) === text);
  if (named) return named;
  const words = listWords(text).filter(word => !articles.has(word));
  if (words.length === 0 || new Set(words).size < words.length || words.some(word => word.length < 3)) return null;
  const holding = options.filter(option => {
    const own = new Set(listWords(bare(option)));
    return words.every(word => own.has(word));
  });
  return holding.length === 1 ? holding[0]! : null;
}

function readOptions(options: string[], text: string, wording: MessagePatterns): string[] | null {
  const { and } = wording;
  const one = findOption(options, text, wording);
  if (one) return [one];
  // An option may itself hold a comma or an "and": the finer cut is only tried where the coarser one doesn't fit.
  const listed = `\\s*,\\s*(?:(?:${and})\\s+)?`;
  for (const cut of [/\s*[;>\n]\s*/, new RegExp(listed), new RegExp(`${listed}|\\s+(?:${and})\\s+`)]) {
    const found = text.split(cut).map(part => findOption(options, bare(part.replace(/^\d+[.)]\s*/, '')), wording));
    if (found.length > 1 && found.every(option => option !== null)) return found;
  }
  return null;
}
