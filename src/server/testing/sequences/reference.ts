/**
 * A second, plain implementation of the contract's table of the lease, which tells what should
 * happen to an interview. It shares no code with the implementation under test.
 */
import type { Reason } from '../../../interview/completion.ts';

// In milliseconds.
export const IDLE_TIME = 300_000;
export const HIDDEN_GRACE = 120_000;
export const LEAVE_GRACE = 30_000;
export const CONCLUDED_GRACE = 15_000;

export interface ReferenceReport {
  page: string;
  seq: number;
}

/** Something that reaches the proxy and affects the lease. */
export type ReferenceEvent =
  | { type: 'message' }
  | { type: 'concluded' }
  | { type: 'visible' | 'hidden' | 'left' | 'resumed'; report: ReferenceReport | null }
  | { type: 'completed'; reason: Reason; report: ReferenceReport | null };

/**
 * One completion is due, at a time and for a reason. Once the interview has ended, nothing changes.
 */
export interface ReferenceLease {
  hasEnded: boolean;
  reason: Reason;
  /** When the completion is due, or when the interview ended. */
  dueAt: number;
  /** When the maximum duration is over. */
  endsAt: number | null;
  isConcluded: boolean;
  isLeaving: boolean;
  /** The page load that resumed the interview last. */
  resumedBy: string | null;
  newestSeqs: Record<string, number>;
}

export function startReference(now: number, endsAt: number | null): ReferenceLease {
  return scheduleAfter(IDLE_TIME, now, {
    hasEnded: false,
    reason: 'respondent_left',
    dueAt: now,
    endsAt,
    isConcluded: false,
    isLeaving: false,
    resumedBy: null,
    newestSeqs: {},
  });
}

export function passTime(lease: ReferenceLease, now: number): ReferenceLease {
  return !lease.hasEnded && now >= lease.dueAt ? { ...lease, hasEnded: true } : lease;
}

export function applyEvent(before: ReferenceLease, event: ReferenceEvent, now: number): ReferenceLease {
  const lease = passTime(before, now);
  if (lease.hasEnded) return lease;

  if (event.type === 'message') return scheduleAfter(IDLE_TIME, now, { ...lease, isLeaving: false });
  if (event.type === 'concluded') {
    if (lease.isConcluded) return lease;
    return { ...lease, isConcluded: true, reason: 'natural', dueAt: Math.min(lease.dueAt, now + CONCLUDED_GRACE) };
  }

  const { report } = event;
  if (report) {
    if (report.seq <= (lease.newestSeqs[report.page] ?? -1)) return lease;
    const isReplaced = lease.resumedBy !== null && lease.resumedBy !== report.page;
    if (isReplaced && event.type !== 'resumed') return lease;
  }
  const updated: ReferenceLease = report
    ? { ...lease, newestSeqs: { ...lease.newestSeqs, [report.page]: report.seq } }
    : lease;

  switch (event.type) {
    case 'completed':
      return { ...updated, hasEnded: true, reason: event.reason, dueAt: now };
    case 'resumed': {
      const resumedBy = report ? report.page : updated.resumedBy;
      return scheduleAfter(IDLE_TIME, now, { ...updated, isLeaving: false, resumedBy });
    }
    case 'visible':
      return scheduleAfter(IDLE_TIME, now, { ...updated, isLeaving: false });
    case 'hidden':
      return updated.isLeaving ? updated : scheduleAfter(HIDDEN_GRACE, now, updated);
    case 'left': {
      if (lease.isConcluded) return { ...updated, isLeaving: true, dueAt: Math.min(lease.dueAt, now + LEAVE_GRACE) };
      const dueAt = Math.min(now + LEAVE_GRACE, lease.endsAt ?? Number.POSITIVE_INFINITY);
      return { ...updated, isLeaving: true, reason: 'respondent_left', dueAt };
    }
  }
}

function scheduleAfter(delay: number, now: number, lease: ReferenceLease): ReferenceLease {
  if (lease.isConcluded) return lease;
  return lease.endsAt !== null && lease.endsAt <= now + delay
    ? { ...lease, reason: 'timeout', dueAt: lease.endsAt }
    : { ...lease, reason: 'respondent_left', dueAt: now + delay };
}

/**
 * The leases that an interview may have. Usually there is one. If a process was killed during a
 * report, nobody outside can tell whether the report counted, and both leases are right.
 */
export class PossibleLeases {
  private leases: ReferenceLease[];

  constructor(...leases: ReferenceLease[]) {
    this.leases = leases;
  }

  get all(): readonly ReferenceLease[] {
    return this.leases;
  }

  /** Applies an event that certainly counted. */
  apply(event: ReferenceEvent, now: number) {
    this.leases = this.leases.map(lease => applyEvent(lease, event, now));
  }

  /** Applies an event that may have counted. */
  applyMaybe(event: ReferenceEvent, now: number) {
    this.add(this.leases.map(lease => applyEvent(lease, event, now)));
  }

  add(others: readonly ReferenceLease[]) {
    this.leases = [...new Map([...this.leases, ...others].map(lease => [JSON.stringify(lease), lease])).values()];
  }
}
