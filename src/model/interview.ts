import type { ReadonlySignal } from '@preact/signals';
import type { Reason } from '../interview/completion.ts';
import type { Failure } from '../interview/failures.ts';
import type { LifecycleState } from '../interview/lifecycle.ts';
import type { Answer, Question } from '../interview/questions.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { Message } from '../interview/transcript.ts';

/**
 * Why a message is delayed: the browser is offline, or the connection broke off and is being
 * retried.
 */
export type ConnectionTrouble = 'offline' | 'retrying';

/** An interview that is still to be completed. */
export interface RunningInterview {
  ticket: string;
  /**
   * The reason of a completion that has been requested but not acknowledged; `null` when none has
   * been requested.
   */
  completionReason: Reason | null;
}

/** One interview: its state, its messages, and the actions that change them. */
export interface Interview {
  state: ReadonlySignal<LifecycleState>;
  /** Complete messages, oldest first. */
  messages: ReadonlySignal<readonly Message[]>;
  /**
   * The part of the interviewer's reply received so far; `null` when no reply is being received.
   */
  partialReply: ReadonlySignal<string | null>;
  /** The question that is open; `null` when none is. */
  question: ReadonlySignal<Question | null>;
  /** How many different questions the interviewer has asked. */
  questionCount: ReadonlySignal<number>;
  /**
   * When the time limit ends the interview, by this page's `performance.now()`; `null` without a
   * limit.
   */
  deadline: ReadonlySignal<number | null>;
  /** Why the message being sent is delayed; `null` when it is not. */
  connectionTrouble: ReadonlySignal<ConnectionTrouble | null>;
  /** `null` until the interview has started. */
  interviewId: ReadonlySignal<string | null>;
  /** `null` before the start and after the completion. */
  running: ReadonlySignal<RunningInterview | null>;
  /** Whether this browser has stored an interview that can be resumed. */
  hasStoredInterview(): boolean;
  /** How many messages the interview had when this page resumed it; 0 when this page started it. */
  resumedMessageCount(): number;
  /** Sets who is interviewed now: somebody has signed in while the interview is running. */
  setRespondent(respondent: Respondent | undefined): void;
  requestConsent(): void;
  declineConsent(): void;
  /** Starts an interview, or resumes the stored one. Never rejects: the outcome is in `state`. */
  start(): Promise<void>;
  /**
   * Sends a message. Never rejects.
   *
   * @returns `null` once the message is part of the interview or the interview is over, otherwise
   *   the failure
   */
  send(content: string, answer?: Answer): Promise<Failure | null>;
  /**
   * Completes the interview. Only the first call has an effect. Never rejects: the outcome is in
   * `state`.
   */
  complete(reason: Reason): Promise<void>;
  /** Repeats what failed: the start or the completion. */
  retry(): void;
  /** Moves the interview to this tab when another tab runs it. */
  takeOver(): void;
  /**
   * Loads the current state from the proxy, which also cancels a leave reported by this page. Never
   * rejects. Resolves with whether the proxy has answered.
   */
  resume(): Promise<boolean>;
}
