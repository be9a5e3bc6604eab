/**
 * What ought to become of an interview, told once more and as plainly as possible from the contract's table of the lease. It shares no
 * code with what it judges.
 */
import type { Reason } from '../../../interview/completion.ts';

/** Lengths of time in milliseconds. */
export const IDLE = 300_000;
export const HIDDEN = 120_000;
export const LEAVE = 30_000;
export const CONCLUDED = 15_000;

export interface Said {
  page: string;
  seq: number;
}

/** Something that reaches the proxy, and that the contract gives a meaning. */
export type Happening =
  | { what: 'message' }
  | { what: 'concluded' }
  | { what: 'visible' | 'hidden' | 'left' | 'resumed'; said: Said | null }
  | { what: 'completed'; reason: Reason; said: Said | null };

/** One completion is due, for a reason, at a time. Once it has ended, nothing changes any more. */
export interface Due {
  ended: boolean;
  reason: Reason;
  /** Of an ended one, when it ended. */
  at: number;
  /** When the maximum duration is over. */
  limit: number | null;
  natural: boolean;
  away: boolean;
  /** The page load that took the interview over last. */
  owner: string | null;
  newest: Record<string, number>;
}

export function begin(now: number, limit: number | null): Due {
  return after(IDLE, now, {
    ended: false,
    reason: 'respondent_left',
    at: now,
    limit,
    natural: false,
    away: false,
    owner: null,
    newest: {},
  });
}

export function pass(due: Due, now: number): Due {
  return !due.ended && now >= due.at ? { ...due, ended: true } : due;
}

export function happen(before: Due, happening: Happening, now: number): Due {
  const due = pass(before, now);
  if (due.ended) return due;

  if (happening.what === 'message') return after(IDLE, now, { ...due, away: false });
  if (happening.what === 'concluded') {
    return due.natural ? due : { ...due, natural: true, reason: 'natural', at: Math.min(due.at, now + CONCLUDED) };
  }

  const { said } = happening;
  if (said) {
    if (said.seq <= (due.newest[said.page] ?? -1)) return due;
    const isReplaced = due.owner !== null && due.owner !== said.page;
    if (isReplaced && happening.what !== 'resumed') return due;
  }
  const heard: Due = said ? { ...due, newest: { ...due.newest, [said.page]: said.seq } } : due;

  switch (happening.what) {
    case 'completed':
      return { ...heard, ended: true, reason: happening.reason, at: now };
    case 'resumed':
      return after(IDLE, now, { ...heard, away: false, owner: said ? said.page : heard.owner });
    case 'visible':
      return after(IDLE, now, { ...heard, away: false });
    case 'hidden':
      return heard.away ? heard : after(HIDDEN, now, heard);
    case 'left': {
      const soon = Math.min(now + LEAVE, due.limit ?? Number.POSITIVE_INFINITY);
      return due.natural
        ? { ...heard, away: true, at: Math.min(due.at, now + LEAVE) }
        : { ...heard, away: true, reason: 'respondent_left', at: soon };
    }
  }
}

function after(quiet: number, now: number, due: Due): Due {
  if (due.natural) return due;
  return due.limit !== null && due.limit <= now + quiet
    ? { ...due, reason: 'timeout', at: due.limit }
    : { ...due, reason: 'respondent_left', at: now + quiet };
}

/**
 * What may have become of an interview. Usually that is one thing; where a process died over a report, nobody outside can tell whether
 * it counted, and both are right.
 */
export class Expectation {
  private dues: Due[];

  constructor(...dues: Due[]) {
    this.dues = dues;
  }

  happened(happening: Happening, now: number) {
    this.dues = this.dues.map(due => happen(due, happening, now));
  }

  mayHaveHappened(happening: Happening, now: number) {
    this.orElse(this.dues.map(due => happen(due, happening, now)));
  }

  get possible(): readonly Due[] {
    return this.dues;
  }

  orElse(others: readonly Due[]) {
    this.dues = [...new Map([...this.dues, ...others].map(due => [JSON.stringify(due), due])).values()];
  }
}
