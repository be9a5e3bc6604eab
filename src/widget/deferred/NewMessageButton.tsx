import type { Texts } from './texts.ts';

/** Leads a reader who is further up to what has come meanwhile, and leaves the keys there. */
export const NewMessageButton = ({ texts, onClick }: { texts: Texts; onClick(): void }) => (
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
