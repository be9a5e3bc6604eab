import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { DeferredViewProps } from '../view-props.ts';
import { stickToBottom } from './stick-to-bottom.ts';

interface Props extends DeferredViewProps {
  /** The part of the conversation that scrolls. */
  scroller: RefObject<HTMLElement | null>;
}

/**
 * Keeps a reader at the end of the conversation there, and leads whoever sends a message to it. A
 * reader who has scrolled up gets a button once there is a new message; it leads to the message, and
 * moves the focus to the log.
 */
export function NewMessages({ model, texts, scroller }: Props) {
  const messages = model.interview.messages.value;
  const isSending = messages.at(-1)?.role === 'respondent';
  const isAtEnd = useSignal(true);
  /** How many messages there were when the reader was last at the end. */
  const seenMessages = useRef(0);
  if (isAtEnd.value || isSending) seenMessages.current = messages.length;

  useLayoutEffect(() => stickToBottom(scroller.current!, isAtEnd), []);
  useLayoutEffect(() => {
    if (isSending) isAtEnd.value = true;
  }, [isSending]);

  if (seenMessages.current === messages.length) return null;
  return (
    <button
      type="button"
      class="new"
      part="new-message"
      onClick={({ currentTarget }) => {
        currentTarget.parentElement!.querySelector<HTMLElement>('[role=log]')!.focus({ preventScroll: true });
        isAtEnd.value = true;
      }}
    >
      {texts.newMessage} <span aria-hidden="true">↓</span>
    </button>
  );
}
