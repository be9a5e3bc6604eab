import { batch, computed, createModel, effect, type ReadonlySignal, signal } from '@preact/signals-core';
import type { Completion, Reason } from '../interview/completion.ts';
import { earlier } from '../interview/deadline.ts';
import { type Failure, failure } from '../interview/failures.ts';
import { type Event, IDLE, isOpen, move, questionOf, type State } from '../interview/lifecycle.ts';
import type { Answer, Question } from '../interview/questions.ts';
import type { Message } from '../interview/transcript.ts';
import type { Memory } from '../page/memory.ts';
import { whenOnline } from '../page/online.ts';
import { nextReport } from '../page/page-load.ts';
import type { TabLock } from '../page/tab-lock.ts';
import { uuid } from '../page/uuid.ts';
import { InterviewError } from '../wire/interview-error.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import type { InterviewView, ProxyStarted, ReplyDone, Respondent } from '../wire/shapes.ts';
import { loadLater } from './load-later.ts';

/** What this browser keeps of a running interview, so that it can be taken up again. */
export interface Remembered {
  ticket: string;
  /** Epoch milliseconds of the page's own limit; null without one. */
  endsAt: number | null;
  /** The message that is not known to have arrived; the same words again go under its id. */
  unsent?: { id: string; key: string } | null;
}

export interface InterviewSettings {
  client: ProxyClient;
  memory: Memory<Remembered>;
  /** What one interview at a time goes by in this page, such as the name of its memory. */
  name: string;
  study: string | undefined;
  locale: string | undefined;
  respondent: Respondent | undefined;
  /** The page's own limit in milliseconds; null for none. The proxy may have one too; the earlier ends the interview. */
  maxDuration: number | null;
}

export interface Interview {
  state: ReadonlySignal<State>;
  /** Finished messages, oldest first. */
  messages: ReadonlySignal<readonly Message[]>;
  /** The reply that is being written, as far as it has come; null when none is. */
  reply: ReadonlySignal<string | null>;
  question: ReadonlySignal<Question | null>;
  /** How many of the interviewer's questions there have been. */
  asked: ReadonlySignal<number>;
  /** When the interview ends by itself, epoch milliseconds. */
  endsAt: ReadonlySignal<number | null>;
  /** Whether a message waits for the network. */
  waiting: ReadonlySignal<boolean>;
  interviewId: ReadonlySignal<string | null>;
  /** Whether there is an interview in this browser to take up again. */
  remembered(): boolean;
  /** Whether this one was taken up again, rather than started here. */
  isResumed(): boolean;
  askConsent(): void;
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
  /** Tells the proxy that the page is in sight. */
  beat(): void;
  /** The ticket, while there is an interview that can be completed. */
  openTicket: ReadonlySignal<{ ticket: string; completing: Reason | null } | null>;
}

