import type { Completion } from '../interview/completion.ts';
import type { ErrorCode } from '../interview/failures.ts';
import { type Clock, finishesWithin } from './clock.ts';
import { MAX_RETRY_AFTER } from './koji-failure.ts';
import { type Lease, type LeaseEvent, type LeaseTimes, type NewLease, openLease, transitionLease } from './lease.ts';
import type { LeaseCounts, LeaseStore } from './lease-store.ts';
import type { Logger } from './logger.ts';
import { shareRunning } from './share-running.ts';

/** The result of one attempt to send a completion. */
export type SendOutcome =
  | { type: 'acknowledged'; completion: Completion }
  /**
   * `retryAfter` is in milliseconds. If `isRateLimited`, every completion with the same key waits.
   */
  | { type: 'unavailable'; retryAfter: number | null; isRateLimited: boolean }
  | { type: 'refused'; code: ErrorCode };

export interface SweepResult {
  /** Completions that Koji has acknowledged. */
  completed: number;
  /** Completions that are due again later. */
  delayed: number;
  /** Completions that Koji refused for good. */
  parked: number;
}

/** Applies events to leases, and sends the completions that are due. */
export interface LeaseKeeper {
  /**
   * Opens the lease of an interview that has just started. After `stop` it completes the interview
   * at once if the store doesn't outlive this process.
   */
  open(newLease: NewLease): Promise<Lease>;
  /**
   * Applies an event to a lease. If the store doesn't have it, the lease is opened first, unless
   * Koji says that the interview is completed.
   */
  apply(newLease: NewLease, event: LeaseEvent): Promise<Lease>;
  /**
   * Sends the completion of a closing lease that is due. One attempt, shared by callers at the same
   * time.
   */
  complete(id: string): Promise<Lease>;
  /** Sends all completions that are due. */
  sweep(): Promise<SweepResult>;
  /**
   * Stops the timer, and completes the leases that the store would lose. Resolves after `within`
   * milliseconds at the latest.
   */
  stop(within: number): Promise<void>;
  count(): Promise<LeaseCounts>;
  listParked(): Promise<Lease[]>;
}

export interface LeaseKeeperOptions {
  store: LeaseStore;
  clock: Clock;
  getTimes(study: string | null): LeaseTimes;
  /**
   * What Koji counts a study's requests by: its API key. Studies with an equal value wait together.
   * Default: the study.
   */
  getRateLimitKey?(study: string | null): unknown;
  /** Sends one completion to Koji. Never rejects. */
  send(lease: Lease): Promise<SendOutcome>;
  /**
   * Asks Koji whether an interview that the store doesn't know is completed. Resolves to null if it
   * isn't, or if that is unknown. Default: it isn't.
   */
  findCompletion?(newLease: NewLease): Promise<Completion | null>;
  logger: Logger;
  /** From 0 to 1, for jitter. */
  random(): number;
}

// All in milliseconds.
const FIRST_RETRY_DELAY = 1000;
const MAX_RETRY_DELAY = 300_000;
/** Delay before the store is asked again after it failed. */
const STORE_RETRY_DELAY = 5000;
/** Longest timer. Timers of most runtimes overflow after 24 days. */
const MAX_TIMER = 3_600_000;

/** How many completions are sent at the same time. */
const MAX_CONCURRENT = 8;

/**
 * What a page with an old ticket may still report of an interview that was completed long ago. For
 * other events Koji is asked anyway.
 */
const PAGE_ACTIVITY: LeaseEvent['type'][] = ['message-sent', 'page-visible', 'page-hidden', 'page-left'];

