import { batch, computed, createModel, effect, type ModelConstructor, signal, untracked } from '@preact/signals';
import type { Reason } from '../interview/completion.ts';
import { getEarlierEnd } from '../interview/deadline.ts';
import {
  getOpenQuestion,
  getUnacknowledgedReason,
  IDLE_STATE,
  isInterviewOpen,
  type LifecycleEvent,
  type LifecycleState,
  transition,
} from '../interview/lifecycle.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { StoredRecord } from '../page/storage.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';
import { createConversation } from './conversation.ts';
import type { Interview } from './interview.ts';
import { createSession, type StoredInterview } from './session.ts';
import { startOrJoin } from './shared-start.ts';
import { isInterviewLost, toFailure } from './to-failure.ts';

/** The code needed only after the first question is shown. */
export type DeferredModel = typeof import('./deferred.ts');

export interface InterviewSettings {
  client: ProxyClient;
  storedInterview: StoredRecord<StoredInterview>;
  /**
   * Identifies the interview in this page. Two models of the same name share a start that is under
   * way.
   */
  name: string;
  study: string | undefined;
  /** BCP 47. */
  locale: string | undefined;
  respondent: Respondent | undefined;
  /** Loads the deferred code. Rejects with an `InterviewError` when it cannot be loaded. */
  loadDeferred(): Promise<DeferredModel>;
  /**
   * The page's time limit in milliseconds; `null` for none. The proxy may have one too: the earlier
   * one counts.
   */
  maxDuration: number | null;
}

/** An interview as a model. It knows the proxy and the rules, not the screen. */
export const InterviewModel: ModelConstructor<Interview, [settings: InterviewSettings]> = createModel(
  (settings: InterviewSettings): Interview => {
    const { client, loadDeferred } = settings;
    const state = signal<LifecycleState>(IDLE_STATE);
    const interviewId = signal<string | null>(null);
    const session = createSession(settings.storedInterview);
    const conversation = createConversation({
      client,
      session,
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
    let reasonAfterStart: Reason | null = null;

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
        if (view.status === 'completed') reasonAfterStart = 'manual';
        // A view from before the completion does not undo a completion that this page knows of.
        if (state.value.phase !== 'starting' && !isInterviewOpen(state.value)) return;
        const proxyEndsAt = view.ends_at === null ? null : Date.parse(view.ends_at);
        session.endsAt.value = getEarlierEnd(session.endsAt.value, proxyEndsAt);
        session.save();
        if (view.status === 'concluded') dispatch({ type: 'interview-concluded' });
        else if (state.value.phase === 'starting') dispatch({ type: 'interview-started', question: view.question });
        else dispatch({ type: 'reply-received', question: view.question });
        if (reasonAfterStart) void complete(reasonAfterStart);
      });
    }

    async function startOrResume(steal = false): Promise<void> {
      try {
        if (session.restore()) await resumeStored(steal);
        else await startNew();
      } catch (error) {
        dispatch({ type: 'interview-failed', failure: toFailure(error) });
      }
    }

    async function resumeStored(steal: boolean): Promise<void> {
      const view = await conversation.claimAndLoad(steal);
      if (!view || isDisposed) return;
      resumedMessageCount = view.messages.length;
      applyView(view);
    }

    async function startNew(): Promise<void> {
      const { name, study, locale, respondent, maxDuration } = settings;
      const startedAt = Date.now();
      const { ticket, interview } = await startOrJoin(client, name, {
        ...(study && { study }),
        ...(locale && { locale }),
        ...(respondent && { respondent }),
      });
      session.ticket = ticket;
      session.endsAt.value = maxDuration === null ? null : startedAt + maxDuration;
      if (isDisposed) {
        // The widget mounted next resumes it.
        session.save();
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
      if (state.value.phase === 'starting') reasonAfterStart ??= reason;
      else if (dispatch({ type: 'completion-requested', reason })) await requestCompletion(reason);
    }

    async function requestCompletion(reason: Reason): Promise<void> {
      try {
        const response = await client.complete(session.ticket, {
          reason,
          ...(reason === 'respondent_left' && { final: true }),
        });
        const completion = response.status === 'completed' ? response : null;
        dispatch({ type: 'interview-completed', reason: completion?.reason ?? reason, completion });
      } catch (error) {
        const failure = toFailure(error);
        // A ticket that is no longer valid has outlived its interview: the lease has completed it.
        if (isInterviewLost(failure)) dispatch({ type: 'interview-completed', reason, completion: null });
        else dispatch({ type: 'interview-failed', failure });
      }
    }

    function retry(): void {
      if (!dispatch({ type: 'retry-requested' })) return;
      const now = state.value;
      void (now.phase === 'completing' ? requestCompletion(now.reason) : startOrResume());
    }

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
      endsAt: session.endsAt,
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
