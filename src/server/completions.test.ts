import { describe, expect, it } from 'vitest';
import type { LeaseStore } from './lease-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { flushEventLoop } from './testing/manual-clock.ts';
import { createProxyHarness, type ProxyHarness } from './testing/proxy-harness.ts';

const MINUTE = 60_000;
const left = (seq: number, page = 'a') => ({ reason: 'respondent_left', page, seq });
const reasonOf = ({ koji }: ProxyHarness, id: string) => koji.interviews.get(id)!.reason;

describe('a leave', () => {
  it('S6: completes as respondent_left after the grace if the page doesn’t come back', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    await harness.call('complete', left(1), { ticket, beacon: true });
    await harness.clock.advance(29_999);
    expect(harness.koji.countCalls('complete')).toBe(0);
    await harness.clock.advance(1);
    expect([harness.koji.countCalls('complete'), reasonOf(harness, id)]).toEqual([1, 'respondent_left']);
  });

  it('S7: counts a leave that both transports report once, and ignores late leaves of a replaced page', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    const first = await (await harness.call('complete', left(1), { ticket, beacon: true })).json();
    await harness.clock.advance(1000);
    expect(await (await harness.call('complete', left(1), { ticket })).json()).toEqual(first);
    await harness.call('resume', { page: 'b', seq: 0 }, { ticket });
    await harness.call('complete', left(7), { ticket, beacon: true });
    await harness.clock.advance(10 * MINUTE);
    expect([harness.koji.countCalls('complete'), reasonOf(harness, id)]).toEqual([0, null]);
  });

  describe.each([
    ['a text/plain beacon', { beacon: true }],
    ['JSON with the ticket in the header', { beacon: false }],
  ])('reported by %s', (_, transport) => {
    const reports: [string, string, (page: string, seq: number) => object][] = [
      ['leave', 'complete', (page, seq) => left(seq, page)],
      ['hidden page', 'heartbeat', (page, seq) => ({ state: 'hidden', page, seq })],
    ];

    it.each(reports)('S7: counts: %s', async (_name, route, report) => {
      const harness = createProxyHarness({ hiddenGrace: '30s' });
      const { ticket, id } = await harness.startInterview();
      await harness.call(route, report('a', 1), { ticket, ...transport });
      await harness.clock.advance(30_000);
      expect(reasonOf(harness, id)).toBe('respondent_left');
    });

    it.each(reports)(
      'S7: changes nothing if it comes twice, late, or from a replaced page: %s',
      async (_name, route, report) => {
        const store = createMemoryStore();
        const harness = createProxyHarness({ store });
        const { ticket, id } = await harness.startInterview();
        await harness.call('resume', { page: 'a', seq: 1 }, { ticket });
        await harness.call('heartbeat', { state: 'visible', page: 'a', seq: 5 }, { ticket });
        await harness.call('resume', { page: 'b', seq: 1 }, { ticket });
        const before = await store.list('open');
        await harness.clock.advance(1000);
        for (const [page, seq] of [
          ['b', 1],
          ['b', 0],
          ['a', 5],
          ['a', 4],
          ['a', 99],
          ['c', 1],
        ] as const) {
          const response = await harness.call(route, report(page, seq), { ticket, ...transport });
          expect([page, seq, response.status]).toEqual([page, seq, route === 'complete' ? 202 : 204]);
        }
        expect(await store.list('open')).toEqual(before);
        await harness.clock.advance(29 * MINUTE);
        expect(reasonOf(harness, id)).toBeNull();
      },
    );
  });

  it('completes at once after the End button', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    const response = await harness.call('complete', { ...left(1), final: true }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([200, { reason: 'respondent_left' }]);
  });

  it('completes ten minutes after a beacon reported the page as hidden', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    const beat = await harness.call('heartbeat', { state: 'hidden', page: 'a', seq: 1 }, { ticket, beacon: true });
    expect(beat.status).toBe(204);
    await harness.clock.advance(10 * MINUTE - 1);
    expect(reasonOf(harness, id)).toBeNull();
    await harness.clock.advance(1);
    expect(reasonOf(harness, id)).toBe('respondent_left');
  });
});

