import type { DeferredViewProps } from '../view-props.ts';

/** Brings a reader who has scrolled up to the newest message, and moves the focus to the log. */
export function NewMessageButton({ texts, onClick }: DeferredViewProps & { onClick(): void }) {
  return (
    <button
      type="button"
      class="new"
      part="new-message"
      onClick={({ currentTarget }) => {
        currentTarget.parentElement!.querySelector<HTMLElement>('[role=log]')!.focus({ preventScroll: true });
        onClick();
      }}
    >
      {texts.newMessage} <span aria-hidden="true">↓</span>
    </button>
  );
}
