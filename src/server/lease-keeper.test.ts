import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REASONS, type Reason } from '../interview/completion.ts';
import type { LeaseEvent, LeaseTimes } from './lease.ts';
import { createLeaseKeeper, type LeaseKeeper, type SendOutcome } from './lease-keeper.ts';
import { createMemoryStore } from './memory-store.ts';
import { createManualClock, flushMicrotasks } from './testing/manual-clock.ts';

const TIMES: LeaseTimes = { idleTime: 1800_000, hiddenGrace: 600_000, leaveGrace: 30_000, concludedGrace: 15_000 };
const STATS = { duration_seconds: 1, respondent_messages: 1, interviewer_messages: 1, total_messages: 2 };
const IDS = ['one', 'two', 'three'];

/** `lost`: Koji completes the interview, but its response is lost. */
type KojiBehaviour = 'acknowledges' | 'lost' | 'unavailable' | 'rate-limited';

type Step =
  | { do: 'event'; id: string; event: LeaseEvent }
  | { do: 'close'; id: string }
  | { do: 'wait'; milliseconds: number }
  /** How Koji behaves from now on, and how long it takes in milliseconds. */
  | { do: 'koji'; behaviour: KojiBehaviour; delay: number }
  /** The process crashes, and another one continues with the store. */
  | { do: 'crash' };

