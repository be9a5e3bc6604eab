import { signal } from '@preact/signals';
import type { Failure } from '../interview/failures.ts';
import type { Answer } from '../interview/questions.ts';
import type { Message } from '../interview/transcript.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';
import type { ConversationActions, ConversationContext, ConversationSignals } from './conversation-context.ts';
import type { ConnectionTrouble } from './interview.ts';
import { toFailure } from './to-failure.ts';

export interface ConversationOptions extends Omit<ConversationContext, 'conversation'> {
  /** Loads the code of the actions. Rejects with an `InterviewError`. */
  loadDeferred(): Promise<{ createConversationActions(context: ConversationContext): ConversationActions }>;
}

/** A conversation and its actions, which load their code when they are first called. */
export interface Conversation extends ConversationSignals {
  /**
   * See `Interview.send`. The message is shown at once, even while the code that sends it is
   * loading.
   */
  send(content: string, answer?: Answer): Promise<Failure | null>;
  /** Gives up the message that is being sent. */
  abortSending(): void;
  /** Discards the partial reply and any connection trouble. */
  clearProgress(): void;
  /** Claims the interview for this tab, and loads it. Rejects when it cannot be loaded. */
  claimAndLoad(steal: boolean): Promise<InterviewView | null>;
  /** Claims a new interview for this tab. Never rejects. */
  claimForTab(): Promise<void>;
  /** See `Interview.resume`. */
  resume(): Promise<boolean>;
  /** Lets other tabs claim the interview. */
  release(): void;
}

export function createConversation({ loadDeferred, ...context }: ConversationOptions): Conversation {
  const { dispatch } = context;
  const messages = signal<readonly Message[]>([]);
  const partialReply = signal<string | null>(null);
  const connectionTrouble = signal<ConnectionTrouble | null>(null);
  const signals: ConversationSignals = { messages, partialReply, connectionTrouble };
  let actions: ConversationActions | null = null;
  let sending = new AbortController();

  /** Rejects when the code cannot be loaded; the next call tries again. */
  async function loadActions(): Promise<ConversationActions> {
    const { createConversationActions } = await loadDeferred();
    actions ??= createConversationActions({ ...context, conversation: signals });
    return actions;
  }

  /** Runs an action once its code is loaded; resolves with false when it cannot be loaded. */
  const whenLoaded = (run: (loaded: ConversationActions) => Promise<boolean>) => loadActions().then(run, () => false);

  return {
    ...signals,
    async send(content, answer) {
      if (!dispatch({ type: 'message-sent' })) return null;
      const before = messages.value;
      messages.value = [...before, { message_id: '', role: 'respondent', content, ...(answer && { answer }) }];
      sending = new AbortController();
      try {
        const { send } = await loadActions();
        return await send(before, content, answer, sending.signal);
      } catch (error) {
        messages.value = before;
        dispatch({ type: 'message-failed' });
        return toFailure(error);
      }
    },
    abortSending: () => sending.abort(),
    clearProgress() {
      partialReply.value = null;
      connectionTrouble.value = null;
    },
    claimAndLoad: async steal => (await loadActions()).claimAndLoad(steal),
    async claimForTab() {
      await whenLoaded(({ claimForTab }) => claimForTab());
    },
    resume: () => whenLoaded(({ resume }) => resume()),
    release: () => actions?.release(),
  };
}
