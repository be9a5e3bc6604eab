import { createTabLock, type TabLock } from '../page/tab-lock.ts';
import type { ConversationContext } from './conversation-context.ts';

/**
 * Length of a ticket's authentication tag, in characters: the end of the ticket, which no other
 * ticket shares.
 */
const TAG_LENGTH = 22;

export interface TabClaim {
  /** See `ConversationActions.claimForTab`. */
  claim(steal?: boolean): Promise<boolean>;
  release(): void;
}

/** Makes sure that only one tab runs the interview. */
export function createTabClaim({
  session,
  dispatch,
  isDisposed,
}: Pick<ConversationContext, 'session' | 'dispatch' | 'isDisposed'>): TabClaim {
  let lock: TabLock | null = null;
  const onOtherTab = () => dispatch({ type: 'found-in-other-tab' });

  return {
    async claim(steal = false) {
      lock ??= createTabLock(`koji:${session.ticket.slice(-TAG_LENGTH)}`, onOtherTab);
      const isClaimed = await lock.acquire(steal);
      if (isDisposed()) lock.release();
      if (!isClaimed) onOtherTab();
      return isClaimed;
    },
    release: () => lock?.release(),
  };
}