describe('the lease keeper', () => {
  const report = fc.record({ page: fc.constantFrom('a', 'b'), seq: fc.nat(9) });
  const event: fc.Arbitrary<LeaseEvent> = fc.oneof(
    fc.constant<LeaseEvent>({ type: 'message-sent' }),
    fc.constant<LeaseEvent>({ type: 'interview-concluded' }),
    fc
      .tuple(fc.constantFrom('page-left', 'page-hidden', 'page-visible', 'page-resumed'), report)
      .map(([type, each]) => ({ type, report: each }) as LeaseEvent),
    fc.constantFrom(...REASONS).map((reason): LeaseEvent => ({ type: 'completion-requested', reason })),
  );
  const id = fc.constantFrom(...IDS);
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constant('event' as const), id, event }),
    fc.record({ do: fc.constant('close' as const), id }),
    fc.record({
      do: fc.constant('wait' as const),
      milliseconds: fc.constantFrom(10, 1000, 20_000, 40_000, 700_000, 2_000_000),
    }),
    fc.record({
      do: fc.constant('koji' as const),
      behaviour: fc.constantFrom<KojiBehaviour>('acknowledges', 'lost', 'unavailable', 'rate-limited'),
      delay: fc.constantFrom(0, 50, 10_000),
    }),
    fc.constant<Step>({ do: 'crash' }),
  );

  it('completes every interview with its first closing reason, whatever happens to it, to Koji and to the process', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const clock = createManualClock(0, flushMicrotasks);
        const store = createMemoryStore();
        const completed = new Map<string, Reason>();
        const closingReasons = new Map<string, Reason>();
        const sent: string[] = [];
        let behaviour: KojiBehaviour = 'acknowledges';
        let delay = 0;
        let currentProcess = 0;

        function createKeeper(): LeaseKeeper {
          const process = ++currentProcess;
          return createLeaseKeeper({
            store: { ...store, durable: true, pollEvery: 60_000 },
            // The timers of a crashed process never fire.
            clock: {
              now: clock.now,
              setTimeout: (run, wait) => clock.setTimeout(() => process === currentProcess && run(), wait),
            },
            getTimes: () => TIMES,
            logger: { warn() {}, error() {} },
            random: () => 0.5,
            async send(lease): Promise<SendOutcome> {
              if (process !== currentProcess) return new Promise(() => {});
              sent.push(lease.id);
              const behaviourAtStart = behaviour;
              if (delay > 0) await new Promise<void>(resolve => clock.setTimeout(resolve, delay));
              if (behaviourAtStart === 'acknowledges' || behaviourAtStart === 'lost') {
                if (!completed.has(lease.id)) completed.set(lease.id, lease.reason);
              }
              if (process !== currentProcess) return new Promise(() => {});
              if (behaviourAtStart === 'acknowledges') {
                const completion = { reason: completed.get(lease.id)!, completed_at: '', stats: STATS };
                return { type: 'acknowledged', completion };
              }
              return {
                type: 'unavailable',
                retryAfter: behaviourAtStart === 'rate-limited' ? 20_000 : null,
                isRateLimited: behaviourAtStart === 'rate-limited',
              };
            },
          });
        }

        let keeper = createKeeper();
        const apply = async (id: string, each: LeaseEvent | null) => {
          const newLease = { id, study: null, ticket: '', ends_at: null };
          const lease = await (each ? keeper.apply(newLease, each) : keeper.open(newLease));
          // A closed lease is deleted after a while; the event then opens a new one.
          if (completed.has(id)) return;
          if (lease.status !== 'open' && !closingReasons.has(id)) closingReasons.set(id, lease.reason);
          if (closingReasons.has(id)) expect(lease.reason).toBe(closingReasons.get(id));
        };
        for (const each of IDS) await apply(each, null);

        for (const each of steps) {
          if (each.do === 'event') await apply(each.id, each.event);
          // A closed lease is deleted after a while; completing it then rejects.
          else if (each.do === 'close') void keeper.complete(each.id).catch(() => {});
          else if (each.do === 'wait') await clock.advance(each.milliseconds);
          else if (each.do === 'crash') keeper = createKeeper();
          else ({ behaviour, delay } = each);
        }

        behaviour = 'acknowledges';
        for (let minutes = 0; minutes < 60; minutes += 5) await clock.advance(300_000);
        expect(await keeper.count()).toEqual({ open: 0, due: 0, parked: 0 });
        for (const each of IDS) {
          expect(completed.has(each)).toBe(true);
          if (closingReasons.has(each)) expect(completed.get(each)).toBe(closingReasons.get(each));
        }
        const before = sent.length;
        await clock.advance(1_000_000);
        expect(sent.length).toBe(before);
      }),
      { numRuns: 400 },
    );
  });

  it('sends at most eight completions at a time', async () => {
    const clock = createManualClock();
    let running = 0;
    let mostRunning = 0;
    const keeper = createLeaseKeeper({
      store: createMemoryStore(),
      clock,
      getTimes: () => TIMES,
      logger: console,
      random: () => 0.5,
      async send() {
        mostRunning = Math.max(mostRunning, ++running);
        await new Promise<void>(resolve => clock.setTimeout(resolve, 10));
        running--;
        return { type: 'acknowledged', completion: { reason: 'natural', completed_at: '', stats: STATS } };
      },
    });
    for (let n = 0; n < 30; n++) await keeper.open({ id: `${n}`, study: null, ticket: '', ends_at: null });
    await clock.advance(TIMES.idleTime + 1000);
    expect([mostRunning, (await keeper.count()).open]).toEqual([8, 0]);
  });

  it('gives a caller the result of the attempt that the timer has started', async () => {
    const store = createMemoryStore();
    let releaseClaim = () => {};
    const claimReleased = new Promise<void>(resolve => {
      releaseClaim = resolve;
    });
    let sent = 0;
    const keeper = createLeaseKeeper({
      store: {
        ...store,
        async claimDue(...args) {
          const due = await store.claimDue(...args);
          await claimReleased;
          return due;
        },
      },
      clock: createManualClock(0, flushMicrotasks),
      getTimes: () => TIMES,
      logger: console,
      random: () => 0.5,
      async send() {
        sent++;
        return { type: 'acknowledged', completion: { reason: 'natural', completed_at: '', stats: STATS } };
      },
    });
    const newLease = { id: 'one', study: null, ticket: '', ends_at: null };
    await keeper.apply(newLease, { type: 'completion-requested', reason: 'natural' });
    void keeper.sweep();
    await flushMicrotasks();
    const completing = keeper.complete('one');
    await flushMicrotasks();
    releaseClaim();
    expect([(await completing).status, sent]).toEqual(['closed', 1]);
  });

  it('waits an hour at most, even if Retry-After asks for years', async () => {
    const clock = createManualClock(0, flushMicrotasks);
    let sent = 0;
    const keeper = createLeaseKeeper({
      store: createMemoryStore(),
      clock,
      getTimes: () => TIMES,
      logger: { warn() {}, error() {} },
      random: () => 1,
      async send() {
        sent++;
        return { type: 'unavailable', retryAfter: 1e12, isRateLimited: true };
      },
    });
    const newLease = { id: 'one', study: null, ticket: '', ends_at: null };
    await keeper.apply(newLease, { type: 'completion-requested', reason: 'natural' });
    await clock.advance(3_600_000);
    expect(sent).toBe(1);
    await clock.advance(10_000);
    expect(sent).toBe(2);
  });

  it('stops sending, and stops using the store, if a durable store keeps the rest for others', async () => {
    const clock = createManualClock(0, flushMicrotasks);
    const store = createMemoryStore();
    let storeCalls = 0;
    const counting = <Args extends unknown[], Result>(method: (...args: Args) => Result) => {
      return (...args: Args) => {
        storeCalls++;
        return method(...args);
      };
    };
    const acknowledge: (() => void)[] = [];
    const keeper = createLeaseKeeper({
      store: {
        ...store,
        durable: true,
        pollEvery: 1000,
        claimDue: counting(store.claimDue),
        findNextDueAt: counting(store.findNextDueAt),
        change: counting(store.change),
      },
      clock,
      getTimes: () => TIMES,
      logger: console,
      random: () => 0.5,
      async send() {
        await new Promise<void>(resolve => acknowledge.push(resolve));
        return { type: 'acknowledged', completion: { reason: 'natural', completed_at: '', stats: STATS } };
      },
    });
    for (let n = 0; n < 30; n++) await keeper.open({ id: `${n}`, study: null, ticket: '', ends_at: null });
    await clock.advance(TIMES.idleTime);
    const stopping = keeper.stop(10_000);
    for (const resolve of acknowledge) resolve();
    await stopping;
    expect([acknowledge.length, (await keeper.count()).open]).toEqual([8, 22]);
    storeCalls = 0;
    await clock.advance(60_000);
    expect(storeCalls).toBe(0);
  });

  it('tries again soon after the store failed', async () => {
    const clock = createManualClock();
    const store = createMemoryStore();
    const logged: string[] = [];
    let isFailing = true;
    const keeper = createLeaseKeeper({
      store: {
        ...store,
        claimDue: (...args) => (isFailing ? Promise.reject(new Error('no database')) : store.claimDue(...args)),
      },
      clock,
      getTimes: () => TIMES,
      logger: { warn() {}, error: message => logged.push(message) },
      random: () => 0.5,
      send: async () => ({ type: 'acknowledged', completion: { reason: 'natural', completed_at: '', stats: STATS } }),
    });
    await keeper.open({ id: 'one', study: null, ticket: '', ends_at: null });
    await clock.advance(TIMES.idleTime + 1000);
    expect([logged.length, (await keeper.count()).open]).toEqual([1, 1]);
    isFailing = false;
    await clock.advance(5000);
    expect((await keeper.count()).open).toBe(0);
  });
});
