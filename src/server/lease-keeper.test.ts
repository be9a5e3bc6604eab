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

type Answer = 'ok' | 'lost' | 'unanswered' | 'crowded';

type Step =
  | { do: 'event'; id: string; event: LeaseEvent }
  | { do: 'close'; id: string }
  | { do: 'wait'; milliseconds: number }
  /** How Koji answers from now on, and after how long. */
  | { do: 'koji'; answer: Answer; delay: number }
  /** The process dies and another takes over what the store holds. */
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
      answer: fc.constantFrom<Answer>('ok', 'lost', 'unanswered', 'crowded'),
      delay: fc.constantFrom(0, 50, 10_000),
    }),
    fc.constant<Step>({ do: 'crash' }),
  );

  it('sees every interview completed for its first closing reason, whatever happens to it, to Koji and to itself', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async steps => {
        const clock = createManualClock(0, flushMicrotasks);
        const store = createMemoryStore();
        const completed = new Map<string, Reason>();
        const settled = new Map<string, Reason>();
        const sent: string[] = [];
        let answer: Answer = 'ok';
        let delay = 0;
        let life = 0;

        function createKeeper(): LeaseKeeper {
          const mine = ++life;
          return createLeaseKeeper({
            store: { ...store, durable: true, pollEvery: 60_000 },
            // Nothing that a dead process has set going comes back.
            clock: { now: clock.now, setTimeout: (run, wait) => clock.setTimeout(() => mine === life && run(), wait) },
            timesOf: () => TIMES,
            logger: { warn() {}, error() {} },
            random: () => 0.5,
            async send(lease): Promise<SendOutcome> {
              if (mine !== life) return new Promise(() => {});
              sent.push(lease.id);
              const now = answer;
              if (delay > 0) await new Promise<void>(resolve => clock.setTimeout(resolve, delay));
              if (now === 'ok' || now === 'lost') {
                if (!completed.has(lease.id)) completed.set(lease.id, lease.reason);
              }
              if (mine !== life) return new Promise(() => {});
              if (now === 'ok') {
                const completion = { reason: completed.get(lease.id)!, completed_at: '', stats: STATS };
                return { type: 'acknowledged', completion };
              }
              return {
                type: 'unavailable',
                retryAfter: now === 'crowded' ? 20_000 : null,
                isRateLimited: now === 'crowded',
              };
            },
          });
        }

        let keeper = createKeeper();
        const move = async (id: string, each: LeaseEvent | null) => {
          const lease = await keeper.apply({ id, study: null, ticket: '', ends_at: null }, each);
          // A closed lease is forgotten after a while; what is taken up again then has an end
          // already.
          if (completed.has(id)) return;
          if (lease.status !== 'open' && !settled.has(id)) settled.set(id, lease.reason);
          if (settled.has(id)) expect(lease.reason).toBe(settled.get(id));
        };
        for (const each of IDS) await move(each, null);

        for (const each of steps) {
          if (each.do === 'event') await move(each.id, each.event);
          // A lease that is closed is forgotten after a while, and can't be closed again.
          else if (each.do === 'close') void keeper.complete(each.id).catch(() => {});
          else if (each.do === 'wait') await clock.advance(each.milliseconds);
          else if (each.do === 'crash') keeper = createKeeper();
          else ({ answer, delay } = each);
        }

        answer = 'ok';
        for (let minutes = 0; minutes < 60; minutes += 5) await clock.advance(300_000);
        expect(await keeper.count()).toEqual({ open: 0, due: 0, parked: 0 });
        for (const each of IDS) {
          expect(completed.has(each)).toBe(true);
          if (settled.has(each)) expect(completed.get(each)).toBe(settled.get(each));
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
    let now = 0;
    let most = 0;
    const keeper = createLeaseKeeper({
      store: createMemoryStore(),
      clock,
      timesOf: () => TIMES,
      logger: console,
      random: () => 0.5,
      async send() {
        most = Math.max(most, ++now);
        await new Promise<void>(resolve => clock.setTimeout(resolve, 10));
        now--;
        return { type: 'acknowledged', completion: { reason: 'natural', completed_at: '', stats: STATS } };
      },
    });
    for (let n = 0; n < 30; n++) await keeper.apply({ id: `${n}`, study: null, ticket: '', ends_at: null }, null);
    await clock.advance(TIMES.idleTime + 1000);
    expect([most, (await keeper.count()).open]).toEqual([8, 0]);
  });

  it('gives a caller what comes of the timer’s try where the timer was quicker', async () => {
    const store = createMemoryStore();
    let arrive = () => {};
    const arrived = new Promise<void>(resolve => {
      arrive = resolve;
    });
    let sent = 0;
    const keeper = createLeaseKeeper({
      store: {
        ...store,
        async claimDue(...args) {
          const due = await store.claimDue(...args);
          await arrived;
          return due;
        },
      },
      clock: createManualClock(0, flushMicrotasks),
      timesOf: () => TIMES,
      logger: console,
      random: () => 0.5,
      async send() {
        sent++;
        return { type: 'acknowledged', completion: { reason: 'natural', completed_at: '', stats: STATS } };
      },
    });
    const start = { id: 'one', study: null, ticket: '', ends_at: null };
    await keeper.apply(start, { type: 'completion-requested', reason: 'natural' });
    void keeper.sweep();
    await flushMicrotasks();
    const closing = keeper.complete('one');
    await flushMicrotasks();
    arrive();
    expect([(await closing).status, sent]).toEqual(['closed', 1]);
  });

  it('does not believe a Koji that asks to be left alone for years', async () => {
    const clock = createManualClock(0, flushMicrotasks);
    let sent = 0;
    const keeper = createLeaseKeeper({
      store: createMemoryStore(),
      clock,
      timesOf: () => TIMES,
      logger: { warn() {}, error() {} },
      random: () => 1,
      async send() {
        sent++;
        return { type: 'unavailable', retryAfter: 1e12, isRateLimited: true };
      },
    });
    const start = { id: 'one', study: null, ticket: '', ends_at: null };
    await keeper.apply(start, { type: 'completion-requested', reason: 'natural' });
    await clock.advance(3_600_000);
    expect(sent).toBe(1);
    await clock.advance(10_000);
    expect(sent).toBe(2);
  });

  it('that stops leaves to others what is due in a store that lasts, and asks nothing more of it', async () => {
    const clock = createManualClock(0, flushMicrotasks);
    const store = createMemoryStore();
    let asked = 0;
    const asking = <Args extends unknown[], Answer>(ask: (...args: Args) => Answer) => {
      return (...args: Args) => {
        asked++;
        return ask(...args);
      };
    };
    const answers: (() => void)[] = [];
    const keeper = createLeaseKeeper({
      store: {
        ...store,
        durable: true,
        pollEvery: 1000,
        claimDue: asking(store.claimDue),
        findNextDueAt: asking(store.findNextDueAt),
        change: asking(store.change),
      },
      clock,
      timesOf: () => TIMES,
      logger: console,
      random: () => 0.5,
      async send() {
        await new Promise<void>(resolve => answers.push(resolve));
        return { type: 'acknowledged', completion: { reason: 'natural', completed_at: '', stats: STATS } };
      },
    });
    for (let n = 0; n < 30; n++) await keeper.apply({ id: `${n}`, study: null, ticket: '', ends_at: null }, null);
    await clock.advance(TIMES.idleTime);
    const stopping = keeper.stop(10_000);
    for (const answer of answers) answer();
    await stopping;
    expect([answers.length, (await keeper.count()).open]).toEqual([8, 22]);
    asked = 0;
    await clock.advance(60_000);
    expect(asked).toBe(0);
  });

  it('looks again soon when the store fails', async () => {
    const clock = createManualClock();
    const store = createMemoryStore();
    const logged: string[] = [];
    let failing = true;
    const keeper = createLeaseKeeper({
      store: {
        ...store,
        claimDue: (...args) => (failing ? Promise.reject(new Error('no database')) : store.claimDue(...args)),
      },
      clock,
      timesOf: () => TIMES,
      logger: { warn() {}, error: message => logged.push(message) },
      random: () => 0.5,
      send: async () => ({ type: 'acknowledged', completion: { reason: 'natural', completed_at: '', stats: STATS } }),
    });
    await keeper.apply({ id: 'one', study: null, ticket: '', ends_at: null }, null);
    await clock.advance(TIMES.idleTime + 1000);
    expect([logged.length, (await keeper.count()).open]).toEqual([1, 1]);
    failing = false;
    await clock.advance(5000);
    expect((await keeper.count()).open).toBe(0);
  });
});
