import { effect, untracked } from '@preact/signals';
import type { Reason, Stats } from '../interview/completion.ts';
import type { FailureCode } from '../interview/failures.ts';
import type { LifecycleState } from '../interview/lifecycle.ts';
import type { AnswerValue } from '../interview/questions.ts';
import type { Role } from '../interview/transcript.ts';
import type { Interview } from './interview-model.ts';

/** What a host page hears: event names with their details. The events bubble and are composed. */
export interface InterviewEvents {
  /**
   * The widget is on the page and can be opened. A script tag's comes when it is wanted: somebody points at the launcher or presses it,
   * or it is opened otherwise.
   */
  'koji-ready': null;
  /** The conversation was opened: by the respondent, by the host's code, or by a trigger. */
  'koji-open': null;
  /** It was closed. A running interview goes on, and can be opened again. */
  'koji-close': null;
  /** An interview began, or was taken up again after a reload (`resumed`). */
  'koji-start': { interviewId: string; resumed: boolean };
  /** A message became part of the interview. */
  'koji-message': { interviewId: string; messageId: string; role: Role };
  /** A structured question was answered with its control. */
  'koji-answer': { interviewId: string; questionId: string; value: AnswerValue };
  /** Told once. `stats` is null where Koji has not acknowledged yet; the proxy sees to it that it does. */
  'koji-complete': { interviewId: string; reason: Reason; stats: Stats | null };
  /**
   * One of the two buttons of the thank-you view was pressed; told once more with `message`, at most 2,000 characters, where a few
   * words were added. They go to the host page and nowhere else.
   */
  'koji-feedback': { interviewId: string; rating: 'loved_it' | 'not_great'; message?: string };
  /** Something went wrong. `recoverable` where trying again can help: the respondent is offered that. */
  'koji-error': { code: FailureCode; message: string; recoverable: boolean };
}

export type Rating = InterviewEvents['koji-feedback']['rating'];

export type Emit = <Name extends keyof InterviewEvents>(name: Name, detail: InterviewEvents[Name]) => void;

/** Turns what happens to an interview into the host's events. */
export function emitHostEvents(interview: Interview, emit: Emit): void {
  let told = 0;
  let hasStarted = false;
  let last: LifecycleState | undefined;

  // One effect for all: several would run in no certain order.
  effect(() => {
    const interviewId = interview.interviewId.value;
    const messages = interview.messages.value;
    const state = interview.state.value;
    // What a listener looks at must not make it hear things twice.
    untracked(() => {
      if (interviewId !== null && !hasStarted) {
        hasStarted = true;
        told = messages.length;
        emit('koji-start', { interviewId, resumed: interview.resumedMessageCount() > 0 });
      }
      // The respondent's message is only certain once its reply is there.
      if (interviewId !== null && messages.at(-1)?.role === 'interviewer') {
        for (const { message_id, role, answer } of messages.slice(told)) {
          emit('koji-message', { interviewId, messageId: message_id, role });
          if (answer) emit('koji-answer', { interviewId, questionId: answer.question_id, value: answer.value });
        }
        told = messages.length;
      }
      if (state === last) return;
      last = state;
      if (state.phase === 'failed') emit('koji-error', state.failure);
      if (state.phase !== 'completed') return;
      const { reason, completion } = state;
      emit('koji-complete', { interviewId: interviewId ?? '', reason, stats: completion?.stats ?? null });
    });
  });
}
