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

describe('a proxy that starts again without memory', () => {
  it('takes a lease up at the next call that carries the ticket', async () => {
    const before = createProxyHarness({ maxDuration: '15m' });
    const { ticket, id } = await before.startInterview();
    const after = createProxyHarness({ clock: before.clock, fetch: before.koji.fetch, maxDuration: '15m' });
    await after.call('heartbeat', { state: 'visible', page: 'a', seq: 1 }, { ticket });
    expect(await after.proxy.health()).toEqual({ open: 1, due: 0, parked: 0 });
    await before.proxy.stop();
    expect(reasonOf(before, id)).toBe('respondent_left');
  });

  it('learns from a resume that the interview had concluded', async () => {
    const before = createProxyHarness();
    const { ticket, id } = await before.startInterview();
    before.koji.reply = [createDoneEvent('concluded')];
    await (await before.call('message', { content: 'Bye' }, { ticket })).text();
    const after = createProxyHarness({ clock: createManualClock(before.clock.now()), fetch: before.koji.fetch });
    expect(await (await after.call('resume', {}, { ticket })).json()).toMatchObject({ status: 'concluded' });
    await after.proxy.stop();
    expect(reasonOf(before, id)).toBe('natural');
  });

  it('keeps the limit that the ticket holds', async () => {
    const before = createProxyHarness({ maxDuration: '15m' });
    const { ticket, id } = await before.startInterview();
    await before.clock.advance(14 * MINUTE);
    const after = createProxyHarness({ clock: before.clock, fetch: before.koji.fetch, store: createMemoryStore() });
    await after.call('heartbeat', { state: 'visible', page: 'a', seq: 1 }, { ticket });
    await before.clock.advance(MINUTE);
    expect(reasonOf(before, id)).toBe('timeout');
  });

  it('answers a completion made before with its first reason', async () => {
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
  it('completes every interview that only memory knows of, and takes no further calls', async () => {
    const world = createProxyHarness({ maxDuration: '15m' });
    const [talking, leaving] = [await world.startInterview(), await world.startInterview()];
    await world.call('complete', left(1), { ticket: leaving.ticket, beacon: true });
    await world.proxy.stop();
    expect([reasonOf(world, talking.id), reasonOf(world, leaving.id)]).toEqual(['respondent_left', 'respondent_left']);
    const response = await world.call('message', { content: 'Hello?' }, { ticket: talking.ticket });
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2']);
    expect(world.clock.countTimers()).toBe(0);
  });

  it('waits for an interview that is starting just now, and completes it too', async () => {
    const world = createProxyHarness();
    let answer = () => {};
    const answered = new Promise<void>(resolve => {
      answer = resolve;
    });
    const slowStarter = createProxyHarness({
      clock: world.clock,
      fetch: async (input, init) => {
        const response = await world.koji.fetch(input, init);
        if (response.status === 201) await answered;
        return response;
      },
    });
    const starting = slowStarter.call('start', {});
    await world.clock.advance(0);
    const stopping = slowStarter.proxy.stop();
    answer();
    expect((await starting).status).toBe(201);
    await stopping;
    expect([...world.koji.interviews.values()]).toMatchObject([{ status: 'completed', reason: 'respondent_left' }]);
  });

  it('tries again for as long as there is time, then says what is left', async () => {
    const world = createProxyHarness();
    const [one] = [await world.startInterview(), await world.startInterview()];
    world.koji.situation = 'overloaded';
    let stopped = false;
    const stopping = world.proxy.stop().then(() => {
      stopped = true;
    });
    await world.clock.advance(5000);
    expect([stopped, world.koji.countCalls('complete')]).toEqual([false, 6]);
    await world.clock.advance(1000);
    await stopping;
    expect(world.logged.at(-1)).toMatchObject({ details: { interviews: 2 } });
    expect(reasonOf(world, one.id)).toBeNull();
  });

  it('keeps the process alive until it is done, with nothing else left to do', async () => {
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

  it('leaves open interviews alone where the store outlives the process', async () => {
    const world = createProxyHarness({ store: { ...createMemoryStore(), durable: true } });
    const { id } = await world.startInterview();
    await world.proxy.stop();
    expect([reasonOf(world, id), world.koji.countCalls('complete')]).toEqual([null, 0]);
  });

  it('a store with other users is looked at without being asked', async () => {
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
