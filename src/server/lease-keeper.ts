import type { Completion } from '../interview/completion.ts';
import type { ErrorCode } from '../interview/failures.ts';
import type { Clock } from './clock.ts';
import { type Lease, type LeaseEvent, type LeaseStart, type LeaseTimes, moveLease, openLease } from './lease.ts';
import type { LeaseCounts, LeaseStore } from './lease-store.ts';
import type { Logger } from './options.ts';

/** What came of sending a completion. */
export type Outcome =
  | { type: 'acknowledged'; completion: Completion }
  /** `retryAfter` in milliseconds. `crowded`: the key is being rate limited, so others that use it had better wait too. */
  | { type: 'unanswered'; retryAfter: number | null; crowded: boolean }
  | { type: 'refused'; code: ErrorCode };

export interface SweepResult {
  completed: number;
  /** Not answered yet, due again later. */
  delayed: number;
  parked: number;
}

export interface LeaseKeeper {
  /** Changes a lease, taking it up first where it is not known here. */
  move(start: LeaseStart, event: LeaseEvent | null): Promise<Lease>;
  /** Sends the completion of a closing lease whose time has come. One try, however many ask for it at once. */
  close(id: string): Promise<Lease>;
  /** Sends all completions that are due. */
  sweep(): Promise<SweepResult>;
  /** Stops the timer, and completes what a store that forgets would lose. Resolves after `within` milliseconds at the latest. */
  stop(within: number): Promise<void>;
  counts(): Promise<LeaseCounts>;
  parked(): Promise<Lease[]>;
}

export interface LeaseKeeperOptions {
  store: LeaseStore;
  clock: Clock;
  timesOf(study: string | null): LeaseTimes;
  /** What Koji's rate limit is counted by, for a study: its key. Default: each study for itself. */
  keyOf?(study: string | null): unknown;
  /** Sends one completion to Koji. Never rejects for what Koji does. */
  send(lease: Lease): Promise<Outcome>;
  logger: Logger;
  /** From 0 to 1, for jitter. */
  random(): number;
}

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 300_000;
/** However long Koji asks to be left alone: a mistake in a header must not lose a completion. */
const LONGEST_ASKED = 3_600_000;
const AT_ONCE = 8;
const STORE_WAIT = 5000;
/** Timers of most runtimes overflow after 24 days; this is soon enough. */
const LONGEST_TIMER = 3_600_000;

