import type { Reason } from '../interview/completion.ts';
import type { Phase } from '../interview/lifecycle.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { InterviewEvents } from '../model/host-events.ts';

/** Controls an interview on the page. After `destroy()` its methods do nothing. */
export interface InterviewHandle {
  /** Opens the conversation, and starts the interview or resumes a running one. */
  open(): void;
  /**
   * Closes the conversation. A running interview goes on and can be opened again. Does nothing with
   * mode `inline`.
   */
  close(): void;
  /**
   * Completes a running interview, by default with the reason `manual`. The first reason wins:
   * later calls change nothing. Does nothing while no interview is running.
   */
  complete(reason?: Reason): void;
  /**
   * Removes the widget from the page. A running interview is not completed: mounted again, it is
   * resumed.
   */
  destroy(): void;
  /** The phase of the interview. `idle` until it starts. */
  readonly status: Phase;
  /**
   * Adds an event listener, as `addEventListener` of the element does. Returns a function that
   * removes it.
   */
  on<Name extends keyof InterviewEvents>(
    event: Name,
    listener: (event: CustomEvent<InterviewEvents[Name]>) => void,
  ): () => void;
}

/** The handle without `on`, which needs the host element, and with what only the element needs. */
export interface WidgetHandle extends Omit<InterviewHandle, 'on'> {
  /** Sets who is interviewed: somebody has signed in while the interview is running. */
  setRespondent(respondent: Respondent | undefined): void;
}
