/** Longest acknowledgement and longest follow-up question, in characters. */
const LONGEST_SENTENCE = 300;
/** Two questions at least this similar count as the same. */
const SAME_QUESTION_SIMILARITY = 0.8;

/**
 * Includes the semicolon, which is the Greek question mark and needless in an interviewer's
 * sentence.
 */
const QUESTION_MARKS = /[?？؟;]/g;
const ADDRESS = /https?:|www\.|\b[\w.+-]+@[\w-]+\.\w/i;
const MARKUP = /[<>`*#\n]|\]\(/;

const isPlainSentence = (text: string) => text.length <= LONGEST_SENTENCE && !ADDRESS.test(text) && !MARKUP.test(text);

const countQuestions = (text: string) => text.match(QUESTION_MARKS)?.length ?? 0;

const normalize = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Whether a model may say this before a question: short, plain, and not a question itself. It may
 * be empty.
 */
export const isValidAcknowledgement = (text: string): boolean => isPlainSentence(text) && countQuestions(text) === 0;

const listBigrams = (text: string) => new Set(Array.from(text, (_, at) => text.slice(at, at + 2)));

/**
 * The similarity of two texts by their pairs of characters, 0 to 1 (Sørensen–Dice coefficient).
 * Works in any script.
 */
function measureSimilarity(one: string, other: string): number {
  const [first, second] = [listBigrams(one), listBigrams(other)];
  const shared = [...first].filter(bigram => second.has(bigram)).length;
  return (2 * shared) / (first.size + second.size || 1);
}

/**
 * Whether a model may ask this: short, plain, exactly one question, at the end of the text, and not
 * one of `knownQuestions` in the same or similar words. `knownQuestions` are those asked so far and
 * those of the guide.
 */
export function isValidFollowUp(text: string, knownQuestions: Iterable<string>): boolean {
  if (!isPlainSentence(text) || countQuestions(text) !== 1 || !/[?？؟;]$/.test(text.trim())) return false;
  const question = normalize(text);
  const isKnown = [...knownQuestions].some(
    known => measureSimilarity(normalize(known), question) >= SAME_QUESTION_SIMILARITY,
  );
  return question !== '' && !isKnown;
}
