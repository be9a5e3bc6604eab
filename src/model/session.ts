import { type Signal, signal } from '@preact/signals';
import type { StoredRecord } from '../page/storage.ts';

/** A message that may not have arrived. Sending the same content again uses the same id. */
export interface UnsentMessage {
  id: string;
  /** Identifies the content and the answer. */
  key: string;
}

/** What the browser stores of a running interview, so that a later page can resume it. */
export interface StoredInterview {
  ticket: string;
  /** When the time limit ends the interview, in epoch milliseconds; `null` without a limit. */
  endsAt: number | null;
  unsentMessage: UnsentMessage | null;
}

/** What identifies an interview at the proxy, and its copy in the browser's storage. */
export interface Session {
  /** Empty until the interview is started or resumed. */
  ticket: string;
  unsentMessage: UnsentMessage | null;
  /** When the time limit ends the interview, in epoch milliseconds; `null` without a limit. */
  readonly endsAt: Signal<number | null>;
  isStored(): boolean;
  /**
   * Reads the stored session, unless this page has one. Returns whether there is an interview to
   * resume.
   */
  restore(): boolean;
  save(): void;
  clearStorage(): void;
}

export function createSession(storage: StoredRecord<StoredInterview>): Session {
  const endsAt = signal<number | null>(null);
  const session: Session = {
    ticket: '',
    unsentMessage: null,
    endsAt,
    isStored: () => storage.read() !== null,
    restore() {
      // Once this page has an interview, another tab's changes to the storage do not count.
      if (session.ticket) return true;
      const stored = storage.read();
      if (!stored) return false;
      session.ticket = stored.ticket;
      session.unsentMessage = stored.unsentMessage;
      endsAt.value = stored.endsAt;
      return true;
    },
    save() {
      const { ticket, unsentMessage } = session;
      storage.write({ ticket, unsentMessage, endsAt: endsAt.value });
    },
    clearStorage: () => storage.clear(),
  };
  return session;
}
