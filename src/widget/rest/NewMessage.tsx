import type { Texts } from './texts.ts';

/** Leads a reader who is further up to what has come meanwhile. */
export const NewMessage = ({ texts, onClick }: { texts: Texts; onClick(): void }) => (
  <button type="button" class="new" part="new-message" onClick={onClick}>
    {texts.newMessage} <span aria-hidden="true">↓</span>
  </button>
);