describe('the maximum duration', () => {
  it('S10: is in the view, and completes the interview once as timeout without any page', async () => {
    const harness = createProxyHarness({ maxDuration: '15m' });
    const { view, id } = await harness.startInterview();
    expect(view.ends_at).toBe(new Date(harness.clock.now() + 15 * MINUTE).toISOString());
    await harness.clock.advance(20 * MINUTE);
    expect([harness.koji.countCalls('complete'), reasonOf(harness, id)]).toEqual([1, 'timeout']);
  });

  it('S10: makes one completion of the page’s timer and the proxy’s', async () => {
    const harness = createProxyHarness({ maxDuration: '15m' });
    const { ticket, id } = await harness.startInterview();
    await harness.clock.advance(15 * MINUTE - 1);
    await harness.call('complete', { reason: 'timeout' }, { ticket });
    await harness.clock.advance(MINUTE);
    expect([harness.koji.countCalls('complete'), reasonOf(harness, id)]).toEqual([1, 'timeout']);
  });

  it('S11: never times out without a maximum, however long the respondent takes', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    for (let hour = 0; hour < 24; hour++) {
      await harness.call('heartbeat', { state: 'visible', page: 'a', seq: 2 * hour }, { ticket });
      await harness.clock.advance(29 * MINUTE);
    }
    expect(reasonOf(harness, id)).toBeNull();
  });

  it('refuses a message after the end with already_completed, without calling Koji', async () => {
    const harness = createProxyHarness({ maxDuration: '15m' });
    const { ticket } = await harness.startInterview();
    await harness.clock.advance(15 * MINUTE);
    const response = await harness.call('message', { content: 'Wait!' }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([409, { error: 'already_completed' }]);
    expect(harness.koji.countCalls('message')).toBe(0);
  });
});

