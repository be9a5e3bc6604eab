import { batch, computed, createModel, effect, type ReadonlySignal, signal, untracked } from '@preact/signals';
import type { Completion, Reason } from '../interview/completion.ts';
import { getEarlierEnd } from '../interview/deadline.ts';
import type { Failure } from '../interview/failures.ts';
import {
  getOpenQuestion,
  IDLE_STATE,
  isInterviewOpen,
  type LifecycleEvent,
  type LifecycleState,
  transition,
} from '../interview/lifecycle.ts';
import type { Answer, Question } from '../interview/questions.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { Message } from '../interview/transcript.ts';
import type { StoredRecord } from '../page/storage.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import type { InterviewView, ProxyStartResponse } from '../wire/proxy-contract.ts';
import type { ConversationActions, ConversationContext } from './conversation.ts';
import type { ConnectionTrouble } from './send-message.ts';
import { isInterviewLost, toFailure } from './to-failure.ts';

/** What this browser keeps of a running interview, so that it can be taken up again. */
export interface StoredInterview {
  ticket: string;
  /** Epoch milliseconds of the page's own limit; null without one. */
  endsAt: number | null;
  /** The message that is not known to have arrived; the same words again go under its id. */
  unsentMessage: { id: string; key: string } | null;
}

export type DeferredModel = typeof import('./deferred.ts');

export interface InterviewSettings {
  client: ProxyClient;
  storedInterview: StoredRecord<StoredInterview>;
  /** What one interview at a time goes by in this page, such as the name of its record in the storage. */
  name: string;
  study: string | undefined;
  locale: string | undefined;
  respondent: Respondent | undefined;
  /** Brings what is needed once the first question stands; rejects with an `InterviewError` where it can't be had. */
  loadDeferred(): Promise<DeferredModel>;
  /** The page's own limit in milliseconds; null for none. The proxy may have one too; the earlier ends the interview. */
  maxDuration: number | null;
}

export interface Interview {
  state: ReadonlySignal<LifecycleState>;
  /** Finished messages, oldest first. */
  messages: ReadonlySignal<readonly Message[]>;
  /** The reply that is being written, as far as it has come; null when none is. */
  partialReply: ReadonlySignal<string | null>;
  question: ReadonlySignal<Question | null>;
  /** How many of the interviewer's questions there have been. */
  questionCount: ReadonlySignal<number>;
  /** When the interview ends by itself, epoch milliseconds. */
  endsAt: ReadonlySignal<number | null>;
  /** Why the message on its way is not through yet. */
  connectionTrouble: ReadonlySignal<ConnectionTrouble | null>;
  interviewId: ReadonlySignal<string | null>;
  /** Whether there is an interview in this browser to take up again. */
  hasStoredInterview(): boolean;
  /** How many messages there were when this one was taken up again; 0 where it was started here. */
  resumedMessageCount(): number;
  requestConsent(): void;
  declineConsent(): void;
  /** Starts, or takes up the remembered interview. Never rejects: how it went is in `state`. */
  start(): Promise<void>;
  /** Sends a message. Resolves with null when it is part of the interview (or that is over), else with what went wrong. */
  send(content: string, answer?: Answer): Promise<Failure | null>;
  /** Completes: once, whoever asks first. Later calls change nothing. */
  complete(reason: Reason): Promise<void>;
  retry(): void;
  /** Takes the interview from the tab that runs it. */
  takeOver(): void;
  /** Asks the server how things stand and believes it; takes back a leave that this page has reported. */
  resume(): Promise<void>;
  /** The ticket, while there is an interview that can be completed. */
  running: ReadonlySignal<{ ticket: string; completing: Reason | null } | null>;
}