export function createLeaseKeeper(options: LeaseKeeperOptions): LeaseKeeper {
  const { store, clock, getTimes, getRateLimitKey = study => study, send, logger, random } = options;
  const { findCompletion = async () => null } = options;
  /** Attempts that are running, by interview. */
  const sending = new Map<string, Promise<Lease>>();
  /** Running calls of `complete`, by interview. */
  const completing = new Map<string, Promise<Lease>>();
  /** Settles when a sweep has claimed its leases and their attempts are in `sending`. */
  let claiming: Promise<unknown> = Promise.resolve();
  /** When each rate-limited key may be used again. */
  const rateLimitedUntil = new Map<unknown, number>();
  let sweeping: Promise<SweepResult> | null = null;
  let isStopped = false;
  let timer: { at: number; cancel(): void } | null = null;

  const changeLease = async (id: string, rule: (lease: Lease | null) => Lease) => {
    const lease = await store.change(id, rule);
    if (lease.status === 'open' || lease.status === 'closing') wakeAt(lease.due_at);
    return lease;
  };

  const ruleFor = (event: LeaseEvent) => (lease: Lease) =>
    transitionLease(lease, event, clock.now(), getTimes(lease.study));

  const createLease = (newLease: NewLease) => openLease(newLease, clock.now(), getTimes(newLease.study));

  const update = (lease: Lease, event: LeaseEvent) => changeLease(lease.id, stored => ruleFor(event)(stored ?? lease));

  function wakeAt(due: number) {
    if (isStopped) return;
    const now = clock.now();
    const at = Math.min(Math.max(due, now), now + MAX_TIMER);
    if (timer && timer.at <= at) return;
    timer?.cancel();
    timer = { at, cancel: clock.setTimeout(() => void wake(), at - now) };
  }

  async function wake() {
    timer = null;
    try {
      await sweep();
      // After `stop` the store may be closed.
      if (!isStopped) await wakeForNext();
    } catch (error) {
      if (isStopped) return;
      logger.error('The lease store failed; it is tried again soon.', { error });
      wakeAt(clock.now() + STORE_RETRY_DELAY);
    }
  }

  async function wakeForNext() {
    const next = await store.findNextDueAt();
    if (next !== null) wakeAt(next);
    if (store.pollEvery !== undefined) wakeAt(clock.now() + store.pollEvery);
  }

  function sweep(): Promise<SweepResult> {
    sweeping ??= sendAllDue().finally(() => {
      sweeping = null;
    });
    return sweeping;
  }

  async function sendAllDue(): Promise<SweepResult> {
    const result: SweepResult = { completed: 0, delayed: 0, parked: 0 };
    for (;;) {
      // Other processes send what is due in a durable store.
      if (isStopped && store.durable) return result;
      const claimed = store
        .claimDue(clock.now(), MAX_CONCURRENT, ruleFor({ type: 'completion-claimed' }))
        .then(leases => ({ attempts: leases.map(sendClaimed) }));
      claiming = claimed.catch(() => {});
      const { attempts } = await claimed;
      if (attempts.length === 0) return result;
      for (const { status } of await Promise.all(attempts)) {
        if (status === 'closed') result.completed++;
        else if (status === 'parked') result.parked++;
        else result.delayed++;
      }
    }
  }

  /** Sends the completion of a claimed lease, and records the result. */
  const sendClaimed = (lease: Lease) =>
    shareRunning(sending, lease.id, async () => update(lease, await attempt(lease)));

  async function attempt(lease: Lease): Promise<LeaseEvent> {
    const key = getRateLimitKey(lease.study);
    const rateLimitWait = (rateLimitedUntil.get(key) ?? 0) - clock.now();
    if (rateLimitWait > 0) return { type: 'completion-postponed', wait: addJitter(rateLimitWait) };

    const outcome = await send(lease);
    switch (outcome.type) {
      case 'acknowledged':
        return { type: 'completion-acknowledged', completion: outcome.completion };
      case 'refused':
        logger.error('Koji refused to complete an interview; it is parked until a person deals with it.', {
          interview_id: lease.id,
          study: lease.study,
          reason: lease.reason,
          code: outcome.code,
        });
        return { type: 'completion-refused', code: outcome.code };
      case 'unavailable': {
        const retryAfter = outcome.retryAfter === null ? null : Math.min(outcome.retryAfter, MAX_RETRY_AFTER);
        const backoff = Math.min(MAX_RETRY_DELAY, FIRST_RETRY_DELAY * 2 ** Math.min(lease.attempts, 20));
        // Half of the backoff is random, so that completions that failed together are not retried
        // together.
        const wait = Math.max(backoff * (0.5 + random() / 2), retryAfter === null ? 0 : addJitter(retryAfter));
        if (lease.attempts === 0) {
          logger.warn('Koji has not acknowledged a completion; it is retried.', { interview_id: lease.id });
        }
        if (outcome.isRateLimited) rateLimitedUntil.set(key, clock.now() + (retryAfter ?? wait));
        return { type: 'completion-failed', wait };
      }
    }
  }

  /** Never sooner than asked, and not all at the same moment. */
  const addJitter = (wait: number) => wait + random() * Math.min(wait / 4, 5000);

  const complete = (id: string) =>
    shareRunning(completing, id, async () => {
      let isClaimed = false;
      const lease = await store.change(id, stored => {
        if (!stored) throw new Error(`There is no lease for interview ${id}.`);
        const after = ruleFor({ type: 'completion-claimed' })(stored);
        isClaimed = after.status === 'closing' && after.due_at !== stored.due_at;
        return after;
      });
      if (isClaimed) return sendClaimed(lease);
      if (lease.status !== 'closing') return lease;
      // A sweep may have claimed it first; then wait for its attempt.
      await claiming;
      return sending.get(id) ?? store.change(id, stored => stored ?? lease);
    });

  /** Completes all open leases, and retries until `end`. */
  async function completeAll(end: number) {
    for (const lease of await store.list('open')) {
      const reason = lease.concluded ? 'natural' : 'respondent_left';
      await update(lease, { type: 'completion-requested', reason });
    }
    for (;;) {
      await sweep();
      await Promise.allSettled(sending.values());
      const next = await store.findNextDueAt();
      if (next === null || next >= end || (await store.count()).open === 0) return;
      await new Promise<void>(resolve => clock.setTimeout(resolve, next - clock.now()));
    }
  }

  // Another process may have left due leases behind.
  if (store.pollEvery !== undefined) wakeAt(clock.now());

  return {
    async open(newLease) {
      const lease = await changeLease(newLease.id, stored => stored ?? createLease(newLease));
      if (!isStopped || store.durable) return lease;
      await update(lease, { type: 'completion-requested', reason: 'respondent_left' });
      const completed = await complete(lease.id);
      if (completed.status !== 'closed') {
        logger.error('An interview started while the proxy was stopping, and could not be completed.', {
          interview_id: lease.id,
        });
      }
      return completed;
    },

    async apply(newLease, event) {
      let isNew = false;
      const lease = await changeLease(newLease.id, stored => {
        isNew = stored === null;
        return ruleFor(event)(stored ?? createLease(newLease));
      });
      if (!isNew || !PAGE_ACTIVITY.includes(event.type)) return lease;
      const completion = await findCompletion(newLease);
      return completion ? update(lease, { type: 'completion-acknowledged', completion }) : lease;
    },
    complete,
    sweep,

    async stop(within) {
      isStopped = true;
      timer?.cancel();
      timer = null;
      const work = store.durable
        ? Promise.allSettled([sweeping, ...sending.values()])
        : completeAll(clock.now() + within);
      await finishesWithin(work, within, clock);
      if (store.durable) return;
      const { open } = await store.count();
      if (open > 0) logger.error('Stopped before Koji had acknowledged all completions.', { interviews: open });
    },

    count: () => store.count(),
    listParked: () => store.list('parked'),
  };
}
