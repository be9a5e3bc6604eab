import { findEarlierAnswer } from '../analysis/answers/earlier-answer.ts';
import { type Guide, type GuideQuestion, isStructuredGuideQuestion } from '../guides/guide.ts';
import type { PastTurn } from './interviewer.ts';

/**
 * The guide's questions after `current` that are still to be asked, in order. It leaves out
 * structured questions that the respondent has already answered beyond doubt, in guides in English.
 * The analyst finds their values by the same rule. `content` is the message that is not in `turns`
 * yet.
 */
export function listRemainingQuestions(
  guide: Guide,
  current: GuideQuestion,
  turns: readonly PastTurn[],
  content: string,
): GuideQuestion[] {
  const laterQuestions = guide.questions.slice(guide.questions.indexOf(current) + 1);
  if (!/^en\b/i.test(guide.locale)) return laterQuestions;
  const messages = [...turns.filter(({ role }) => role === 'respondent').map(turn => turn.content), content];
  return laterQuestions.filter(
    question => !isStructuredGuideQuestion(question) || findEarlierAnswer(question, messages) === null,
  );
}
