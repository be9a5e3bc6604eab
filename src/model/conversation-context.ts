import type { ReadonlySignal, Signal } from '@preact/signals';
import type { Failure } from '../interview/failures.ts';
import type { LifecycleEvent, LifecycleState } from '../interview/lifecycle.ts';
import type { Answer } from '../interview/questions.ts';
import type { Respondent } from '../interview/respondent.ts';
import type { Message } from '../interview/transcript.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';
import type { ConnectionTrouble } from './interview.ts';
import type { Session } from './session.ts';

/** The visible part of a conversation. The members are described at `Interview`. */
export interface ConversationSignals {
  messages: Signal<readonly Message[]>;
  partialReply: Signal<string | null>;
  connectionTrouble: Signal<ConnectionTrouble | null>;
}

/** What the actions of a conversation read and change. */
export interface ConversationContext {
  client: ProxyClient;
  session: Session;
  /** Who is interviewed now, as the page knows. */
  getRespondent(): Respondent | undefined;
  conversation: ConversationSignals;
  state: ReadonlySignal<LifecycleState>;
  /** Applies an event to the state. Returns whether it was legal. */
  dispatch(event: LifecycleEvent): boolean;
  /** Replaces what this page knows by what the proxy says. */
  applyView(view: InterviewView): void;
  isDisposed(): boolean;
}

/** The actions of a conversation. Their code is loaded after the first question is shown. */
export interface ConversationActions {
  /**
   * Claims the interview for this tab. `steal` takes it from the tab that has it. Returns whether
   * this tab has it.
   */
  claimForTab(steal?: boolean): Promise<boolean>;
  /** Claims the interview for this tab and loads it. Returns `null` when another tab runs it. */
  claimAndLoad(steal: boolean): Promise<InterviewView | null>;
  /**
   * Sends a message, as `Interview.send` does.
   *
   * @param before the messages before this one
   * @param signal gives the message up: the result is `null`, and nothing is changed any more
   */
  send(
    before: readonly Message[],
    content: string,
    answer: Answer | undefined,
    signal: AbortSignal,
  ): Promise<Failure | null>;
  /** See `Interview.resume`. */
  resume(): Promise<boolean>;
  /** Lets other tabs claim the interview. */
  release(): void;
}
