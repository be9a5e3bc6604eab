import { batch, computed, createModel, effect, type ModelConstructor, signal, untracked } from '@preact/signals';
import type { Reason } from '../interview/completion.ts';
import {
  getOpenQuestion,
  getUnacknowledgedReason,
  IDLE_STATE,
  isInterviewOpen,
  type LifecycleEvent,
  type LifecycleState,
  transition,
} from '../interview/lifecycle.ts';
import type { StoredRecord } from '../page/storage.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';
import { createConversation } from './conversation.ts';
import type { Interview } from './interview.ts';
import { createSession, getProxyTime, type StoredInterview } from './session.ts';
import { type StartSettings, startOrJoin } from './shared-start.ts';
import { toFailure } from './to-failure.ts';

/** The code needed only after the first question is shown. */
export type DeferredModel = typeof import('./deferred.ts');

export interface InterviewSettings extends StartSettings {
  storedInterview: StoredRecord<StoredInterview>;
  /** Loads the deferred code. Rejects with an `InterviewError` when it cannot be loaded. */
  loadDeferred(): Promise<DeferredModel>;
  /**
   * The page's time limit in milliseconds; `null` for none. The proxy may have one too: the earlier
   * one counts.
   */
  maxDuration: number | null;
  /** Called when the proxy says that the stored interview is somebody else's. */
  onOtherRespondent?(): void;
}

/** An interview as a model. It knows the proxy and the rules, not the screen. */
export const InterviewModel: ModelConstructor<Interview, [settings: InterviewSettings]> = createModel(
  (settings: InterviewSettings): Interview => {
    const { client, loadDeferred } = settings;
    const state = signal<LifecycleState>(IDLE_STATE);
    const interviewId = signal<string | null>(null);
    let { respondent } = settings;
    const session = createSession(settings.storedInterview, respondent);
    const conversation = createConversation({
      client,
      session,
      getRespondent: () => respondent,
      state,
      dispatch,
      applyView,
      isDisposed: () => isDisposed,
      loadDeferred,
    });
    const { messages } = conversation;
    let isDisposed = false;
    let resumedMessageCount = 0;
    /** A completion that was requested while the interview was still starting. */
    let pendingReason: Reason | null = null;

    /** Every change of the state goes through here. Returns whether the event was legal. */
    function dispatch(event: LifecycleEvent): boolean {
      const before = state.value;
      const after = transition(before, event);
      if (after === before) return false;
      if (after.phase === 'completed' || (after.phase === 'failed' && !after.failure.recoverable)) {
        session.clearStorage();
        conversation.release();
      }
      state.value = after;
      if (after.phase === 'failed' && after.failure.code === 'other_respondent') settings.onOtherRespondent?.();
      if (after.phase !== 'answering') conversation.clearProgress();
      // Abort only while a message is being sent: a stream that is aborted at its end shows as a
      // failed request in the host's developer tools.
      if (before.phase === 'answering' && (after.phase === 'completing' || after.phase === 'completed')) {
        conversation.abortSending();
      }
      return true;
    }

    function applyView(view: InterviewView): void {
      batch(() => {
        interviewId.value = view.interview_id;
        messages.value = view.messages;
        if (view.completed) {
          dispatch({ type: 'interview-completed', reason: view.completed.reason, completion: view.completed });
          return;
        }
        // Koji has not acknowledged the completion yet. Requesting another one returns the first
        // one's outcome.
        if (view.status === 'completed') pendingReason = 'manual';
        // A view from before the completion does not undo a completion that this page knows of.
        if (state.value.phase !== 'starting' && !isInterviewOpen(state.value)) return;
        session.applyTimes(view);
        session.save();
        if (view.status === 'concluded') dispatch({ type: 'interview-concluded' });
        else if (state.value.phase === 'starting') dispatch({ type: 'interview-started', question: view.question });
        else dispatch({ type: 'reply-received', question: view.question });
        if (pendingReason) void complete(pendingReason);
      });
    }

    /** The interview fails with whatever is thrown. Never rejects. */
    const failOnError = (action: Promise<unknown>): Promise<void> =>
      action.then(
        () => {},
        error => void dispatch({ type: 'interview-failed', failure: toFailure(error) }),
      );

    const startOrResume = (steal = false): Promise<void> =>
      failOnError(session.restore() ? resumeStored(steal) : startNew());

    async function resumeStored(steal: boolean): Promise<void> {
      const view = await conversation.claimAndLoad(steal);
      if (!view || isDisposed) return;
      resumedMessageCount = view.messages.length;
      applyView(view);
    }

    async function startNew(): Promise<void> {
      const { maxDuration } = settings;
      const { ticket, interview } = await startOrJoin(settings);
      session.ticket = ticket;
      session.endsAt.value = maxDuration === null ? null : getProxyTime(interview) + maxDuration;
      if (isDisposed) {
        // The widget mounted next resumes it, unless it has an interview already.
        if (!settings.storedInterview.read()) session.save();
        return;
      }
      applyView(interview);
      // Also loads the deferred code while the respondent types the first answer.
      void conversation.claimForTab();
    }

    async function start(): Promise<void> {
      const type = state.value.phase === 'consenting' ? 'consent-given' : 'start-requested';
      if (dispatch({ type })) await startOrResume();
    }

    async function complete(reason: Reason): Promise<void> {
      if (state.value.phase === 'starting') pendingReason ??= reason;
      else if (dispatch({ type: 'completion-requested', reason })) await sendCompletion(reason);
    }

    const sendCompletion = (reason: Reason): Promise<void> =>
      failOnError(
        loadDeferred().then(async ({ requestCompletion }) =>
          dispatch(await requestCompletion(client, session.ticket, reason)),
        ),
      );

    function retry(): void {
      if (!dispatch({ type: 'retry-requested' })) return;
      const now = state.value;
      void (now.phase === 'completing' ? sendCompletion(now.reason) : startOrResume());
    }

    const otherTicket = session.forgetOtherRespondent();
    // Where this fails, the lease completes the interview with the same reason.
    if (otherTicket) client.complete(otherTicket, { reason: 'respondent_left', final: true }).catch(() => {});
    effect(() => {
      if (state.value.phase === 'concluded') untracked(() => void complete('natural'));
    });
    effect(() => () => {
      isDisposed = true;
      conversation.release();
      conversation.abortSending();
    });

    return {
      state,
      messages,
      partialReply: conversation.partialReply,
      connectionTrouble: conversation.connectionTrouble,
      deadline: session.deadline,
      interviewId,
      question: computed(() => getOpenQuestion(state.value)),
      questionCount: computed(() => new Set(messages.value.flatMap(message => message.question?.id ?? [])).size),
      running: computed(() => {
        const completionReason = getUnacknowledgedReason(state.value);
        const isRunning = completionReason !== null || isInterviewOpen(state.value);
        return isRunning ? { ticket: session.ticket, completionReason } : null;
      }),
      hasStoredInterview: () => session.isStored(),
      resumedMessageCount: () => resumedMessageCount,
      setRespondent(next) {
        respondent = next;
        session.setRespondent(next);
        if (session.isStored()) session.save();
      },
      requestConsent: () => void dispatch({ type: 'consent-requested' }),
      declineConsent: () => void dispatch({ type: 'consent-declined' }),
      start,
      send: (content, answer) => conversation.send(content, answer),
      complete,
      retry,
      takeOver() {
        if (dispatch({ type: 'takeover-requested' })) void startOrResume(true);
      },
      resume: () => conversation.resume(),
    };
  },
);
