import { describe, expect, it } from 'vitest';
import type { LeaseStore } from './lease-store.ts';
import { createMemoryStore } from './memory-store.ts';
import { flushEventLoop } from './testing/manual-clock.ts';
import { createProxyHarness, type ProxyHarness } from './testing/proxy-harness.ts';

const MINUTE = 60_000;
const left = (seq: number, page = 'a') => ({ reason: 'respondent_left', page, seq });
const reasonOf = ({ koji }: ProxyHarness, id: string) => koji.interviews.get(id)!.reason;

describe('leaving', () => {
  it('S6: a page that left and does not come back is completed as respondent_left after the grace', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    await world.call('complete', left(1), { ticket, beacon: true });
    await world.clock.advance(29_999);
    expect(world.koji.countCalls('complete')).toBe(0);
    await world.clock.advance(1);
    expect([world.koji.countCalls('complete'), reasonOf(world, id)]).toEqual([1, 'respondent_left']);
  });

  it('S7: a leave reported by both transports, and late ones of a page that was replaced, count as one or none', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    const first = await (await world.call('complete', left(1), { ticket, beacon: true })).json();
    await world.clock.advance(1000);
    expect(await (await world.call('complete', left(1), { ticket })).json()).toEqual(first);
    await world.call('resume', { page: 'b', seq: 0 }, { ticket });
    await world.call('complete', left(7), { ticket, beacon: true });
    await world.clock.advance(10 * MINUTE);
    expect([world.koji.countCalls('complete'), reasonOf(world, id)]).toEqual([0, null]);
  });

  it('the End button needs no grace', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    const response = await world.call('complete', { ...left(1), final: true }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([200, { reason: 'respondent_left' }]);
  });

  it('a hidden page has ten minutes, and a heartbeat as a beacon says so', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    const beat = await world.call('heartbeat', { state: 'hidden', page: 'a', seq: 1 }, { ticket, beacon: true });
    expect(beat.status).toBe(204);
    await world.clock.advance(10 * MINUTE - 1);
    expect(reasonOf(world, id)).toBeNull();
    await world.clock.advance(1);
    expect(reasonOf(world, id)).toBe('respondent_left');
  });
});

describe('the maximum duration', () => {
  it('S10: is in the view, and ends the interview once as timeout without any page', async () => {
    const world = createProxyHarness({ maxDuration: '15m' });
    const { view, id } = await world.startInterview();
    expect(view.ends_at).toBe(new Date(world.clock.now() + 15 * MINUTE).toISOString());
    await world.clock.advance(20 * MINUTE);
    expect([world.koji.countCalls('complete'), reasonOf(world, id)]).toEqual([1, 'timeout']);
  });

  it('S10: the timer of the page and the one of the proxy make one completion', async () => {
    const world = createProxyHarness({ maxDuration: '15m' });
    const { ticket, id } = await world.startInterview();
    await world.clock.advance(15 * MINUTE - 1);
    await world.call('complete', { reason: 'timeout' }, { ticket });
    await world.clock.advance(MINUTE);
    expect([world.koji.countCalls('complete'), reasonOf(world, id)]).toEqual([1, 'timeout']);
  });

  it('S11: without one no timeout comes, however long the respondent takes', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    for (let hour = 0; hour < 24; hour++) {
      await world.call('heartbeat', { state: 'visible', page: 'a', seq: 2 * hour }, { ticket });
      await world.clock.advance(29 * MINUTE);
    }
    expect(reasonOf(world, id)).toBeNull();
  });

  it('a message after the end is answered already_completed, and Koji does not hear of it', async () => {
    const world = createProxyHarness({ maxDuration: '15m' });
    const { ticket } = await world.startInterview();
    await world.clock.advance(15 * MINUTE);
    const response = await world.call('message', { content: 'Wait!' }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([409, { error: 'already_completed' }]);
    expect(world.koji.countCalls('message')).toBe(0);
  });
});