/** One interview: where it is, what was said, and the actions that move it. Knows the network and the rules, not the screen. */
export const InterviewModel = createModel((settings: InterviewSettings): Interview => {
  const { client, storedInterview } = settings;
  const state = signal<LifecycleState>(IDLE_STATE);
  const messages = signal<readonly Message[]>([]);
  const partialReply = signal<string | null>(null);
  const connectionTrouble = signal<ConnectionTrouble | null>(null);
  const endsAt = signal<number | null>(null);
  const interviewId = signal<string | null>(null);
  const record: ConversationContext['record'] = { ticket: '', unsentMessage: null };
  let isDisposed = false;
  /** A completion that was asked for before there was an interview to complete. */
  let wanted: Reason | null = null;
  let resumedWith = 0;
  let sending = new AbortController();
  let talk: ConversationActions | null = null;

  /** Every change passes here. Says whether the move was legal and has been made. */
  function dispatch(event: LifecycleEvent): boolean {
    const next = transition(state.value, event);
    if (next === state.value) return false;
    const wasAnswering = state.value.phase === 'answering';
    if (next.phase === 'completed' || (next.phase === 'failed' && !next.failure.recoverable)) {
      storedInterview.clear();
      talk?.release();
    }
    state.value = next;
    if (next.phase !== 'answering') {
      partialReply.value = null;
      connectionTrouble.value = null;
    }
    // Only a message under way is given up: a stream cut at its end would show as a failed request in the host's tools.
    if (wasAnswering && (next.phase === 'completing' || next.phase === 'completed')) sending.abort();
    return true;
  }

  function adopt(view: InterviewView): void {
    batch(() => {
      interviewId.value = view.interview_id;
      messages.value = view.messages;
      if (view.completed) {
        dispatch({ type: 'interview-completed', reason: view.completed.reason, completion: view.completed });
        return;
      }
      // An end that Koji has not acknowledged yet: asking for one more tells how it stands, since the first reason wins.
      if (view.status === 'completed') wanted = 'manual';
      // An end that this page knows of is not taken back by a view from before it.
      if (state.value.phase !== 'starting' && !isInterviewOpen(state.value)) return;
      const proxyLimit = view.ends_at === null ? null : Date.parse(view.ends_at);
      endsAt.value = getEarlierEnd(endsAt.value, proxyLimit);
      remember();
      if (view.status === 'concluded') dispatch({ type: 'interview-concluded' });
      else if (state.value.phase === 'starting') dispatch({ type: 'interview-started', question: view.question });
      else dispatch({ type: 'reply-received', question: view.question });
      if (wanted) void complete(wanted);
    });
  }

  effect(() => {
    if (state.value.phase === 'concluded') untracked(() => void complete('natural'));
  });

  const remember = () => storedInterview.write({ ...record, endsAt: endsAt.value });
  const hasStoredInterview = () => storedInterview.read() !== null;

  /** Rejects where its code can't be had; the next call tries again. */
  async function loadTalk(): Promise<ConversationActions> {
    const { createConversation } = await settings.loadDeferred();
    talk ??= createConversation({
      client,
      state,
      messages,
      partialReply,
      connectionTrouble,
      record,
      hasStoredInterview,
      remember,
      dispatch,
      adopt,
      isDisposed: () => isDisposed,
    });
    return talk;
  }

  const whenLoaded = (act: (talk: ConversationActions) => unknown) => loadTalk().then(act, () => {});

  async function begin(steal = false): Promise<void> {
    try {
      // What this page knows is not changed by what another tab has ended or begun since.
      const remembered = record.ticket ? { ...record, endsAt: endsAt.value } : storedInterview.read();
      if (remembered) {
        record.ticket = remembered.ticket;
        record.unsentMessage = remembered.unsentMessage;
        endsAt.value = remembered.endsAt;
        const view = await (await loadTalk()).takeUp(steal);
        if (!view || isDisposed) return;
        resumedWith = view.messages.length;
        adopt(view);
      } else {
        const begun = Date.now();
        const started = await startOnce();
        record.ticket = started.ticket;
        endsAt.value = settings.maxDuration === null ? null : begun + settings.maxDuration;
        // Taken down meanwhile: whoever is put up next takes this one up.
        if (isDisposed) remember();
        else adopt(started.interview);
        // The code for what comes now comes while the first answer is being typed.
        if (!isDisposed) void whenLoaded(begun => begun.take());
      }
    } catch (error) {
      dispatch({ type: 'interview-failed', failure: toFailure(error) });
    }
  }

  /** A widget that is put up while another's start is on its way, as frameworks do in development, shares that start. */
  function startOnce(): Promise<ProxyStartResponse> {
    const { name, study, locale, respondent } = settings;
    const started =
      starts.get(name) ??
      client
        .start({ ...(study && { study }), ...(locale && { locale }), ...(respondent && { respondent }) })
        .finally(() => starts.delete(name));
    starts.set(name, started);
    return started;
  }

  async function start(): Promise<void> {
    if (dispatch({ type: state.value.phase === 'consenting' ? 'consent-given' : 'start-requested' })) await begin();
  }

  async function send(content: string, answer?: Answer): Promise<Failure | null> {
    if (!dispatch({ type: 'message-sent' })) return null;
    const before = messages.value;
    // Seen at once, also while the code that sends it is still on its way.
    messages.value = [...before, { message_id: '', role: 'respondent', content, ...(answer && { answer }) }];
    sending = new AbortController();
    try {
      return await (await loadTalk()).send(before, content, answer, sending.signal);
    } catch (error) {
      messages.value = before;
      dispatch({ type: 'message-failed' });
      return toFailure(error);
    }
  }

  async function complete(reason: Reason): Promise<void> {
    if (state.value.phase === 'starting') wanted ??= reason;
    else if (dispatch({ type: 'completion-requested', reason })) await finish(reason);
  }

  async function finish(reason: Reason): Promise<void> {
    try {
      const done = await client.complete(record.ticket, {
        reason,
        ...(reason === 'respondent_left' && { final: true }),
      });
      const completion: Completion | null = done.status === 'completed' ? done : null;
      dispatch({ type: 'interview-completed', reason: completion?.reason ?? reason, completion });
    } catch (error) {
      const met = toFailure(error);
      // A ticket that is no longer good has outlived its interview: the proxy's lease has completed it meanwhile.
      if (isInterviewLost(met)) dispatch({ type: 'interview-completed', reason, completion: null });
      else dispatch({ type: 'interview-failed', failure: met });
    }
  }

  function retry(): void {
    if (!dispatch({ type: 'retry-requested' })) return;
    const now = state.value;
    void (now.phase === 'completing' ? finish(now.reason) : begin());
  }

  effect(() => () => {
    isDisposed = true;
    talk?.release();
    sending.abort();
  });

  return {
    state,
    messages,
    partialReply,
    connectionTrouble,
    endsAt,
    interviewId,
    question: computed(() => getOpenQuestion(state.value)),
    questionCount: computed(() => new Set(messages.value.flatMap(message => message.question?.id ?? [])).size),
    hasStoredInterview,
    resumedMessageCount: () => resumedWith,
    requestConsent: () => void dispatch({ type: 'consent-requested' }),
    declineConsent: () => void dispatch({ type: 'consent-declined' }),
    start,
    send,
    complete,
    resume: async () => void (await whenLoaded(begun => begun.resume())),
    retry,
    takeOver() {
      if (dispatch({ type: 'takeover-requested' })) void begin(true);
    },
    running: computed(() => {
      const now = state.value;
      const completing = now.phase === 'completing' ? now.reason : unreportedEnd(now);
      return completing || isInterviewOpen(now) ? { ticket: record.ticket, completing } : null;
    }),
  };
});

/** Starts that are on their way, by the name of their interview. */
const starts = new Map<string, Promise<ProxyStartResponse>>();

/** The reason of an end that has not been reported, and still can be. */
const unreportedEnd = (state: LifecycleState): Reason | null =>
  state.phase === 'failed' && state.failure.recoverable ? state.reason : null;
