import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from './memory-store.ts';
import { createManualClock, flushEventLoop } from './testing/manual-clock.ts';
import { createProxyHarness, type ProxyHarness } from './testing/proxy-harness.ts';
import { createDoneEvent } from './testing/scripted-koji.ts';

const MINUTE = 60_000;
const left = (seq: number, page = 'a') => ({ reason: 'respondent_left', page, seq });
const reasonOf = ({ koji }: ProxyHarness, id: string) => koji.interviews.get(id)!.reason;

describe('a restarted proxy without the leases', () => {
  it('opens the lease again at the next call with the ticket', async () => {
    const before = createProxyHarness({ maxDuration: '15m' });
    const { ticket, id } = await before.startInterview();
    const after = createProxyHarness({ clock: before.clock, fetch: before.koji.fetch, maxDuration: '15m' });
    await after.call('heartbeat', { state: 'visible', page: 'a', seq: 1 }, { ticket });
    expect(await after.proxy.health()).toEqual({ open: 1, due: 0, parked: 0 });
    await before.proxy.stop();
    expect(reasonOf(before, id)).toBe('respondent_left');
  });

  it('learns from a resume that the interview has concluded', async () => {
    const before = createProxyHarness();
    const { ticket, id } = await before.startInterview();
    before.koji.reply = [createDoneEvent('concluded')];
    await (await before.call('message', { content: 'Bye' }, { ticket })).text();
    const after = createProxyHarness({ clock: createManualClock(before.clock.now()), fetch: before.koji.fetch });
    expect(await (await after.call('resume', {}, { ticket })).json()).toMatchObject({ status: 'concluded' });
    await after.proxy.stop();
    expect(reasonOf(before, id)).toBe('natural');
  });

  it('keeps the maximum duration in the ticket', async () => {
    const before = createProxyHarness({ maxDuration: '15m' });
    const { ticket, id } = await before.startInterview();
    await before.clock.advance(14 * MINUTE);
    const after = createProxyHarness({ clock: before.clock, fetch: before.koji.fetch, store: createMemoryStore() });
    await after.call('heartbeat', { state: 'visible', page: 'a', seq: 1 }, { ticket });
    await before.clock.advance(MINUTE);
    expect(reasonOf(before, id)).toBe('timeout');
  });

  it('responds to a repeated completion with the first reason', async () => {
    const before = createProxyHarness();
    const { ticket } = await before.startInterview();
    const first = await (await before.call('complete', { reason: 'natural' }, { ticket })).json();
    const after = createProxyHarness({ clock: before.clock, fetch: before.koji.fetch });
    expect(await (await after.call('complete', { reason: 'manual' }, { ticket })).json()).toEqual(first);
  });
});

describe('two proxies with one store', () => {
  it('make one completion of one interview', async () => {
    const store = createMemoryStore();
    const one = createProxyHarness({ store });
    const other = createProxyHarness({ store, clock: one.clock, fetch: one.koji.fetch });
    const { ticket, id } = await one.startInterview();
    await other.call('complete', left(1), { ticket, beacon: true });
    await one.clock.advance(30_000);
    await Promise.all([one.proxy.sweep(), other.proxy.sweep()]);
    expect([one.koji.countCalls('complete'), reasonOf(one, id)]).toEqual([1, 'respondent_left']);
  });
});

describe('stop', () => {
  it('completes every interview in memory, and refuses further calls', async () => {
    const harness = createProxyHarness({ maxDuration: '15m' });
    const [active, leaving] = [await harness.startInterview(), await harness.startInterview()];
    await harness.call('complete', left(1), { ticket: leaving.ticket, beacon: true });
    await harness.proxy.stop();
    expect([reasonOf(harness, active.id), reasonOf(harness, leaving.id)]).toEqual([
      'respondent_left',
      'respondent_left',
    ]);
    const response = await harness.call('message', { content: 'Hello?' }, { ticket: active.ticket });
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2']);
    expect(harness.clock.countTimers()).toBe(0);
  });

  it('waits for an interview that is starting, and completes it too', async () => {
    const harness = createProxyHarness();
    let releaseResponse = () => {};
    const responseReleased = new Promise<void>(resolve => {
      releaseResponse = resolve;
    });
    const slowProxy = createProxyHarness({
      clock: harness.clock,
      fetch: async (input, init) => {
        const response = await harness.koji.fetch(input, init);
        if (response.status === 201) await responseReleased;
        return response;
      },
    });
    const starting = slowProxy.call('start', {});
    await harness.clock.advance(0);
    const stopping = slowProxy.proxy.stop();
    releaseResponse();
    expect((await starting).status).toBe(201);
    await stopping;
    expect([...harness.koji.interviews.values()]).toMatchObject([{ status: 'completed', reason: 'respondent_left' }]);
  });

  it('retries as long as there is time, then logs what is left', async () => {
    const harness = createProxyHarness();
    const [one] = [await harness.startInterview(), await harness.startInterview()];
    harness.koji.situation = 'overloaded';
    let isStopped = false;
    const stopping = harness.proxy.stop().then(() => {
      isStopped = true;
    });
    await harness.clock.advance(5000);
    expect([isStopped, harness.koji.countCalls('complete')]).toEqual([false, 6]);
    await harness.clock.advance(1000);
    await stopping;
    expect(harness.logged.at(-1)).toMatchObject({ details: { interviews: 2 } });
    expect(reasonOf(harness, one.id)).toBeNull();
  });

  it('keeps an otherwise idle process alive until it is done', async () => {
    const program = `
      import { createInterviewProxy } from './proxy.ts';
      import { systemClock } from './clock.ts';
      import { createScriptedKoji, API_KEY } from './testing/scripted-koji.ts';
      const koji = createScriptedKoji(systemClock);
      let completions = 0;
      const proxy = createInterviewProxy({
        apiKey: API_KEY,
        secret: 's'.repeat(32),
        logger: { warn() {}, error: console.error },
        fetch(input, init) {
          if (input.url.endsWith('/complete') && ++completions < 3) return Promise.resolve(new Response(null, { status: 503 }));
          return koji.fetch(input, init);
        },
      });
      const headers = { 'Content-Type': 'application/json' };
      await proxy.fetch(new Request('https://shop.example/start', { method: 'POST', headers, body: '{}' }));
      void proxy.stop().then(() => console.log([...koji.interviews.values()].map(({ reason }) => reason).join()));`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module-typescript', '--no-warnings', '--eval', program],
      { cwd: import.meta.dirname },
    );
    expect(stdout.trim()).toBe('respondent_left');
  });

  it('leaves open interviews to a durable store', async () => {
    const harness = createProxyHarness({ store: { ...createMemoryStore(), durable: true } });
    const { id } = await harness.startInterview();
    await harness.proxy.stop();
    expect([reasonOf(harness, id), harness.koji.countCalls('complete')]).toEqual([null, 0]);
  });

  it('polls a shared store for leases of other processes', async () => {
    const store = { ...createMemoryStore(), durable: true, pollEvery: 5000 };
    const gone = createProxyHarness({ store });
    const { id, ticket } = await gone.startInterview();
    await gone.call('complete', { reason: 'respondent_left' }, { ticket });
    await gone.proxy.stop();
    createProxyHarness({ store, clock: gone.clock, fetch: gone.koji.fetch });
    await gone.clock.advance(35_000);
    await flushEventLoop();
    expect(reasonOf(gone, id)).toBe('respondent_left');
  });
});
