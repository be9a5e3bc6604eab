import type { GuideQuestion } from '../guides/guide.ts';
import type { FinishedInterview, TranscriptTurn } from './analyst.ts';

/** A turn of the respondent with what it answers. */
export interface RespondentTurn {
  turn: TranscriptTurn;
  /** The guide's question it stands under; null for small talk. */
  question: GuideQuestion | null;
  /** The interviewer's turn right before it. */
  precedingTurn: TranscriptTurn | null;
  /** Whether it answers a follow-up rather than the question itself. */
  isFollowUp: boolean;
}

/** The respondent's turns in order, each with the question it stands under. */
export function listRespondentTurns({ guide, turns }: FinishedInterview): RespondentTurn[] {
  const byId = new Map(guide.questions.map(question => [question.id, question]));
  const said: RespondentTurn[] = [];
  let asked: TranscriptTurn | null = null;
  for (const turn of turns) {
    if (turn.role === 'interviewer') {
      asked = turn;
      continue;
    }
    const id = turn.guideQuestion ?? turn.answer?.question_id ?? asked?.guideQuestion ?? asked?.question?.id;
    said.push({ turn, question: (id && byId.get(id)) || null, precedingTurn: asked, isFollowUp: turn.followUp > 0 });
  }
  return said;
}

/** The guide's questions that the interviewer put, in the guide's order. */
export function listAskedQuestions({ guide, turns }: FinishedInterview): GuideQuestion[] {
  const asked = new Set<string>();
  for (const turn of turns) {
    for (const id of [turn.guideQuestion, turn.question?.id, turn.answer?.question_id]) if (id) asked.add(id);
  }
  return guide.questions.filter(question => asked.has(question.id));
}
