import type { Answer, Question } from '../../../src/interview/questions.ts';
import type { Role } from '../../../src/interview/transcript.ts';
import type { Guide } from '../guides/guide.ts';

/** What an interviewer may look at of a turn. */
export interface PastTurn {
  role: Role;
  content: string;
  question: Question | null;
  answer: Answer | null;
  /** The id of the guide's question this turn asks or answers; null for talk beside the guide. */
  guideQuestion: string | null;
  /** 0 for the question itself and its answer, 1 and up for the follow-ups under it. */
  followUp: number;
}

/** What was said so far, the interviewer's opening first and an interviewer's turn last. */
export interface Conversation {
  guide: Guide;
  turns: PastTurn[];
  /** Whether the interviewer has already closed the conversation. */
  isConcluded: boolean;
}

/** What the respondent says now. Where it answers a structured question by its control, the value is checked already. */
export interface RespondentMessage {
  content: string;
  answer: Answer | null;
}

/** The interviewer's next turn. */
export interface NextTurn {
  /** All of what is said, the question's text included. */
  content: string;
  question: Question | null;
  guideQuestion: string | null;
  followUp: number;
  /** Whether this ends the conversation. Once ended, it stays ended. */
  isConcluded: boolean;
}

export interface InterviewerReply extends NextTurn {
  /** The value the interviewer is certain to have read from the words, where the message came without one. */
  answer: Answer | null;
}

/**
 * Leads an interview along a guide. Holds no state of its own: the same conversation gives a turn at any time, in any
 * process. May take its time (a model behind a network would); nothing is locked meanwhile.
 */
export interface Interviewer {
  open(guide: Guide): NextTurn | Promise<NextTurn>;
  reply(conversation: Conversation, said: RespondentMessage): InterviewerReply | Promise<InterviewerReply>;
}
