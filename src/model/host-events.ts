import { effect, untracked } from '@preact/signals';
import type { Reason, Stats } from '../interview/completion.ts';
import type { FailureCode } from '../interview/failures.ts';
import type { LifecycleState } from '../interview/lifecycle.ts';
import type { AnswerValue } from '../interview/questions.ts';
import type { Message, Role } from '../interview/transcript.ts';
import type { Interview } from './interview.ts';

/** The events that a host page can listen to: names and details. They bubble and are composed. */
export interface InterviewEvents {
  /**
   * The widget is on the page and can be opened. A script tag loads the widget only when it is
   * needed (the pointer is over the launcher, or something opens the interview), so its event comes
   * then.
   */
  'koji-ready': null;
  /** The conversation was opened by the respondent, by the host's code, or by a trigger. */
  'koji-open': null;
  /** The conversation was closed. A running interview is not ended and can be opened again. */
  'koji-close': null;
  /** An interview started, or was resumed after a reload (`resumed: true`). */
  'koji-start': { interviewId: string; resumed: boolean };
  /** A message became part of the interview. */
  'koji-message': { interviewId: string; messageId: string; role: Role };
  /** A structured question was answered with its control. */
  'koji-answer': { interviewId: string; questionId: string; value: AnswerValue };
  /**
   * The interview was completed. Dispatched once. `stats` is `null` when Koji has not acknowledged
   * the completion yet; the proxy repeats the request until it does.
   */
  'koji-complete': { interviewId: string; reason: Reason; stats: Stats | null };
  /**
   * The respondent pressed one of the two buttons of the thank-you view. Dispatched again with
   * `message`, at most 2,000 characters, when the respondent adds a comment. The comment is sent to
   * the host page only.
   */
  'koji-feedback': { interviewId: string; rating: 'loved_it' | 'not_great'; message?: string };
  /** Something went wrong. `recoverable`: trying again can help, and the widget offers it. */
  'koji-error': { code: FailureCode; message: string; recoverable: boolean };
}

export type Rating = InterviewEvents['koji-feedback']['rating'];

export type Emit = <Name extends keyof InterviewEvents>(name: Name, detail: InterviewEvents[Name]) => void;

/** Dispatches the host events of an interview. Runs until the surrounding model is disposed. */
export function emitHostEvents(interview: Interview, emit: Emit): void {
  let emittedMessageCount = 0;
  let hasStarted = false;
  let lastState: LifecycleState | undefined;

  function emitStart(interviewId: string, messageCount: number): void {
    hasStarted = true;
    emittedMessageCount = messageCount;
    emit('koji-start', { interviewId, resumed: interview.resumedMessageCount() > 0 });
  }

  function emitMessages(interviewId: string, messages: readonly Message[]): void {
    for (const { message_id, role, answer } of messages.slice(emittedMessageCount)) {
      emit('koji-message', { interviewId, messageId: message_id, role });
      if (answer) emit('koji-answer', { interviewId, questionId: answer.question_id, value: answer.value });
    }
    emittedMessageCount = messages.length;
  }

  function emitOutcome(interviewId: string, state: LifecycleState): void {
    if (state.phase === 'failed') emit('koji-error', state.failure);
    if (state.phase !== 'completed') return;
    emit('koji-complete', { interviewId, reason: state.reason, stats: state.completion?.stats ?? null });
  }

  // A single effect, because the order in which several effects run is not defined.
  effect(() => {
    const interviewId = interview.interviewId.value;
    const messages = interview.messages.value;
    const state = interview.state.value;
    // Signals that a listener reads must not become dependencies of this effect.
    untracked(() => {
      if (interviewId !== null && !hasStarted) emitStart(interviewId, messages.length);
      // A message of the respondent is certain to be stored only once its reply has arrived.
      if (interviewId !== null && messages.at(-1)?.role === 'interviewer') emitMessages(interviewId, messages);
      if (state === lastState) return;
      lastState = state;
      emitOutcome(interviewId ?? '', state);
    });
  });
}
