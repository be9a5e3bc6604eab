import { findEarlierAnswer } from '../analysis/answers/earlier-answer.ts';
import { type Guide, type GuideQuestion, isStructuredGuideQuestion } from '../guides/guide.ts';
import type { PastTurn } from './interviewer.ts';

/**
 * The guide's questions after this one that are still to be put: all but those whose value was said already, beyond doubt and
 * in English. The analysis finds these values by the same rule.
 */
export function listRemainingQuestions(
  guide: Guide,
  current: GuideQuestion,
  turns: readonly PastTurn[],
  content: string,
) {
  const unasked = guide.questions.slice(guide.questions.indexOf(current) + 1);
  if (!/^en\b/i.test(guide.locale)) return unasked;
  const texts = [...turns.filter(({ role }) => role === 'respondent').map(turn => turn.content), content];
  return unasked.filter(
    question => !isStructuredGuideQuestion(question) || findEarlierAnswer(question, texts) === null,
  );
}
