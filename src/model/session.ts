import { computed, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { getEarlierEnd } from '../interview/deadline.ts';
import type { Respondent } from '../interview/respondent.ts';
import { createFingerprint } from '../page/fingerprint.ts';
import type { StoredRecord } from '../page/storage.ts';
import type { InterviewView } from '../wire/proxy-contract.ts';

/** A message that may not have arrived. Sending the same content again uses the same id. */
export interface UnsentMessage {
  id: string;
  /** Identifies the content and the answer. */
  key: string;
}

/** What the browser stores of a running interview, so that a later page can resume it. */
export interface StoredInterview {
  ticket: string;
  /** Fingerprint of the respondent's `external_id`; empty when it is not known. */
  respondent: string;
  /** When the time limit ends the interview, by the proxy's clock; `null` without a limit. */
  endsAt: number | null;
  unsentMessage: UnsentMessage | null;
}

/** Another version of this code, or another script of the page, may have stored something else. */
export const isStoredInterview = ({ ticket, respondent }: StoredInterview): boolean =>
  !!ticket && typeof respondent === 'string';

/** A proxy of an earlier version does not tell its time: then this page's clock counts. */
export const getProxyTime = ({ now }: InterviewView): number => Date.parse(now) || Date.now();

/** What identifies an interview at the proxy, and its copy in the browser's storage. */
export interface Session {
  /** Empty until the interview is started or resumed. */
  ticket: string;
  unsentMessage: UnsentMessage | null;
  /** When the time limit ends the interview, in epoch milliseconds of the proxy's clock. */
  endsAt: Signal<number | null>;
  /** When the time limit ends the interview, by `performance.now()`; `null` without a limit. */
  deadline: ReadonlySignal<number | null>;
  /** Reads the proxy's clock and its time limit from a view. */
  applyTimes(view: InterviewView): void;
  /** Whose interview it is from now on. */
  setRespondent(respondent: Respondent | undefined): void;
  /** Whether an interview is stored that this respondent can resume. */
  isStored(): boolean;
  /**
   * Forgets a stored interview of somebody else, or of somebody who has signed out. Returns the
   * interview's ticket, or `null` if no such interview is stored.
   */
  forgetOtherRespondent(): string | null;
  /**
   * Reads the stored session, unless this page has one. Returns whether there is an interview to
   * resume.
   */
  restore(): boolean;
  save(): void;
  /** Forgets this page's interview. One that another page has stored since is kept. */
  clearStorage(): void;
}

export function createSession(storage: StoredRecord<StoredInterview>, initialRespondent?: Respondent): Session {
  const endsAt = signal<number | null>(null);
  /** The proxy's clock minus this page's `performance.now()`, in milliseconds. */
  const clockOffset = signal(0);
  let respondent = '';
  /** Somebody who has signed in since the start goes on with their interview. */
  const isOther = (stored: StoredInterview) => !!stored.respondent && stored.respondent !== respondent;
  const read = (): StoredInterview | null => {
    const stored = storage.read();
    return stored && !isOther(stored) ? stored : null;
  };
  const session: Session = {
    ticket: '',
    unsentMessage: null,
    endsAt,
    deadline: computed(() => (endsAt.value === null ? null : endsAt.value - clockOffset.value)),
    applyTimes(view) {
      clockOffset.value = getProxyTime(view) - performance.now();
      // Without the proxy's time, its end cannot be compared with anything. The proxy knows it.
      const proxyEndsAt = view.now && view.ends_at ? Date.parse(view.ends_at) : null;
      endsAt.value = getEarlierEnd(endsAt.value, proxyEndsAt);
    },
    setRespondent(next) {
      // A host may give a number: the proxy compares by text.
      respondent = createFingerprint(String(next?.external_id ?? ''));
    },
    isStored: () => read() !== null,
    forgetOtherRespondent() {
      const stored = storage.read();
      if (!stored || !isOther(stored)) return null;
      storage.clear();
      return stored.ticket;
    },
    restore() {
      // Once this page has an interview, another tab's changes to the storage do not count.
      if (session.ticket) return true;
      const stored = read();
      if (!stored) return false;
      session.ticket = stored.ticket;
      session.unsentMessage = stored.unsentMessage;
      endsAt.value = stored.endsAt;
      return true;
    },
    save() {
      const { ticket, unsentMessage } = session;
      storage.write({ ticket, respondent, unsentMessage, endsAt: endsAt.value });
    },
    clearStorage() {
      const stored = storage.read();
      if (stored?.ticket === session.ticket) storage.clear();
    },
  };
  session.setRespondent(initialRespondent);
  return session;
}