export function createLeaseKeeper(options: LeaseKeeperOptions): LeaseKeeper {
  const { store, clock, timesOf, keyOf = study => study, send, logger, random } = options;
  /** Completions being sent, and callers that want one sent. */
  const underWay = new Map<string, Promise<Lease>>();
  const closing = new Map<string, Promise<Lease>>();
  /** Settles when the leases that a sweep is claiming are under way. */
  let taking: Promise<unknown> = Promise.resolve();
  /** Until when these keys are left alone. */
  const quietUntil = new Map<unknown, number>();
  let sweeping: Promise<SweepResult> | null = null;
  let stopped = false;
  let timer: { at: number; cancel(): void } | null = null;

  const change = async (id: string, rule: (lease: Lease | null) => Lease) => {
    const lease = await store.change(id, rule);
    if (lease.status === 'open' || lease.status === 'closing') wakeAt(lease.due_at);
    return lease;
  };

  const apply = (event: LeaseEvent) => (lease: Lease) => moveLease(lease, event, clock.now(), timesOf(lease.study));

  const update = (lease: Lease, event: LeaseEvent) => change(lease.id, kept => apply(event)(kept ?? lease));

  function wakeAt(due: number) {
    if (stopped) return;
    const now = clock.now();
    const at = Math.min(Math.max(due, now), now + LONGEST_TIMER);
    if (timer && timer.at <= at) return;
    timer?.cancel();
    timer = { at, cancel: clock.setTimeout(() => void wake(), at - now) };
  }

  async function wake() {
    timer = null;
    try {
      await sweep();
      // Whoever stops may take the store away.
      if (!stopped) await wakeForNext();
    } catch (error) {
      if (stopped) return;
      logger.error('The lease store failed; looking again soon.', { error });
      wakeAt(clock.now() + STORE_WAIT);
    }
  }

  async function wakeForNext() {
    const next = await store.nextDueAt();
    if (next !== null) wakeAt(next);
    if (store.pollEvery !== undefined) wakeAt(clock.now() + store.pollEvery);
  }

  function sweep(): Promise<SweepResult> {
    sweeping ??= sweepOnce().finally(() => {
      sweeping = null;
    });
    return sweeping;
  }

  async function sweepOnce(): Promise<SweepResult> {
    const result: SweepResult = { completed: 0, delayed: 0, parked: 0 };
    for (;;) {
      // What is due in a store that lasts is left to those who last.
      if (stopped && store.durable) return result;
      const taken = store
        .takeDue(clock.now(), AT_ONCE, apply({ type: 'completion-tried' }))
        .then(due => ({ tries: due.map(attempt) }));
      taking = taken.catch(() => {});
      const { tries } = await taken;
      if (tries.length === 0) return result;
      for (const { status } of await Promise.all(tries)) {
        if (status === 'closed') result.completed++;
        else if (status === 'parked') result.parked++;
        else result.delayed++;
      }
    }
  }

  /** Sends a claimed lease's completion and notes what came of it. */
  const attempt = (claimed: Lease) => once(underWay, claimed.id, async () => update(claimed, await outcomeOf(claimed)));

  async function outcomeOf(lease: Lease): Promise<LeaseEvent> {
    const quiet = (quietUntil.get(keyOf(lease.study)) ?? 0) - clock.now();
    if (quiet > 0) return { type: 'completion-held', wait: spread(quiet) };

    const outcome = await send(lease);
    switch (outcome.type) {
      case 'acknowledged':
        return { type: 'completion-acknowledged', completion: outcome.completion };
      case 'refused':
        logger.error('Koji refuses to complete an interview; it is parked until somebody looks.', {
          interview_id: lease.id,
          study: lease.study,
          reason: lease.reason,
          code: outcome.code,
        });
        return { type: 'completion-refused', code: outcome.code };
      case 'unanswered': {
        const asked = outcome.retryAfter === null ? null : Math.min(outcome.retryAfter, LONGEST_ASKED);
        const backoff = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(lease.attempts, 20));
        // Half of the wait is left to chance, so that those who failed together don't come back together.
        const wait = Math.max(backoff * (0.5 + random() / 2), asked === null ? 0 : spread(asked));
        if (lease.attempts === 0) {
          logger.warn('Koji does not acknowledge a completion yet; it is tried again.', { interview_id: lease.id });
        }
        if (outcome.crowded) quietUntil.set(keyOf(lease.study), clock.now() + (asked ?? wait));
        return { type: 'completion-unanswered', wait };
      }
    }
  }

  /** Never sooner than asked, and not all in the same instant. */
  const spread = (wait: number) => wait + random() * Math.min(wait / 4, 5000);

  const close = (id: string) =>
    once(closing, id, async () => {
      let claimed = false;
      const lease = await store.change(id, kept => {
        if (!kept) throw new Error(`There is no lease for interview ${id}.`);
        const after = apply({ type: 'completion-tried' })(kept);
        claimed = after.status === 'closing' && after.due_at !== kept.due_at;
        return after;
      });
      if (claimed) return attempt(lease);
      if (lease.status !== 'closing') return lease;
      // The timer may have been quicker: then its try is ours too.
      await taking;
      return underWay.get(id) ?? store.change(id, kept => kept ?? lease);
    });

  async function flush(end: number) {
    for (const lease of await store.list('open')) {
      const reason = lease.concluded ? 'natural' : 'respondent_left';
      await update(lease, { type: 'completion-requested', reason });
    }
    for (;;) {
      await sweep();
      await Promise.allSettled(underWay.values());
      const next = await store.nextDueAt();
      if (next === null || next >= end || (await store.counts()).open === 0) return;
      await new Promise<void>(resolve => clock.setTimeout(resolve, next - clock.now()));
    }
  }

  // Another process may have left some behind.
  if (store.pollEvery !== undefined) wakeAt(clock.now());

  return {
    async move(start, event) {
      return change(start.id, kept => {
        const lease = kept ?? openLease(start, clock.now(), timesOf(start.study));
        return event ? apply(event)(lease) : lease;
      });
    },
    close,
    sweep,

    async stop(within) {
      stopped = true;
      timer?.cancel();
      timer = null;
      const work = store.durable ? Promise.allSettled([sweeping, ...underWay.values()]) : flush(clock.now() + within);
      await inTime(work, within, clock);
      if (store.durable) return;
      const { open } = await store.counts();
      if (open > 0) logger.error('Stopped with completions that Koji has not acknowledged.', { interviews: open });
    },

    counts: () => store.counts(),
    parked: () => store.list('parked'),
  };
}

/** Work that is done once however many ask for it at the same time: those who come later get what comes of the first. */
function once<T>(running: Map<string, Promise<T>>, id: string, work: () => Promise<T>): Promise<T> {
  const before = running.get(id);
  if (before) return before;
  const started = work().finally(() => running.delete(id));
  running.set(id, started);
  return started;
}

/** Waits for some work, but no longer than so many milliseconds. Says whether it was done by then. */
export async function inTime(work: Promise<unknown>, milliseconds: number, clock: Clock): Promise<boolean> {
  let cancel = () => {};
  const late = new Promise<boolean>(resolve => {
    cancel = clock.setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), late]);
  } finally {
    cancel();
  }
}
