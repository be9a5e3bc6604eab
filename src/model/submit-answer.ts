import { batch, type Signal } from '@preact/signals';
import type { Failure } from '../interview/failures.ts';
import { type Answer, type AnswerValue, getInitialOrder } from '../interview/questions.ts';
import { formatAnswer, type YesNoTexts } from './format-answer.ts';
import type { Emit } from './host-events.ts';
import type { Interview } from './interview-model.ts';

/** A message on its way, the words in it that were typed, and how many messages there were before. */
export interface PendingMessage {
  content: string;
  answer?: Answer;
  typedText: string;
  messageCountBefore: number;
}

/** What sending may look at and change of its widget. */
export interface SubmitContext {
  interview: Interview;
  draft: Signal<string>;
  chosenValue: Signal<AnswerValue | undefined>;
  /** The message on its way; null when none is. */
  pendingMessage: Signal<PendingMessage | null>;
  /** Why the last message was not sent; null when all is well. */
  sendFailure: Signal<Failure | null>;
  emit: Emit;
  getYesNoTexts(): YesNoTexts;
}

/** Sends what was chosen and typed, as one message. */
export async function submitAnswer(saying: SubmitContext): Promise<void> {
  const { interview, draft, chosenValue } = saying;
  // Pressed twice while this code was on its way.
  if (interview.state.value.phase !== 'active') return;
  const question = interview.question.value;
  const typedText = draft.value.trim();
  // Send alone agrees with the order a ranking is asked in; words alone say nothing of it.
  const chosen = chosenValue.value ?? (typedText ? undefined : getInitialOrder(question));
  if (chosen === undefined && !typedText) return;
  const said = chosen === undefined || !question ? '' : formatAnswer(saying.getYesNoTexts(), question, chosen);
  const content = said && typedText ? `${said}\n\n${typedText}` : said || typedText;
  const answer = chosen === undefined || !question ? undefined : { question_id: question.id, value: chosen };
  draft.value = '';
  await deliver(saying, {
    content,
    ...(answer && { answer }),
    typedText,
    messageCountBefore: interview.messages.value.length,
  });
}

/**
 * Sends what a page that went away in the middle of sending has left behind, under the same id, unless the interview that has
 * just been taken up again has it already.
 */
export function resubmitAnswer(saying: SubmitContext, message: PendingMessage): void {
  const since = saying.interview.messages.peek().slice(message.messageCountBefore);
  if (since.some(({ content }) => content === message.content)) saying.pendingMessage.value = null;
  else void deliver(saying, message);
}

async function deliver(
  { interview, draft, pendingMessage, sendFailure, emit }: SubmitContext,
  message: PendingMessage,
): Promise<void> {
  batch(() => {
    pendingMessage.value = message;
    sendFailure.value = null;
  });
  const met = await interview.send(message.content, message.answer);
  pendingMessage.value = null;
  if (!met) return;
  if (interview.state.value.phase !== 'failed') emit('koji-error', met);
  batch(() => {
    // What was typed comes back, in front of what has been typed since.
    draft.value = [message.typedText, draft.peek()].filter(Boolean).join('\n');
    sendFailure.value = met;
  });
}
