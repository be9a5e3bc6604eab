import type { Question } from '../../../src/interview/questions.ts';
import type { Guide } from '../guides/guide.ts';
import type { NextTurn } from '../interviewer/interviewer.ts';

/**
 * The question of a turn with its place in the guide: which question it is, or follows up, and of
 * how many. Questions that are skipped keep their number, so numbers only grow.
 */
export function numberQuestion({ questions }: Guide, { question, guideQuestion }: NextTurn): Question | null {
  const index = questions.findIndex(({ id }) => id === guideQuestion);
  return question && index >= 0 ? { ...question, number: index + 1, of: questions.length } : question;
}