/** One interview: where it is, what was said, and the actions that move it. Knows the network and the rules, not the screen. */
export const InterviewModel = createModel((settings: InterviewSettings): Interview => {
  const { client, memory } = settings;
  const state = signal<State>(IDLE);
  const messages = signal<readonly Message[]>([]);
  const reply = signal<string | null>(null);
  const waiting = signal(false);
  const endsAt = signal<number | null>(null);
  const interviewId = signal<string | null>(null);
  let ticket = '';
  let isDisposed = false;
  /** A completion that was asked for before there was an interview to complete. */
  let wanted: Reason | null = null;
  let isResumed = false;
  let sending = new AbortController();
  let unsent: Remembered['unsent'] = null;
  let lock: TabLock | null = null;

  /** Every change passes here. Says whether the move was legal and has been made. */
  function dispatch(event: Event): boolean {
    const next = move(state.value, event);
    if (next === state.value) return false;
    const wasAnswering = state.value.phase === 'answering';
    if (next.phase === 'completed' || (next.phase === 'failed' && !next.failure.recoverable)) {
      memory.forget();
      lock?.release();
    }
    state.value = next;
    if (next.phase !== 'answering') {
      reply.value = null;
      waiting.value = false;
    }
    // Only a message under way is given up: a stream cut at its end would show as a failed request in the host's tools.
    if (wasAnswering && (next.phase === 'completing' || next.phase === 'completed')) sending.abort();
    return true;
  }

  const meet = (error: unknown): Failure =>
    error instanceof InterviewError ? error.failure : failure('bad_answer', String(error));

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
      if (state.value.phase !== 'starting' && !isOpen(state.value)) return;
      const proxyLimit = view.ends_at === null ? null : Date.parse(view.ends_at);
      endsAt.value = earlier(endsAt.value, proxyLimit);
      remember();
      if (view.status === 'concluded') dispatch({ type: 'interview-concluded' });
      else if (state.value.phase === 'starting') dispatch({ type: 'interview-started', question: view.question });
      else dispatch({ type: 'reply-received', question: view.question });
    });
    if (wanted) void complete(wanted);
    finishWhenConcluded();
  }

  const remember = () => memory.write({ ticket, endsAt: endsAt.value, unsent });

  /** Whether no other tab runs this interview; where one does, it is theirs from now on. */
  async function isOurs(steal = false): Promise<boolean> {
    const { createTabLock } = await loadLater();
    // A ticket ends in its seal, which no other one has.
    lock ??= createTabLock(`koji:${ticket.slice(-22)}`, () => dispatch({ type: 'found-elsewhere' }));
    const isTaken = await lock.take(steal);
    if (isDisposed) lock.release();
    if (!isTaken) dispatch({ type: 'found-elsewhere' });
    return isTaken;
  }

  function finishWhenConcluded(): void {
    if (state.value.phase === 'concluded') void complete('natural');
  }

  function receive(done: ReplyDone): void {
    const { message_id, content, question } = done;
    batch(() => {
      messages.value = [...messages.value, { message_id, role: 'interviewer', content, ...(question && { question }) }];
      dispatch(
        done.interview_status === 'concluded' ? { type: 'interview-concluded' } : { type: 'reply-received', question },
      );
    });
    finishWhenConcluded();
  }

  async function begin(steal = false): Promise<void> {
    try {
      // What this page knows is not changed by what another tab has ended or begun since.
      const remembered = ticket ? { ticket, endsAt: endsAt.value, unsent } : memory.read();
      if (remembered) {
        ticket = remembered.ticket;
        isResumed = true;
        endsAt.value = remembered.endsAt;
        unsent = remembered.unsent;
        if (!(await isOurs(steal))) return;
        const view = await client.resume(ticket, nextReport());
        if (!isDisposed) adopt(view);
      } else {
        const begun = Date.now();
        const started = await startOnce();
        ticket = started.ticket;
        endsAt.value = settings.maxDuration === null ? null : begun + settings.maxDuration;
        // Taken down meanwhile: whoever is put up next takes this one up.
        if (isDisposed) remember();
        else adopt(started.interview);
        // The code for what comes now comes while the first answer is being typed.
        if (!isDisposed) isOurs().catch(() => {});
      }
    } catch (error) {
      dispatch({ type: 'failure-met', failure: meet(error) });
    }
  }

  /** A widget that is put up while another's start is on its way, as frameworks do in development, shares that start. */
  function startOnce(): Promise<ProxyStarted> {
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
    // Put where a repaired or repeated message will stand, so that it is seen at once.
    const id = idOf(content, answer);
    messages.value = [...before, { message_id: id, role: 'respondent', content, ...(answer && { answer }) }];
    sending = new AbortController();
    const { signal } = sending;
    try {
      waiting.value = navigator.onLine === false;
      await whenOnline(signal);
      const { sendMessage } = await loadLater();
      const body = { content, client_message_id: id, ...(answer && { answer }) };
      const done = await sendMessage(client, ticket, body, { reply, waiting, signal });
      if (!signal.aborted) receive(done);
      arrive();
    } catch (error) {
      if (signal.aborted) return null;
      const met = meet(error);
      // Whatever went wrong, the server knows whether the message has become part of the interview.
      const view =
        isLost(met) || state.value.phase === 'elsewhere'
          ? null
          : await client.resume(ticket, nextReport()).catch(() => null);
      if (signal.aborted) return null;
      const arrived = view?.messages[before.length]?.content === content;
      batch(() => {
        messages.value = before;
        dispatch(isLost(met) ? { type: 'failure-met', failure: met } : { type: 'message-returned' });
        if (view) adopt(view);
      });
      if (arrived) arrive();
      return arrived || view?.status === 'completed' ? null : met;
    }
    return null;
  }

  /** The same words again go under the same id, so that they are stored once, however often they are sent. */
  function idOf(content: string, answer?: Answer): string {
    const key = JSON.stringify([content, answer]);
    if (unsent?.key !== key) {
      unsent = { id: uuid(), key };
      remember();
    }
    return unsent.id;
  }

  function arrive(): void {
    unsent = null;
    if (memory.read()) remember();
  }

  async function complete(reason: Reason): Promise<void> {
    if (state.value.phase === 'starting') wanted ??= reason;
    else if (dispatch({ type: 'completion-requested', reason })) await finish(reason);
  }

  async function finish(reason: Reason): Promise<void> {
    try {
      const done = await client.complete(ticket, { reason, ...(reason === 'respondent_left' && { final: true }) });
      const completion: Completion | null = done.status === 'completed' ? done : null;
      dispatch({ type: 'interview-completed', reason: completion?.reason ?? reason, completion });
    } catch (error) {
      const met = meet(error);
      // A ticket that is no longer good has outlived its interview: the proxy's lease has completed it meanwhile.
      if (isLost(met)) dispatch({ type: 'interview-completed', reason, completion: null });
      else dispatch({ type: 'failure-met', failure: met });
    }
  }

  async function resume(): Promise<void> {
    try {
      if (!(await isOurs())) return;
      const before = messages.value;
      const view = await client.resume(ticket, nextReport());
      // A message under way repairs itself, and a view from before the last one would take it back.
      if ((state.value.phase !== 'answering' && messages.value === before) || view.status === 'completed') adopt(view);
    } catch (error) {
      const met = meet(error);
      if (isLost(met)) dispatch({ type: 'failure-met', failure: met });
    }
  }

  function retry(): void {
    if (!dispatch({ type: 'retry-chosen' })) return;
    const now = state.value;
    void (now.phase === 'completing' ? finish(now.reason) : begin());
  }

  effect(() => () => {
    isDisposed = true;
    lock?.release();
    sending.abort();
  });

  return {
    state,
    messages,
    reply,
    waiting,
    endsAt,
    interviewId,
    question: computed(() => questionOf(state.value)),
    asked: computed(() => new Set(messages.value.flatMap(message => message.question?.id ?? [])).size),
    remembered: () => memory.read() !== null,
    isResumed: () => isResumed,
    askConsent: () => void dispatch({ type: 'consent-asked' }),
    declineConsent: () => void dispatch({ type: 'consent-declined' }),
    start,
    send,
    complete,
    resume,
    retry,
    takeOver() {
      if (dispatch({ type: 'takeover-chosen' })) void begin(true);
    },
    beat: () => void client.heartbeat(ticket, { state: 'visible', ...nextReport() }).catch(() => {}),
    openTicket: computed(() => {
      const now = state.value;
      const completing = now.phase === 'completing' ? now.reason : unreportedEnd(now);
      return completing || isOpen(now) ? { ticket, completing } : null;
    }),
  };
});

/** Starts that are on their way, by the name of their interview. */
const starts = new Map<string, Promise<ProxyStarted>>();

/** The reason of an end that has not been reported, and still can be. */
const unreportedEnd = (state: State): Reason | null =>
  state.phase === 'failed' && state.failure.recoverable ? state.reason : null;

/** Failures after which this interview can't be gone on with in this page. */
const isLost = ({ code }: Failure): boolean =>
  code === 'ticket_invalid' || code === 'ticket_expired' || code === 'not_found';
