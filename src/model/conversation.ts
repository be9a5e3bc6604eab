import { batch, type Signal } from '@preact/signals';
import type { Failure } from '../interview/failures.ts';
import type { LifecycleEvent, LifecycleState } from '../interview/lifecycle.ts';
import type { Answer } from '../interview/questions.ts';
import type { Message } from '../interview/transcript.ts';
import { createPageReport } from '../page/report-sequence.ts';
import { createTabLock, type TabLock } from '../page/tab-lock.ts';
import { createUuid } from '../page/uuid.ts';
import type { ReplyDone } from '../wire/messages.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';
import { type ConnectionTrouble, sendMessage } from './send-message.ts';
import { isInterviewLost, toFailure } from './to-failure.ts';

/** What the talk may look at and change of its interview. */
export interface ConversationContext {
  client: ProxyClient;
  state: Signal<LifecycleState>;
  messages: Signal<readonly Message[]>;
  partialReply: Signal<string | null>;
  connectionTrouble: Signal<ConnectionTrouble | null>;
  /** What is remembered of it, to be written by `remember` after a change. */
  record: { ticket: string; unsentMessage: { id: string; key: string } | null };
  /** Whether there is an interview in this browser to take up again. */
  hasStoredInterview(): boolean;
  remember(): void;
  dispatch(event: LifecycleEvent): boolean;
  /** Believes a view of the server's. */
  adopt(view: InterviewView): void;
  isDisposed(): boolean;
}

/** What goes on in an interview that has begun; the code for it comes while the first answer is being typed. */
export interface ConversationActions {
  /** Makes sure that no other tab runs this interview; where one does, it is theirs, unless it is taken from them. */
  take(steal?: boolean): Promise<boolean>;
  /** Takes a remembered interview up: as it stands on the server, or null where another tab runs it. */
  takeUp(steal: boolean): Promise<InterviewView | null>;
  /** Sends a message that is shown already, after those of `before`. Never rejects; resolves as `Interview.send` does. */
  send(
    before: readonly Message[],
    content: string,
    answer: Answer | undefined,
    signal: AbortSignal,
  ): Promise<Failure | null>;
  /** As `Interview.resume`. */
  resume(): Promise<void>;
  /** Lets other tabs have it. */
  release(): void;
}

/** Some pages still have Prototype.js, whose `Array.prototype.toJSON` makes strings of lists: a list with a `toJSON` of its own is spared. */
const plain = ({ value, ...answer }: Answer): Answer => ({
  ...answer,
  value: Array.isArray(value) ? Object.defineProperty([...value], 'toJSON', { value: undefined }) : value,
});

export function createConversation(inside: ConversationContext): ConversationActions {
  const { client, state, messages, partialReply, connectionTrouble, record, dispatch, adopt } = inside;
  let lock: TabLock | null = null;

  const look = () => client.resume(record.ticket, createPageReport());

  async function take(steal = false): Promise<boolean> {
    // A ticket ends in its seal, which no other one has.
    lock ??= createTabLock(`koji:${record.ticket.slice(-22)}`, () => dispatch({ type: 'found-in-other-tab' }));
    const isTaken = await lock.take(steal);
    if (inside.isDisposed()) lock.release();
    if (!isTaken) dispatch({ type: 'found-in-other-tab' });
    return isTaken;
  }

  /** The same words again go under the same id, so that they are stored once, however often they are sent. */
  function idOf(content: string, answer?: Answer): string {
    const key = JSON.stringify([content, answer]);
    if (record.unsentMessage?.key !== key) {
      record.unsentMessage = { id: createUuid(), key };
      inside.remember();
    }
    return record.unsentMessage.id;
  }

  function arrive(): void {
    record.unsentMessage = null;
    if (inside.hasStoredInterview()) inside.remember();
  }

  function receive({ message_id, content, question, interview_status }: ReplyDone): void {
    batch(() => {
      messages.value = [...messages.value, { message_id, role: 'interviewer', content, ...(question && { question }) }];
      dispatch(
        interview_status === 'concluded' ? { type: 'interview-concluded' } : { type: 'reply-received', question },
      );
    });
  }

  return {
    take,
    takeUp: async steal => ((await take(steal)) ? look() : null),
    async send(before, content, answer, signal) {
      const id = idOf(content, answer);
      // Put where a repaired or repeated message will stand.
      messages.value = [...before, { message_id: id, role: 'respondent', content, ...(answer && { answer }) }];
      try {
        const body = { content, client_message_id: id, ...(answer && { answer: plain(answer) }) };
        const done = await sendMessage(client, record.ticket, body, { partialReply, connectionTrouble, signal });
        if (!signal.aborted) receive(done);
        arrive();
      } catch (error) {
        if (signal.aborted) return null;
        const met = toFailure(error);
        // Whatever went wrong, the server knows whether the message has become part of the interview.
        const view =
          isInterviewLost(met) || state.value.phase === 'in_other_tab' ? null : await look().catch(() => null);
        if (signal.aborted) return null;
        const arrived = view?.messages[before.length]?.content === content;
        batch(() => {
          messages.value = before;
          dispatch(isInterviewLost(met) ? { type: 'interview-failed', failure: met } : { type: 'message-failed' });
          if (view) adopt(view);
        });
        if (arrived) arrive();
        return arrived || view?.status === 'completed' ? null : met;
      }
      return null;
    },
    async resume() {
      try {
        if (!(await take())) return;
        const before = messages.value;
        const view = await look();
        // A message under way repairs itself, and a view from before the last one would take it back.
        if ((state.value.phase !== 'answering' && messages.value === before) || view.status === 'completed')
          adopt(view);
      } catch (error) {
        const met = toFailure(error);
        if (isInterviewLost(met)) dispatch({ type: 'interview-failed', failure: met });
      }
    },
    release: () => lock?.release(),
  };
}
