/** Longest sentence before a question, and longest follow-up, in characters. */
const LONGEST = 300;

const QUESTION_MARKS = /[?？؟;]/g;
const ADDRESS = /https?:|www\.|\b[\w.+-]+@[\w-]+\.\w/i;
const MARKUP = /[<>`*#\n]|\]\(/;

const isPlain = (text: string) => text.length <= LONGEST && !ADDRESS.test(text) && !MARKUP.test(text);

/** How many questions a text asks. The semicolon is Greek for a question mark, and no sentence of an interviewer needs one. */
const countQuestions = (text: string) => text.match(QUESTION_MARKS)?.length ?? 0;

const alike = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Whether a model may say this before a question: short, plain, and no question of its own. Nothing at all is fine. */
export const mayPrecede = (text: string): boolean => isPlain(text) && countQuestions(text) === 0;

/**
 * Whether a model may ask this: short, plain, exactly one question, at its end, that has not been asked and is none of the
 * guide's own, which come in their turn.
 */
export function mayAsk(text: string, known: Iterable<string>): boolean {
  if (!isPlain(text) || countQuestions(text) !== 1 || !/[?？؟;]$/.test(text.trim())) return false;
  const asked = alike(text);
  return asked !== '' && ![...known].some(other => alike(other) === asked);
}
