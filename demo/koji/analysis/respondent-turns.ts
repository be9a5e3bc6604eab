import type { GuideQuestion } from '../guides/guide.ts';
import type { FinishedInterview, TranscriptTurn } from './analyst.ts';

/** A turn of the respondent, with what it answers. */
export interface RespondentTurn {
  message: TranscriptTurn;
  /** The guide's question that the turn belongs to; null if it belongs to none. */
  question: GuideQuestion | null;
  /** The interviewer's turn before it. */
  precedingTurn: TranscriptTurn | null;
  /** Whether it answers a follow-up rather than the guide's question. */
  isFollowUp: boolean;
}

/** The respondent's turns in order, each with its question. */
export function listRespondentTurns({ guide, turns }: FinishedInterview): RespondentTurn[] {
  const questions = new Map(guide.questions.map(question => [question.id, question]));
  const respondentTurns: RespondentTurn[] = [];
  let precedingTurn: TranscriptTurn | null = null;
  for (const turn of turns) {
    if (turn.role === 'interviewer') {
      precedingTurn = turn;
      continue;
    }
    const id =
      turn.guideQuestion ?? turn.answer?.question_id ?? precedingTurn?.guideQuestion ?? precedingTurn?.question?.id;
    const question = (id && questions.get(id)) || null;
    respondentTurns.push({ message: turn, question, precedingTurn, isFollowUp: turn.followUp > 0 });
  }
  return respondentTurns;
}

/** The guide's questions that the interviewer asked, in the guide's order. */
export function listAskedQuestions({ guide, turns }: FinishedInterview): GuideQuestion[] {
  const askedIds = new Set<string>();
  for (const turn of turns) {
    for (const id of [turn.guideQuestion, turn.question?.id, turn.answer?.question_id]) if (id) askedIds.add(id);
  }
  return guide.questions.filter(question => askedIds.has(question.id));
}
