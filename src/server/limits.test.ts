import { describe, expect, it } from 'vitest';
import { createProxyHarness, type ProxyHarness } from './testing/proxy-harness.ts';

const countCalls = ({ koji }: ProxyHarness) => koji.calls.length;

describe('the budget of a ticket', () => {
  it.each([
    ['resume', {}],
    ['message', { content: 'Hello' }],
  ])('lets 30 calls of %s a minute reach Koji, and no more', async (route, body) => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    const other = await harness.startInterview();
    const before = countCalls(harness);
    const statuses: number[] = [];
    for (let n = 0; n < 70; n++) statuses.push((await harness.call(route, body, { ticket })).status);
    expect(statuses).toEqual([...Array(30).fill(200), ...Array(40).fill(429)]);
    expect(countCalls(harness) - before).toBe(30);

    const refused = await harness.call(route, body, { ticket });
    expect([refused.headers.get('Retry-After'), await refused.json()]).toEqual([
      '2',
      { error: 'rate_limited', message: expect.any(String) },
    ]);
    // Another respondent is not concerned, and this one only for a while.
    expect((await harness.call(route, body, { ticket: other.ticket })).status).toBe(200);
    await harness.clock.advance(2000);
    expect((await harness.call(route, body, { ticket })).status).toBe(200);
  });

  it('never keeps a leave, a heartbeat or a completion from being recorded', async () => {
    const harness = createProxyHarness({ ticketLimit: 1 });
    const { ticket, id } = await harness.startInterview();
    for (let n = 0; n < 3; n++) await harness.call('resume', {}, { ticket });
    expect((await harness.call('heartbeat', { state: 'visible' }, { ticket })).status).toBe(204);
    expect((await harness.call('complete', { reason: 'respondent_left' }, { ticket })).status).toBe(202);
    expect((await harness.call('complete', { reason: 'manual' }, { ticket })).status).toBe(200);
    expect(harness.koji.interviews.get(id)!.reason).toBe('manual');
  });

  it('holds for the completion of a parked interview, too', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    harness.koji.situation = 'forbidden';
    for (let n = 0; n < 70; n++) await harness.call('complete', { reason: 'manual' }, { ticket });
    expect(harness.koji.countCalls('complete')).toBe(1);
    await harness.clock.advance(60_000);
    expect(harness.koji.countCalls('complete')).toBe(2);
    expect(await harness.proxy.health()).toEqual({ open: 0, due: 0, parked: 1 });
  });

  it('may be another one, or none', async () => {
    const small = createProxyHarness({ ticketLimit: 2 });
    const { ticket } = await small.startInterview();
    for (const status of [200, 200, 429]) expect((await small.call('resume', {}, { ticket })).status).toBe(status);
    const none = createProxyHarness({ ticketLimit: 0 });
    const unlimited = await none.startInterview();
    for (let n = 0; n < 100; n++) expect((await none.call('resume', {}, unlimited)).status).toBe(200);
  });
});

describe('resumes at the same time', () => {
  it('share one call to Koji', async () => {
    const harness = createProxyHarness();
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const slow = createProxyHarness({
      clock: harness.clock,
      fetch: async (input, init) => {
        const response = await harness.koji.fetch(input, init);
        if ((input as Request).method === 'GET') await released;
        return response;
      },
    });
    const [one, other] = [await slow.startInterview(), await slow.startInterview()];
    const responding = Array.from({ length: 70 }, (_, n) => slow.call('resume', {}, n % 2 ? one : other));
    await harness.clock.advance(0);
    release();
    const bodies = await Promise.all(responding.map(async response => (await response).json()));
    expect(bodies.map(({ interview_id }) => interview_id)).toEqual(bodies.map((_, n) => (n % 2 ? one : other).id));
    expect(harness.koji.countCalls('interview')).toBe(2);
  });
});