describe('a completion', () => {
  it('responds to the caller even if the timer sent the completion first', async () => {
    const harness = createProxyHarness({ store: createSlowStore() });
    const { ticket } = await harness.startInterview();
    const responded = harness.call('complete', { reason: 'natural' }, { ticket });
    for (let turn = 0; turn < 30; turn++) await harness.clock.advance(0);
    const response = await responded;
    expect([response.status, harness.koji.countCalls('complete')]).toEqual([200, 1]);
  });

  it.each([
    ['fast', createMemoryStore],
    ['slow', createSlowStore],
  ])('S13: is sent once for racing callers, who get the same response, with a %s store', async (_, createStore) => {
    const harness = createProxyHarness({ store: createStore() });
    const { ticket } = await harness.startInterview();
    const reasons = ['natural', 'manual', 'timeout', 'natural', 'manual', 'timeout'];
    const responses = await Promise.all(reasons.map(reason => harness.call('complete', { reason }, { ticket })));
    const bodies = await Promise.all(responses.map(response => response.json()));
    expect(responses.map(({ status }) => status)).toEqual(reasons.map(() => 200));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(harness.koji.countCalls('complete')).toBe(1);
  });

  it('S14, S15: succeeds after a completion by the team, with Koji’s reason', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    harness.koji.completeManually(id);
    const response = await harness.call('complete', { reason: 'natural' }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([200, { status: 'completed', reason: 'manual' }]);
    expect(await harness.proxy.health()).toEqual({ open: 0, due: 0, parked: 0 });
  });

  it('S15: succeeds after an earlier completion even if the key may not read its reason', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    harness.koji.completeManually(id);
    const { completed_at } = harness.koji.interviews.get(id)!;
    await harness.clock.advance(1000);
    harness.koji.situation = 'read-forbidden';
    const response = await harness.call('complete', { reason: 'natural' }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([200, { reason: 'natural', completed_at }]);
  });

  it('S16: completes later, with Koji’s reason, if the reason can’t be read at the moment', async () => {
    let readFails = true;
    const harness = createProxyHarness();
    const withoutReads = createProxyHarness({
      clock: harness.clock,
      fetch: async (input, init) => {
        if (readFails && input instanceof Request && input.method === 'GET') throw new TypeError('fetch failed');
        return harness.koji.fetch(input, init);
      },
    });
    const { ticket, id } = await withoutReads.startInterview();
    harness.koji.completeManually(id);
    const first = await withoutReads.call('complete', { reason: 'natural' }, { ticket });
    expect([first.status, await first.json()]).toEqual([202, { status: 'completing' }]);
    readFails = false;
    await harness.clock.advance(MINUTE);
    const second = await withoutReads.call('complete', { reason: 'natural' }, { ticket });
    expect([second.status, await second.json()]).toMatchObject([200, { status: 'completed', reason: 'manual' }]);
  });

  it('waits as long as Retry-After asks', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    harness.koji.situation = 'in-maintenance';
    await harness.call('complete', { reason: 'natural' }, { ticket });
    await harness.clock.advance(10 * MINUTE - 1);
    expect(harness.koji.countCalls('complete')).toBe(1);
    harness.koji.situation = 'healthy';
    await harness.clock.advance(6000);
    expect(reasonOf(harness, id)).toBe('natural');
  });

  it('responds with completing if Koji takes too long, and completes later', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    harness.koji.situation = 'silent';
    const responded = harness.call('complete', { reason: 'natural' }, { ticket });
    await harness.clock.advance(4000);
    const response = await responded;
    expect([response.status, await response.json()]).toEqual([202, { status: 'completing' }]);
    expect(await harness.proxy.health()).toEqual({ open: 1, due: 1, parked: 0 });
    harness.koji.situation = 'healthy';
    await harness.clock.advance(MINUTE);
    expect(reasonOf(harness, id)).toBe('natural');
    expect(await harness.proxy.health()).toEqual({ open: 0, due: 0, parked: 0 });
  });

  it.each(['down', 'overloaded', 'html', 'redirecting'] as const)(
    'is retried with growing delays while Koji’s situation is %s',
    async situation => {
      const harness = createProxyHarness();
      const { ticket, id } = await harness.startInterview();
      harness.koji.situation = situation;
      const response = await harness.call('complete', { reason: 'manual' }, { ticket });
      expect([response.status, await response.json()]).toEqual([202, { status: 'completing' }]);
      await harness.clock.advance(MINUTE);
      const firstMinute = harness.koji.countCalls('complete');
      expect(firstMinute).toBeGreaterThan(3);
      expect(firstMinute).toBeLessThan(10);
      await harness.clock.advance(60 * MINUTE);
      expect(harness.koji.countCalls('complete') - firstMinute).toBeLessThan(25);
      harness.koji.situation = 'healthy';
      await harness.clock.advance(6 * MINUTE);
      expect(reasonOf(harness, id)).toBe('manual');
    },
  );

  it('S88: waits as long as a rate limit asks, for all interviews of the same key', async () => {
    const harness = createProxyHarness({ studies: { churn: {}, onboarding: {} } });
    const [one, other] = [
      await harness.startInterview({ study: 'churn' }),
      await harness.startInterview({ study: 'onboarding' }),
    ];
    harness.koji.situation = 'rate-limited';
    await harness.call('complete', { reason: 'natural' }, { ticket: one.ticket });
    await harness.call('complete', { reason: 'manual' }, { ticket: other.ticket });
    await harness.clock.advance(19_999);
    expect(harness.koji.countCalls('complete')).toBe(1);
    harness.koji.situation = 'healthy';
    await harness.clock.advance(10_000);
    expect([reasonOf(harness, one.id), reasonOf(harness, other.id)]).toEqual(['natural', 'manual']);
  });

  it.each([
    ['forbidden', 502, 'upstream_failed'],
    ['unauthorized', 502, 'upstream_failed'],
    ['not-found', 404, 'not_found'],
  ] as const)(
    'is parked, logged, counted and listed if Koji responds %s, and sent when somebody asks again',
    async (situation, status, error) => {
      const harness = createProxyHarness();
      const { ticket, id } = await harness.startInterview();
      harness.koji.situation = situation;
      const response = await harness.call('complete', { reason: 'natural' }, { ticket });
      expect([response.status, await response.json()]).toMatchObject([status, { error }]);
      await harness.clock.advance(60 * MINUTE);
      expect(harness.koji.countCalls('complete')).toBe(1);
      expect(await harness.proxy.health()).toEqual({ open: 0, due: 0, parked: 1 });
      expect(await harness.proxy.parked()).toMatchObject([{ interview_id: id, reason: 'natural' }]);
      expect(harness.logged).toMatchObject([{ message: expect.stringContaining('parked') }]);

      harness.koji.situation = 'healthy';
      expect((await harness.call('complete', { reason: 'manual' }, { ticket })).status).toBe(200);
      expect(reasonOf(harness, id)).toBe('natural');
    },
  );

  it('shows as completed on resume before Koji has acknowledged it', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    harness.koji.situation = 'overloaded';
    await harness.call('complete', { reason: 'natural' }, { ticket });
    harness.koji.situation = 'healthy';
    const view = await (await harness.call('resume', {}, { ticket })).json();
    expect(view).toMatchObject({ status: 'completed', question: null });
  });

  it.each([
    ['before Koji is asked', 1],
    ['after Koji was asked', 2],
  ])('is shown on resume even if the store fails to record it %s', async (_, changesBefore) => {
    const store = createMemoryStore();
    let changesLeft = Number.POSITIVE_INFINITY;
    const harness = createProxyHarness({
      store: {
        ...store,
        change: async (id, rule) => {
          if (changesLeft-- > 0) return store.change(id, rule);
          throw new Error('no database');
        },
        // So that the resume is the first to find that the completion is due.
        claimDue: () => Promise.reject(new Error('no database')),
      },
    });
    const { ticket, id } = await harness.startInterview();
    await harness.call('complete', left(1), { ticket });
    await harness.clock.advance(MINUTE);
    harness.koji.completeManually(id);
    changesLeft = changesBefore;
    const response = await harness.call('resume', {}, { ticket });
    expect([response.status, await response.json()]).toMatchObject([200, { status: 'completed' }]);
    expect(JSON.stringify(harness.logged)).toContain(id);
  });

  it('leaves no open question in the view', async () => {
    const harness = createProxyHarness();
    const { ticket, view } = await harness.startInterview();
    expect(view.question).not.toBeNull();
    await harness.call('complete', { reason: 'manual' }, { ticket });
    const after = await (await harness.call('resume', {}, { ticket })).json();
    expect(after).toMatchObject({ status: 'completed', question: null });
  });

  it('is sent at once if the lease of a new interview can’t be stored', async () => {
    const store = { ...createMemoryStore(), change: () => Promise.reject(new Error('no database')) };
    const harness = createProxyHarness({ store });
    expect((await harness.call('start', {})).status).toBe(500);
    expect([...harness.koji.interviews.values()]).toMatchObject([{ status: 'completed', reason: 'respondent_left' }]);
  });
});

describe('sweep', () => {
  it('counts what it completed', async () => {
    const harness = createProxyHarness({ leaveGrace: 0 });
    const { ticket } = await harness.startInterview();
    await harness.startInterview();
    await harness.call('complete', left(1), { ticket, beacon: true });
    expect(await harness.proxy.sweep()).toEqual({ completed: 1, delayed: 0, parked: 0 });
    expect(await harness.proxy.sweep()).toEqual({ completed: 0, delayed: 0, parked: 0 });
  });
});

/**
 * Creates a store with latency, as behind a network: it applies changes in order and responds
 * later.
 */
function createSlowStore(): LeaseStore {
  const store = createMemoryStore();
  return {
    ...store,
    async change(id, rule) {
      const lease = await store.change(id, rule);
      await flushEventLoop();
      return lease;
    },
    async claimDue(...args) {
      const due = await store.claimDue(...args);
      await flushEventLoop();
      return due;
    },
  };
}
