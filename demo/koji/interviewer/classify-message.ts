import type { CounterQuestionTopic, MessagePatterns } from './language-pack.ts';

/**
 * What a respondent's free text amounts to, judged by its wording alone. `empty` has no words,
 * `counter_question` asks the interviewer something, `nothing_to_say` is a bare no to an open
 * question. `thin` and `rich` are answers: `thin` ones are worth a follow-up.
 */
export type MessageKind =
  | 'empty'
  | 'stop'
  | 'abuse'
  | 'refusal'
  | 'dont_know'
  | 'nothing_to_say'
  | 'counter_question'
  | 'thin'
  | 'rich';

/** An answer of at least this many words needs no follow-up. */
const RICH_ANSWER_WORDS = 8;
/** A rich answer has at least this many words that are not vague. */
const RICH_ANSWER_SPECIFIC_WORDS = 3;
/** Longest insult and longest refusal, in words. A longer message says something besides. */
const LONGEST_ABUSE = RICH_ANSWER_WORDS;
const LONGEST_REFUSAL = RICH_ANSWER_WORDS * 2;
/** Longest counter-question, in words. */
const LONGEST_COUNTER_QUESTION = 20;
/** A "word" of this many characters is a sentence in a script without spaces between words. */
const SENTENCE_WITHOUT_SPACES = 20;

const simplify = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[.!,;:…]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** The words and numbers of a text, as written. */
export const listWords = (text: string): string[] => text.match(/[\p{L}\p{N}]+(?:['’-][\p{L}\p{N}]+)*/gu) ?? [];

/**
 * A message in the form that the patterns match: lower case, without punctuation and without
 * fillers at its start.
 */
export const stripFillers = (text: string, { leadingFillers }: MessagePatterns): string =>
  simplify(text).replace(leadingFillers, '');

/**
 * Classifies a message without looking at its question; never returns `nothing_to_say`, which
 * depends on the question.
 */
export function classifyMessage(text: string, patterns: MessagePatterns): MessageKind {
  const words = listWords(text);
  if (words.length === 0) return text.includes('?') ? 'counter_question' : 'empty';
  const simple = stripFillers(text, patterns);
  if (patterns.stop.test(simple)) return 'stop';
  if (patterns.abuse.test(simple) && words.length <= LONGEST_ABUSE) return 'abuse';
  if (patterns.refusal.test(simple) && words.length <= LONGEST_REFUSAL) return 'refusal';
  if (patterns.dontKnow.test(simple)) return 'dont_know';
  if (isCounterQuestion(text, simple, words.length, patterns)) return 'counter_question';
  return isRich(words, patterns) ? 'rich' : 'thin';
}

/**
 * Whether a message asks and hardly tells: it is short and ends in a question mark or is worded as
 * a question.
 */
function isCounterQuestion(
  text: string,
  simple: string,
  wordCount: number,
  { counterQuestions, unmarkedQuestion }: MessagePatterns,
): boolean {
  if (wordCount > LONGEST_COUNTER_QUESTION) return false;
  if (/\?\s*$/.test(text)) return !/[.!]\s+\S/.test(text.trim());
  return counterQuestions.some(([, pattern]) => pattern.test(simple)) || unmarkedQuestion.test(simple);
}

function isRich(words: string[], { vagueWords }: MessagePatterns): boolean {
  const specific = words.filter(word => !vagueWords.has(word.toLowerCase()));
  if (specific.some(word => [...word].length >= SENTENCE_WITHOUT_SPACES)) return true;
  return words.length >= RICH_ANSWER_WORDS && specific.length >= RICH_ANSWER_SPECIFIC_WORDS;
}

/** The topic of a counter-question. */
export const classifyCounterQuestion = (text: string, { counterQuestions }: MessagePatterns): CounterQuestionTopic =>
  counterQuestions.find(([, pattern]) => pattern.test(simplify(text)))?.[0] ?? 'other';

/**
 * A short answer's words, for a follow-up question that repeats them; null if there are too many or
 * all are vague.
 */
export function findWordsToEcho(text: string, { vagueWords }: MessagePatterns): string | null {
  const words = listWords(text);
  const isSpecific = words.some(word => !vagueWords.has(word.toLowerCase()));
  return words.length > 0 && words.length <= 3 && isSpecific && text.trim().length <= 40 ? words.join(' ') : null;
}
