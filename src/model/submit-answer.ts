import { batch, type Signal } from '@preact/signals';
import { cleanText } from '../interview/clean-text.ts';
import { isDrawable } from '../interview/drawable.ts';
import type { Failure } from '../interview/failures.ts';
import { type Answer, type AnswerValue, getInitialOrder } from '../interview/questions.ts';
import { formatAnswer, type YesNoTexts } from './format-answer.ts';
import type { Emit } from './host-events.ts';
import type { Interview } from './interview.ts';

/** A message that is being sent. */
export interface PendingMessage {
  content: string;
  answer?: Answer;
  /** The typed part of `content`. */
  typedText: string;
  /** How many messages the interview had before this one. */
  messageCountBefore: number;
}

/** What submitting an answer reads and changes of the widget. */
export interface SubmitContext {
  interview: Interview;
  draft: Signal<string>;
  chosenValue: Signal<AnswerValue | undefined>;
  /** `null` when no message is being sent. */
  pendingMessage: Signal<PendingMessage | null>;
  /** Why the last message could not be sent; `null` when it could. */
  sendFailure: Signal<Failure | null>;
  emit: Emit;
  getYesNoTexts(): YesNoTexts;
}

/** Sends the chosen value and the typed text as one message. */
export async function submitAnswer(context: SubmitContext): Promise<void> {
  const { interview, draft, chosenValue } = context;
  // The respondent may have pressed Send twice while this code was loading.
  if (interview.state.value.phase !== 'active') return;
  const question = interview.question.value;
  const typedText = cleanText(draft.value).trim();
  // Sending a ranking unchanged and without text accepts the order as shown. Text alone does not.
  const acceptsOrder = !typedText && question && isDrawable(question);
  const value = cleanValue(chosenValue.value) ?? (acceptsOrder ? getInitialOrder(question) : undefined);
  const answer = value === undefined || !question ? undefined : { question_id: question.id, value };
  const valueText = answer ? formatAnswer(context.getYesNoTexts(), question!, answer.value) : '';
  const content = [valueText, typedText].filter(Boolean).join('\n\n');
  draft.value = '';
  if (!content) return;
  const messageCountBefore = interview.messages.value.length;
  await deliver(context, { content, ...(answer && { answer }), typedText, messageCountBefore });
}

/** The words of "Something else" are typed too. */
const cleanValue = (value: AnswerValue | undefined) =>
  typeof value === 'string' ? cleanText(value) : Array.isArray(value) ? value.map(cleanText) : value;

/**
 * Sends a message again that the previous page was sending when it was left. It keeps its id. Does
 * nothing when the resumed interview already contains the message.
 */
export function resubmitAnswer(context: SubmitContext, message: PendingMessage): void {
  const later = context.interview.messages.peek().slice(message.messageCountBefore);
  if (later.some(({ content }) => content === message.content)) context.pendingMessage.value = null;
  else void deliver(context, message);
}

async function deliver(
  { interview, draft, pendingMessage, sendFailure, emit }: SubmitContext,
  message: PendingMessage,
): Promise<void> {
  batch(() => {
    pendingMessage.value = message;
    sendFailure.value = null;
  });
  const failure = await interview.send(message.content, message.answer);
  pendingMessage.value = null;
  if (!failure) return;
  // A failure of the whole interview has its own event.
  if (interview.state.value.phase !== 'failed') emit('koji-error', failure);
  batch(() => {
    // The text returns to the message box, before the text typed since.
    draft.value = [message.typedText, draft.peek()].filter(Boolean).join('\n');
    sendFailure.value = failure;
  });
}
