/**
 * The rules of the lease: from its start until Koji has acknowledged its completion, an interview has exactly one
 * completion due, with a time and a reason. Everything here is plain data and plain functions.
 */
import type { Completion, Reason } from '../interview/completion.ts';
import type { ErrorCode } from '../interview/failures.ts';
import type { PageReport } from '../wire/proxy-contract.ts';

/**
 * - `open`: the completion waits for its time, and what the respondent does moves it.
 * - `closing`: the reason is settled; the completion is being sent, or waits to be sent again.
 * - `closed`: Koji has acknowledged it. Remembered for a while, to answer repeats.
 * - `parked`: Koji refused it for good. Kept until somebody looks.
 */
export type LeaseStatus = 'open' | 'closing' | 'closed' | 'parked';

/** One interview's lease, as JSON. All times are milliseconds since 1970. */
export interface Lease {
  /** The interview's id. */
  id: string;
  study: string | null;
  /** Sealed: a store never holds a session token in clear. */
  ticket: string;
  ends_at: number | null;
  status: LeaseStatus;
  /** Of the completion that is due, or was sent. */
  reason: Reason;
  /** When the completion is due, or due again; of a closed lease, when it may be forgotten. */
  due_at: number;
  /** The interviewer has said goodbye: only an explicit completion can still change the reason. */
  concluded: boolean;
  /** The page left and may yet come back. */
  leaving: boolean;
  /** The page load that is believed, and whether it got there by a resume. */
  page: string | null;
  resumed: boolean;
  /** The newest report seen of each page load, newest load last. */
  reports: PageReport[];
  /** Completions sent without an answer. */
  attempts: number;
  /** Why it is parked. */
  refused: ErrorCode | null;
  completion: Completion | null;
}

/** Lengths of time in milliseconds that the rules go by. */
export interface LeaseTimes {
  idleTime: number;
  hiddenGrace: number;
  leaveGrace: number;
  concludedGrace: number;
}

export type LeaseEvent =
  | { type: 'message-sent' }
  | { type: 'page-visible'; report?: PageReport }
  | { type: 'page-hidden'; report?: PageReport }
  | { type: 'page-left'; report?: PageReport }
  | { type: 'page-resumed'; report?: PageReport }
  | { type: 'interview-concluded' }
  /** Somebody asked for the end. With a report only where a page said so of itself. */
  | { type: 'completion-requested'; reason: Reason; report?: PageReport }
  /** The sender takes the lease for one try. */
  | { type: 'completion-tried' }
  | { type: 'completion-unanswered'; wait: number }
  /** The try was not made, for example because the key is being rate limited. */
  | { type: 'completion-held'; wait: number }
  | { type: 'completion-acknowledged'; completion: Completion }
  | { type: 'completion-refused'; code: ErrorCode };

/** How many page loads of one interview are told apart. */
const PAGES = 8;
/** A try that has not come back after this time has died with its process. Longer than any call to Koji, in milliseconds. */
const VISIBILITY = 120_000;
/** How long a closed lease is remembered, to answer repeats without asking Koji, in milliseconds. */
const REMEMBERED = 3_600_000;

export interface LeaseStart {
  id: string;
  study: string | null;
  ticket: string;
  ends_at: number | null;
}

/** The lease of an interview that has just started, or that a proxy without memory of it takes up again. */
export function openLease({ id, study, ticket, ends_at }: LeaseStart, now: number, times: LeaseTimes): Lease {
  const lease: Lease = {
    id,
    study,
    ticket,
    ends_at,
    status: 'open',
    reason: 'respondent_left',
    due_at: now,
    concluded: false,
    leaving: false,
    page: null,
    resumed: false,
    reports: [],
    attempts: 0,
    refused: null,
    completion: null,
  };
  return { ...lease, ...dueAfter(lease, times.idleTime, now) };
}

