import type { Answer, Question } from '../../../src/interview/questions.ts';
import type { Role } from '../../../src/interview/transcript.ts';
import type { Guide } from '../guides/guide.ts';

/** A turn of the interview so far, as an interviewer sees it. */
export interface PastTurn {
  role: Role;
  content: string;
  /** The question an interviewer's turn asks; null in the respondent's turns. */
  question: Question | null;
  /** The value of a respondent's turn, from the control or read from the words. */
  answer: Answer | null;
  /**
   * Id of the guide's question that the turn asks or answers; null if it belongs to none, as the
   * closing words.
   */
  guideQuestion: string | null;
  /**
   * 0 for the guide's question and its answer, 1 and up for the follow-ups to it and their answers.
   */
  followUp: number;
}

/** An interview so far. */
export interface Conversation {
  guide: Guide;
  /** All turns in order; the first and the last one are the interviewer's. */
  turns: PastTurn[];
  /** Whether the interviewer has already ended the conversation. */
  isConcluded: boolean;
}

/** The respondent's new message. */
export interface RespondentMessage {
  content: string;
  /** The value given with the question's control, already validated; null for free text. */
  answer: Answer | null;
}

/** The interviewer's next turn. */
export interface NextTurn {
  /** The complete text, including the question's. */
  content: string;
  /** The question that is open after this turn; null after the last one. */
  question: Question | null;
  /** As in `PastTurn`. */
  guideQuestion: string | null;
  /** As in `PastTurn`. */
  followUp: number;
  /** Whether this turn ends the conversation. It can't be reopened. */
  isConcluded: boolean;
}

export interface InterviewerReply extends NextTurn {
  /**
   * The respondent's value: the control's, or the one read from the words if they leave no doubt;
   * otherwise null.
   */
  answer: Answer | null;
}

/**
 * Leads interviews along a guide. Keeps no state: each call gets the whole conversation, so that
 * any process can take the next turn. A call may take its time, for example to ask a model; nothing
 * is locked meanwhile. A rejected promise fails the request, and the respondent may send the
 * message again.
 */
export interface Interviewer {
  /** The first turn: the greeting and the guide's first question. */
  open(guide: Guide): NextTurn | Promise<NextTurn>;
  /** The turn after the respondent's message, which is not in `conversation.turns` yet. */
  reply(conversation: Conversation, message: RespondentMessage): InterviewerReply | Promise<InterviewerReply>;
}
