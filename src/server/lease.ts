/**
 * The rules of the lease: from its start until Koji has acknowledged its completion, an interview
 * has exactly one completion due, with a time and a reason. Plain data and pure functions.
 */
import type { Completion, Reason } from '../interview/completion.ts';
import type { ErrorCode } from '../interview/failures.ts';
import type { PageReport } from '../wire/proxy-contract.ts';

/**
 * - `open`: the completion is due later; what the respondent does moves it.
 * - `closing`: the reason is final; the completion is being sent, or waits for a retry.
 * - `closed`: Koji has acknowledged the completion. Kept for a while to respond to repeats.
 * - `parked`: Koji refused the completion for good. Kept until a person deals with it.
 */
export type LeaseStatus = 'open' | 'closing' | 'closed' | 'parked';

/** The lease of one interview, as JSON. All times are milliseconds since 1970. */
export interface Lease {
  /** The interview's id. */
  id: string;
  study: string | null;
  /** Encrypted, so that a store never holds a session token in clear text. */
  ticket: string;
  /** When the maximum duration is over; null without one. */
  ends_at: number | null;
  /**
   * The hash of the respondent whose interview it is. Null while nobody is known; then the first
   * one who resumes it makes it theirs.
   */
  respondent: string | null;
  status: LeaseStatus;
  /** The reason of the completion that is due, or was sent. */
  reason: Reason;
  /**
   * When the completion is due, or due again. For a parked lease: when it may be tried again at the
   * earliest. For a closed one: when it may be deleted.
   */
  due_at: number;
  /** The interviewer has said goodbye. Only an explicit completion can still change the reason. */
  concluded: boolean;
  /** The page has left, and may come back. */
  leaving: boolean;
  /** The page load that sent the newest report. */
  page: string | null;
  /**
   * Whether a page load has resumed the interview. From then on only that page load's reports
   * count.
   */
  resumed: boolean;
  /** The newest report of each page load, the newest page load last. */
  reports: PageReport[];
  /** How many attempts to send the completion have failed. */
  attempts: number;
  /** If parked: the code of Koji's refusal. */
  error: ErrorCode | null;
  completion: Completion | null;
}

/**
 * Lengths of time that the rules use, in milliseconds. See the proxy's options of the same names.
 */
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
  /** `respondent` is the hash of who is signed in now; null for nobody. */
  | { type: 'page-resumed'; report?: PageReport; respondent: string | null }
  | { type: 'interview-concluded' }
  /** With a report if the page asks for it because it is being left. */
  | { type: 'completion-requested'; reason: Reason; report?: PageReport }
  /** A sender takes the lease for one attempt. */
  | { type: 'completion-claimed' }
  /** Koji did not acknowledge. Retried after `wait` milliseconds. */
  | { type: 'completion-failed'; wait: number }
  /**
   * Nothing was sent, for example because the key is rate limited. Due again after `wait`
   * milliseconds.
   */
  | { type: 'completion-postponed'; wait: number }
  | { type: 'completion-acknowledged'; completion: Completion }
  | { type: 'completion-refused'; code: ErrorCode };

/** How many page loads of one interview are remembered. */
const MAX_PAGE_LOADS = 8;
/**
 * If an attempt hasn't returned after this time, its process has died. Longer than any call to
 * Koji, in milliseconds.
 */
const CLAIM_TIME = 120_000;
/** How long a closed lease is kept, to respond to repeats without calling Koji, in milliseconds. */
const CLOSED_RETENTION = 3_600_000;

/** How soon a parked completion is tried again if somebody asks, in milliseconds. */
const PARKED_PAUSE = 60_000;

/** What a new lease is made from. */
export type NewLease = Pick<Lease, 'id' | 'study' | 'ticket' | 'ends_at'> & Partial<Pick<Lease, 'respondent'>>;

/**
 * The lease of an interview that has just started, or of one whose lease this proxy doesn't have.
 */
export function openLease(
  { id, study, ticket, ends_at, respondent = null }: NewLease,
  now: number,
  times: LeaseTimes,
): Lease {
  const lease: Lease = {
    id,
    study,
    ticket,
    ends_at,
    respondent,
    status: 'open',
    reason: 'respondent_left',
    due_at: now,
    concluded: false,
    leaving: false,
    page: null,
    resumed: false,
    reports: [],
    attempts: 0,
    error: null,
    completion: null,
  };
  return { ...lease, ...scheduleAfterIdle(lease, times.idleTime, now) };
}