/** The lease after an event. Where the event changes nothing, the very same object. */
export function moveLease(before: Lease, event: LeaseEvent, now: number, times: LeaseTimes): Lease {
  // What happens after the due time comes too late, however late the sender wakes.
  const lease: Lease = before.status === 'open' && now >= before.due_at ? { ...before, status: 'closing' } : before;

  switch (event.type) {
    case 'completion-requested':
      if (lease.status === 'parked') return { ...lease, status: 'closing', due_at: now, refused: null };
      if (lease.status !== 'open' || !isNews(lease, event.report, false)) return lease;
      return { ...noted(lease, event.report), status: 'closing', reason: event.reason, due_at: now };
    case 'completion-tried':
      return lease.status === 'closing' && now >= lease.due_at ? { ...lease, due_at: now + VISIBILITY } : lease;
    case 'completion-held':
      return lease.status === 'closing' ? { ...lease, due_at: now + event.wait } : lease;
    case 'completion-unanswered':
      return lease.status === 'closing' ? { ...lease, due_at: now + event.wait, attempts: lease.attempts + 1 } : lease;
    case 'completion-refused':
      return lease.status === 'closing' ? { ...lease, status: 'parked', refused: event.code } : lease;
    case 'completion-acknowledged':
      return lease.status === 'closed'
        ? lease
        : {
            ...lease,
            status: 'closed',
            completion: event.completion,
            refused: null,
            due_at: now + REMEMBERED,
          };
    default:
      return lease.status === 'open' ? moveOpenLease(lease, event, now, times) : lease;
  }
}

type OpenLeaseEvent = Exclude<LeaseEvent, { type: `completion-${string}` }>;

function moveOpenLease(lease: Lease, event: OpenLeaseEvent, now: number, times: LeaseTimes): Lease {
  if (event.type === 'interview-concluded') {
    if (lease.concluded) return lease;
    return { ...lease, concluded: true, reason: 'natural', due_at: Math.min(lease.due_at, now + times.concludedGrace) };
  }
  if (event.type === 'message-sent') return { ...lease, leaving: false, ...dueAfter(lease, times.idleTime, now) };

  const resumes = event.type === 'page-resumed';
  if (!isNews(lease, event.report, resumes)) return lease;
  const after = noted(lease, event.report, resumes);
  switch (event.type) {
    case 'page-resumed':
    case 'page-visible':
      return { ...after, leaving: false, ...dueAfter(after, times.idleTime, now) };
    case 'page-hidden':
      // A page that has said it is gone is not merely hidden: the two reports of one departure come in any order.
      return after.leaving ? after : { ...after, ...dueAfter(after, times.hiddenGrace, now) };
    case 'page-left':
      return { ...after, leaving: true, ...dueAfterLeave(after, times.leaveGrace, now) };
  }
}

type Due = Pick<Lease, 'reason' | 'due_at'>;

/** Due after some quiet, or as `timeout` at the maximum duration where that is sooner. A concluded interview stays due as it was. */
function dueAfter({ concluded, reason, due_at, ends_at }: Lease, quiet: number, now: number): Due {
  if (concluded) return { reason, due_at };
  return ends_at !== null && ends_at <= now + quiet
    ? { reason: 'timeout', due_at: ends_at }
    : { reason: 'respondent_left', due_at: now + quiet };
}

/** A respondent who left before the limit has left, also where the limit cuts the grace short. */
function dueAfterLeave({ concluded, reason, due_at, ends_at }: Lease, grace: number, now: number): Due {
  if (concluded) return { reason, due_at: Math.min(due_at, now + grace) };
  return { reason: 'respondent_left', due_at: Math.min(now + grace, ends_at ?? Number.POSITIVE_INFINITY) };
}

/**
 * Whether a report says something new. Reports come twice, late and out of order: one whose `seq` has passed says
 * nothing, and after a resume only the page load that resumed is believed, since every other load is an older one.
 */
function isNews(lease: Lease, report: PageReport | undefined, resumes: boolean): boolean {
  if (!report) return true;
  const last = lease.reports.find(({ page }) => page === report.page);
  if (last && report.seq <= last.seq) return false;
  return resumes || report.page === lease.page || !lease.resumed;
}

function noted(lease: Lease, report: PageReport | undefined, resumes = false): Lease {
  if (!report) return lease;
  const others = lease.reports.filter(({ page }) => page !== report.page);
  return {
    ...lease,
    page: report.page,
    resumed: lease.resumed || resumes,
    reports: [...others, report].slice(-PAGES),
  };
}
