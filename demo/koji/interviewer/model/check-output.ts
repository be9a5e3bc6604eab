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
export const isValidAcknowledgement = (text: string): boolean => isPlain(text) && countQuestions(text) === 0;

/** From here on two questions are the same one in slightly other words. */
const SAME = 0.8;

const pairsOf = (text: string) => new Set(Array.from(text, (_, at) => text.slice(at, at + 2)));

/** How much two texts have in common by their pairs of letters, 0 to 1 (the Sørensen–Dice coefficient), in any script. */
function inCommon(one: string, other: string): number {
  const [first, second] = [pairsOf(one), pairsOf(other)];
  return (2 * [...first].filter(pair => second.has(pair)).length) / (first.size + second.size || 1);
}

/**
 * Whether a model may ask this: short, plain, exactly one question, at its end, that has not been asked, nor almost so,
 * and is none of the guide's own, which come in their turn.
 */
export function isValidFollowUp(text: string, known: Iterable<string>): boolean {
  if (!isPlain(text) || countQuestions(text) !== 1 || !/[?？؟;]$/.test(text.trim())) return false;
  const asked = alike(text);
  return asked !== '' && ![...known].some(other => inCommon(alike(other), asked) >= SAME);
}
