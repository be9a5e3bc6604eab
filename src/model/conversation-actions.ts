import { batch } from '@preact/signals';
import type { Failure } from '../interview/failures.ts';
import type { Answer } from '../interview/questions.ts';
import type { Message } from '../interview/transcript.ts';
import { createPageReport } from '../page/report-sequence.ts';
import type { ReplyDone } from '../wire/messages.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';
import type { ConversationActions, ConversationContext } from './conversation-context.ts';
import { isInterviewLost } from './interview-lost.ts';
import { sendMessage } from './send-message.ts';
import { createTabClaim } from './tab-claim.ts';
import { toFailure } from './to-failure.ts';
import { forgetUnsentMessage, getUnsentMessageId } from './unsent-message.ts';

export function createConversationActions(context: ConversationContext): ConversationActions {
  const { client, session, conversation, state, dispatch, applyView, getRespondent } = context;
  const { messages } = conversation;
  const { claim, release } = createTabClaim(context);

  function loadView(): Promise<InterviewView> {
    const respondent = getRespondent();
    return client.resume(session.ticket, { ...createPageReport(), ...(respondent && { respondent }) });
  }

  function appendReply({ message_id, content, question, interview_status }: ReplyDone): void {
    batch(() => {
      messages.value = [...messages.value, { message_id, role: 'interviewer', content, ...(question && { question }) }];
      dispatch(
        interview_status === 'concluded' ? { type: 'interview-concluded' } : { type: 'reply-received', question },
      );
    });
  }

  async function send(
    before: readonly Message[],
    content: string,
    answer: Answer | undefined,
    signal: AbortSignal,
  ): Promise<Failure | null> {
    const id = getUnsentMessageId(session, content, answer);
    messages.value = [...before, { message_id: id, role: 'respondent', content, ...(answer && { answer }) }];
    try {
      const body = { content, client_message_id: id, ...(answer && { answer: protectFromToJson(answer) }) };
      const reply = await sendMessage(client, session.ticket, body, conversation, signal);
      if (!signal.aborted) appendReply(reply);
      forgetUnsentMessage(session);
      return null;
    } catch (error) {
      if (signal.aborted) return null;
      const failure = toFailure(error);
      // The proxy knows whether the message has become part of the interview.
      const canAsk = !isInterviewLost(failure) && state.value.phase !== 'in_other_tab';
      const view = canAsk ? await loadView().catch(() => null) : null;
      return signal.aborted ? null : takeBack(failure, before, content, view);
    }
  }

  /**
   * Removes a message that failed, unless the proxy's view contains it. Returns what `send`
   * returns.
   */
  function takeBack(
    failure: Failure,
    before: readonly Message[],
    content: string,
    view: InterviewView | null,
  ): Failure | null {
    const hasArrived = view?.messages[before.length]?.content === content;
    batch(() => {
      messages.value = before;
      dispatch(isInterviewLost(failure) ? { type: 'interview-failed', failure } : { type: 'message-failed' });
      if (view) applyView(view);
    });
    if (hasArrived) forgetUnsentMessage(session);
    return hasArrived || view?.status === 'completed' ? null : failure;
  }

  async function resume(): Promise<boolean> {
    try {
      if (!(await claim())) return true;
      const before = messages.value;
      const view = await loadView();
      // A message being sent recovers by itself, and a view from before the last message would
      // remove it.
      const isCurrent = state.value.phase !== 'answering' && messages.value === before;
      if (isCurrent || view.status === 'completed') applyView(view);
      return isCurrent;
    } catch (error) {
      const failure = toFailure(error);
      if (isInterviewLost(failure)) dispatch({ type: 'interview-failed', failure });
      return false;
    }
  }

  return {
    claimForTab: claim,
    claimAndLoad: async steal => ((await claim(steal)) ? loadView() : null),
    send,
    resume,
    release,
  };
}

/**
 * Some pages still load Prototype.js, whose `Array.prototype.toJSON` turns lists into strings. A
 * list with its own `toJSON` property is left alone.
 */
function protectFromToJson({ value, ...answer }: Answer): Answer {
  const safeValue = Array.isArray(value) ? Object.defineProperty([...value], 'toJSON', { value: undefined }) : value;
  return { ...answer, value: safeValue };
}
