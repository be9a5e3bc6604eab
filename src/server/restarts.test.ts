import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { formatReplyEvent } from '../wire/event-stream.ts';
import { createMemoryStore } from './memory-store.ts';
import type { ProxyOptions } from './options.ts';
import { createManualClock, flushEventLoop } from './testing/manual-clock.ts';
import { createProxyHarness, type ProxyHarness, parseReplyEvents } from './testing/proxy-harness.ts';
import { createDoneEvent } from './testing/scripted-koji.ts';

const MINUTE = 60_000;
const left = (seq: number, page = 'a') => ({ reason: 'respondent_left', page, seq });
const reasonOf = ({ koji }: ProxyHarness, id: string) => koji.interviews.get(id)!.reason;

/** Koji, whose responses to starts come only when they are released. */
function holdStarts({ koji }: ProxyHarness) {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await koji.fetch(input, init);
    if (response.status === 201) await released;
    return response;
  };
  return { fetch, release };
}

/** A proxy that is told to stop while an interview is starting, whose response has to be released. */
async function stopDuringStart(options: Partial<ProxyOptions> = {}) {
  const harness = createProxyHarness();
  const { fetch, release } = holdStarts(harness);
  const slow = createProxyHarness({ clock: harness.clock, fetch, ...options });
  const starting = slow.call('start', {});
  await harness.clock.advance(0);
  return { harness, slow, starting, stopping: slow.proxy.stop(), release };
}

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

describe('an old ticket', () => {
  const calls: [string, object, number][] = [
    ['heartbeat', { state: 'visible', page: 'a', seq: 1 }, 204],
    ['complete', left(2), 200],
    ['message', { content: 'Hello?' }, 409],
    ['resume', {}, 200],
  ];

  it.each(calls)('opens no lease for a completed interview: %s', async (route, body, status) => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    await harness.call('complete', { reason: 'natural' }, { ticket });
    // The closed lease is forgotten after an hour.
    await harness.clock.advance(2 * 60 * MINUTE);
    await harness.proxy.sweep();
    const completions = harness.koji.countCalls('complete');
    expect((await harness.call(route, body, { ticket })).status).toBe(status);
    expect(await harness.proxy.health()).toEqual({ open: 0, due: 0, parked: 0 });
    await harness.clock.advance(60 * MINUTE);
    expect(harness.koji.countCalls('complete')).toBe(completions);
    expect(harness.koji.countCalls('message')).toBe(0);
  });

  it.each(['silent', 'down', 'forbidden'] as const)(
    'opens a lease if Koji is %s and can’t say that the interview is completed',
    async situation => {
      const before = createProxyHarness();
      const { ticket, id } = await before.startInterview();
      const after = createProxyHarness({ clock: before.clock, fetch: before.koji.fetch });
      before.koji.situation = situation;
      const responding = after.call('heartbeat', { state: 'hidden', page: 'a', seq: 1 }, { ticket });
      await before.clock.advance(4000);
      expect((await responding).status).toBe(204);
      expect(await after.proxy.health()).toEqual({ open: 1, due: 0, parked: 0 });
      before.koji.situation = 'healthy';
      await before.clock.advance(10 * MINUTE);
      expect(reasonOf(before, id)).toBe('respondent_left');
    },
  );
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
    const { harness, starting, stopping, release } = await stopDuringStart();
    release();
    expect((await starting).status).toBe(201);
    await stopping;
    expect([...harness.koji.interviews.values()]).toMatchObject([{ status: 'completed', reason: 'respondent_left' }]);
  });

  it('completes an interview that starts only after all others were completed', async () => {
    const { harness, slow, starting, stopping, release } = await stopDuringStart();
    await harness.clock.advance(7000);
    release();
    const response = await starting;
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2']);
    await stopping;
    expect([...harness.koji.interviews.values()]).toMatchObject([{ status: 'completed', reason: 'respondent_left' }]);
    expect(slow.logged).toEqual([]);
  });

  it('completes even an interview that starts after the proxy has stopped, and logs that it may not', async () => {
    const { harness, slow, starting, stopping, release } = await stopDuringStart();
    await harness.clock.advance(10_000);
    await stopping;
    expect(slow.logged).toMatchObject([{ message: expect.stringContaining('Stopped before all calls had ended') }]);
    release();
    expect((await starting).status).toBe(503);
    expect([...harness.koji.interviews.values()]).toMatchObject([{ status: 'completed', reason: 'respondent_left' }]);
  });

  it('leaves such an interview to the other processes of a durable store', async () => {
    const store = { ...createMemoryStore(), durable: true };
    const { harness, starting, stopping, release } = await stopDuringStart({ store });
    await harness.clock.advance(9000);
    release();
    expect((await starting).status).toBe(201);
    await stopping;
    expect([...harness.koji.interviews.values()]).toMatchObject([{ status: 'active' }]);
  });

  it('waits for a reply that is streamed', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    let send!: ReadableStreamDefaultController<Uint8Array>;
    harness.koji.reply = new ReadableStream<Uint8Array>({
      start(controller) {
        send = controller;
      },
    });
    const text = (await harness.call('message', { content: 'Hello' }, { ticket })).text();
    let isStopped = false;
    const stopping = harness.proxy.stop().then(() => {
      isStopped = true;
    });
    await harness.clock.advance(3000);
    expect(isStopped).toBe(false);
    send.enqueue(new TextEncoder().encode(formatReplyEvent(createDoneEvent())));
    send.close();
    expect(parseReplyEvents(await text)).toMatchObject([{ type: 'done' }]);
    await stopping;
    expect(harness.clock.countTimers()).toBe(0);
  });

  it('gives a reply that takes too long an end', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    harness.koji.reply = new ReadableStream<Uint8Array>();
    const text = (await harness.call('message', { content: 'Hello' }, { ticket })).text();
    const stopping = harness.proxy.stop();
    await harness.clock.advance(5000);
    await stopping;
    expect(parseReplyEvents(await text)).toMatchObject([{ type: 'error', error: 'upstream_unavailable' }]);
    expect([reasonOf(harness, id), harness.clock.countTimers(), harness.logged]).toEqual(['respondent_left', 0, []]);
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