/** Returns the lease after an event, or the same object if the event changes nothing. */
export function transitionLease(before: Lease, event: LeaseEvent, now: number, times: LeaseTimes): Lease {
  // An event after the due time is too late, even if the sender hasn't run yet.
  const lease: Lease = before.status === 'open' && now >= before.due_at ? { ...before, status: 'closing' } : before;

  switch (event.type) {
    case 'completion-requested':
      // A page could otherwise make any number of calls to Koji with a completion that it refuses.
      if (lease.status === 'parked')
        return { ...lease, status: 'closing', due_at: Math.max(now, lease.due_at), error: null };
      if (lease.status !== 'open' || !isNewReport(lease, event.report, false)) return lease;
      return { ...recordReport(lease, event.report), status: 'closing', reason: event.reason, due_at: now };
    case 'completion-claimed':
      return lease.status === 'closing' && now >= lease.due_at ? { ...lease, due_at: now + CLAIM_TIME } : lease;
    case 'completion-postponed':
      return lease.status === 'closing' ? { ...lease, due_at: now + event.wait } : lease;
    case 'completion-failed':
      return lease.status === 'closing' ? { ...lease, due_at: now + event.wait, attempts: lease.attempts + 1 } : lease;
    case 'completion-refused':
      return lease.status === 'closing'
        ? { ...lease, status: 'parked', error: event.code, due_at: now + PARKED_PAUSE }
        : lease;
    case 'completion-acknowledged':
      return lease.status === 'closed'
        ? lease
        : {
            ...lease,
            status: 'closed',
            completion: event.completion,
            error: null,
            due_at: now + CLOSED_RETENTION,
          };
    default:
      return lease.status === 'open' ? transitionOpenLease(lease, event, now, times) : lease;
  }
}

type OpenLeaseEvent = Exclude<LeaseEvent, { type: `completion-${string}` }>;

function transitionOpenLease(lease: Lease, event: OpenLeaseEvent, now: number, times: LeaseTimes): Lease {
  if (event.type === 'interview-concluded') {
    if (lease.concluded) return lease;
    return { ...lease, concluded: true, reason: 'natural', due_at: Math.min(lease.due_at, now + times.concludedGrace) };
  }
  if (event.type === 'message-sent')
    return { ...lease, leaving: false, ...scheduleAfterIdle(lease, times.idleTime, now) };

  const isResume = event.type === 'page-resumed';
  if (!isNewReport(lease, event.report, isResume)) return lease;
  const after = recordReport(lease, event.report, isResume);
  switch (event.type) {
    case 'page-resumed':
      return isOfOtherRespondent(lease, event.respondent)
        ? { ...lease, status: 'closing', due_at: now, reason: lease.concluded ? 'natural' : 'respondent_left' }
        : {
            ...after,
            respondent: lease.respondent ?? event.respondent,
            leaving: false,
            ...scheduleAfterIdle(after, times.idleTime, now),
          };
    case 'page-visible':
      return { ...after, leaving: false, ...scheduleAfterIdle(after, times.idleTime, now) };
    case 'page-hidden':
      // One departure sends both reports, in any order; a `hidden` report does not undo a leave.
      return after.leaving ? after : { ...after, ...scheduleAfterIdle(after, times.hiddenGrace, now) };
    case 'page-left':
      return { ...after, leaving: true, ...scheduleAfterLeave(after, times.leaveGrace, now) };
  }
}

/**
 * Whether an interview was begun by somebody else than who is signed in now. Signing out counts as
 * a change; signing in while nobody was known does not.
 */
export const isOfOtherRespondent = ({ respondent }: Lease, current: string | null): boolean =>
  // Leases that an earlier version has stored lack it.
  (respondent ?? null) !== null && respondent !== current;

type Schedule = Pick<Lease, 'reason' | 'due_at'>;

/**
 * Due after some idle time, or as `timeout` at the maximum duration if that is sooner. A concluded
 * interview keeps its schedule.
 */
function scheduleAfterIdle({ concluded, reason, due_at, ends_at }: Lease, idleTime: number, now: number): Schedule {
  if (concluded) return { reason, due_at };
  return ends_at !== null && ends_at <= now + idleTime
    ? { reason: 'timeout', due_at: ends_at }
    : { reason: 'respondent_left', due_at: now + idleTime };
}

/**
 * Due after the grace. The maximum duration may cut the grace short; the reason is still
 * `respondent_left`.
 */
function scheduleAfterLeave({ concluded, reason, due_at, ends_at }: Lease, grace: number, now: number): Schedule {
  if (concluded) return { reason, due_at: Math.min(due_at, now + grace) };
  return { reason: 'respondent_left', due_at: Math.min(now + grace, ends_at ?? Number.POSITIVE_INFINITY) };
}

/**
 * Whether a report counts. Reports come twice, late and out of order: one with a `seq` that has
 * passed is old. After a resume, only reports of the page load that resumed count, because every
 * other page load is older.
 */
function isNewReport(lease: Lease, report: PageReport | undefined, isResume: boolean): boolean {
  if (!report) return true;
  const newest = lease.reports.find(({ page }) => page === report.page);
  if (newest && report.seq <= newest.seq) return false;
  return isResume || report.page === lease.page || !lease.resumed;
}

function recordReport(lease: Lease, report: PageReport | undefined, isResume = false): Lease {
  if (!report) return lease;
  const others = lease.reports.filter(({ page }) => page !== report.page);
  return {
    ...lease,
    page: report.page,
    resumed: lease.resumed || isResume,
    reports: [...others, report].slice(-MAX_PAGE_LOADS),
  };
}