describe('a completion', () => {
  it('gives the caller its answer also where the timer was quicker than the call', async () => {
    const world = createProxyHarness({ store: createDistantStore() });
    const { ticket } = await world.startInterview();
    const asking = world.call('complete', { reason: 'natural' }, { ticket });
    for (let turn = 0; turn < 30; turn++) await world.clock.advance(0);
    const response = await asking;
    expect([response.status, world.koji.countCalls('complete')]).toEqual([200, 1]);
  });

  it.each([
    ['at hand', createMemoryStore],
    ['far away', createDistantStore],
  ])('S13: that many race for is made once, and all get the same answer, with a store %s', async (_, createStore) => {
    const world = createProxyHarness({ store: createStore() });
    const { ticket } = await world.startInterview();
    const reasons = ['natural', 'manual', 'timeout', 'natural', 'manual', 'timeout'];
    const responses = await Promise.all(reasons.map(reason => world.call('complete', { reason }, { ticket })));
    const bodies = await Promise.all(responses.map(response => response.json()));
    expect(responses.map(({ status }) => status)).toEqual(reasons.map(() => 200));
    for (const body of bodies) expect(body).toEqual(bodies[0]);
    expect(world.koji.countCalls('complete')).toBe(1);
  });

  it('S14, S15: that the team made first is a success, with the reason that Koji has', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    world.koji.completeManually(id);
    const response = await world.call('complete', { reason: 'natural' }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([200, { status: 'completed', reason: 'manual' }]);
    expect(await world.proxy.health()).toEqual({ open: 0, due: 0, parked: 0 });
  });

  it('S15: that was made before is a success too where the key may not read why', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    world.koji.completeManually(id);
    const { completed_at } = world.koji.interviews.get(id)!;
    await world.clock.advance(1000);
    world.koji.situation = 'read-forbidden';
    const response = await world.call('complete', { reason: 'natural' }, { ticket });
    expect([response.status, await response.json()]).toMatchObject([200, { reason: 'natural', completed_at }]);
  });

  it('S16: is not told a reason that Koji cannot be asked for just now, but completed a little later', async () => {
    let readsFail = true;
    const world = createProxyHarness();
    const proxied = createProxyHarness({
      clock: world.clock,
      fetch: async (input, init) => {
        if (readsFail && input instanceof Request && input.method === 'GET') throw new TypeError('fetch failed');
        return world.koji.fetch(input, init);
      },
    });
    const { ticket, id } = await proxied.startInterview();
    world.koji.completeManually(id);
    const first = await proxied.call('complete', { reason: 'natural' }, { ticket });
    expect([first.status, await first.json()]).toEqual([202, { status: 'completing' }]);
    readsFail = false;
    await world.clock.advance(MINUTE);
    const second = await proxied.call('complete', { reason: 'natural' }, { ticket });
    expect([second.status, await second.json()]).toMatchObject([200, { status: 'completed', reason: 'manual' }]);
  });

  it('waits as long as Koji asks', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    world.koji.situation = 'in-maintenance';
    await world.call('complete', { reason: 'natural' }, { ticket });
    await world.clock.advance(10 * MINUTE - 1);
    expect(world.koji.countCalls('complete')).toBe(1);
    world.koji.situation = 'healthy';
    await world.clock.advance(6000);
    expect(reasonOf(world, id)).toBe('natural');
  });

  it('that Koji does not answer in time is thanked for, and made later', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    world.koji.situation = 'silent';
    const answering = world.call('complete', { reason: 'natural' }, { ticket });
    await world.clock.advance(4000);
    const response = await answering;
    expect([response.status, await response.json()]).toEqual([202, { status: 'completing' }]);
    expect(await world.proxy.health()).toEqual({ open: 1, due: 1, parked: 0 });
    world.koji.situation = 'healthy';
    await world.clock.advance(MINUTE);
    expect(reasonOf(world, id)).toBe('natural');
    expect(await world.proxy.health()).toEqual({ open: 0, due: 0, parked: 0 });
  });

  it.each(['down', 'overloaded', 'html', 'redirecting'] as const)(
    'is tried again, less and less often, while Koji is %s',
    async situation => {
      const world = createProxyHarness();
      const { ticket, id } = await world.startInterview();
      world.koji.situation = situation;
      const response = await world.call('complete', { reason: 'manual' }, { ticket });
      expect([response.status, await response.json()]).toEqual([202, { status: 'completing' }]);
      await world.clock.advance(MINUTE);
      const inOneMinute = world.koji.countCalls('complete');
      expect(inOneMinute).toBeGreaterThan(3);
      expect(inOneMinute).toBeLessThan(10);
      await world.clock.advance(60 * MINUTE);
      expect(world.koji.countCalls('complete') - inOneMinute).toBeLessThan(25);
      world.koji.situation = 'healthy';
      await world.clock.advance(6 * MINUTE);
      expect(reasonOf(world, id)).toBe('manual');
    },
  );

  it('S88: waits as long as a rate limit asks, also for other interviews of the same key', async () => {
    const world = createProxyHarness({ studies: { churn: {}, onboarding: {} } });
    const [one, other] = [
      await world.startInterview({ study: 'churn' }),
      await world.startInterview({ study: 'onboarding' }),
    ];
    world.koji.situation = 'rate-limited';
    await world.call('complete', { reason: 'natural' }, { ticket: one.ticket });
    await world.call('complete', { reason: 'manual' }, { ticket: other.ticket });
    await world.clock.advance(19_999);
    expect(world.koji.countCalls('complete')).toBe(1);
    world.koji.situation = 'healthy';
    await world.clock.advance(10_000);
    expect([reasonOf(world, one.id), reasonOf(world, other.id)]).toEqual(['natural', 'manual']);
  });

  it.each([
    ['forbidden', 502, 'upstream_failed'],
    ['unauthorized', 502, 'upstream_failed'],
    ['not-found', 404, 'not_found'],
  ] as const)(
    'that Koji %s is parked, logged, counted and listed, and made when somebody asks again',
    async (situation, status, error) => {
      const world = createProxyHarness();
      const { ticket, id } = await world.startInterview();
      world.koji.situation = situation;
      const response = await world.call('complete', { reason: 'natural' }, { ticket });
      expect([response.status, await response.json()]).toMatchObject([status, { error }]);
      await world.clock.advance(60 * MINUTE);
      expect(world.koji.countCalls('complete')).toBe(1);
      expect(await world.proxy.health()).toEqual({ open: 0, due: 0, parked: 1 });
      expect(await world.proxy.parked()).toMatchObject([{ interview_id: id, reason: 'natural' }]);
      expect(world.logged).toMatchObject([{ message: expect.stringContaining('parked') }]);

      world.koji.situation = 'healthy';
      expect((await world.call('complete', { reason: 'manual' }, { ticket })).status).toBe(200);
      expect(reasonOf(world, id)).toBe('natural');
    },
  );

  it('of an end that Koji has not heard of yet shows as completed on resume', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    world.koji.situation = 'overloaded';
    await world.call('complete', { reason: 'natural' }, { ticket });
    world.koji.situation = 'healthy';
    const view = await (await world.call('resume', {}, { ticket })).json();
    expect(view).toMatchObject({ status: 'completed', question: null });
  });

  it('leaves no question open', async () => {
    const world = createProxyHarness();
    const { ticket, view } = await world.startInterview();
    expect(view.question).not.toBeNull();
    await world.call('complete', { reason: 'manual' }, { ticket });
    const after = await (await world.call('resume', {}, { ticket })).json();
    expect(after).toMatchObject({ status: 'completed', question: null });
  });

  it('is asked for at once where an interview starts and its lease can not be kept', async () => {
    const store = { ...createMemoryStore(), change: () => Promise.reject(new Error('no database')) };
    const world = createProxyHarness({ store });
    expect((await world.call('start', {})).status).toBe(500);
    expect([...world.koji.interviews.values()]).toMatchObject([{ status: 'completed', reason: 'respondent_left' }]);
  });
});

describe('sweep', () => {
  it('says what came of what was due', async () => {
    const world = createProxyHarness({ leaveGrace: 0 });
    const { ticket } = await world.startInterview();
    await world.startInterview();
    await world.call('complete', left(1), { ticket, beacon: true });
    expect(await world.proxy.sweep()).toEqual({ completed: 1, delayed: 0, parked: 0 });
    expect(await world.proxy.sweep()).toEqual({ completed: 0, delayed: 0, parked: 0 });
  });
});

/**
 * A store that answers like one behind a network: changes are made in order, and heard of later.
 */
function createDistantStore(): LeaseStore {
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
