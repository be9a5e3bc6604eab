import { describe, expect, it } from 'vitest';
import { formatReplyEvent } from '../wire/event-stream.ts';
import type { ReplyDone } from '../wire/messages.ts';
import { createMemoryStore } from './memory-store.ts';
import { type ReplyLimits, relayReply } from './reply-stream.ts';
import { createManualClock, flushEventLoop } from './testing/manual-clock.ts';
import { createProxyHarness, parseReplyEvents } from './testing/proxy-harness.ts';
import { createDoneEvent } from './testing/scripted-koji.ts';

/** Creates a reply that the test sends piece by piece. */
function createReply() {
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  const reply = {
    cancelled: false,
    stream: new ReadableStream<Uint8Array>({
      start(each) {
        controller = each;
      },
      cancel() {
        reply.cancelled = true;
      },
    }),
    send: (piece: string | Uint8Array) =>
      controller.enqueue(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece),
    end: () => controller.close(),
    breakOff: () => controller.error(new Error('connection reset')),
  };
  return reply;
}

const LIMITS: ReplyLimits = { silence: 60_000, duration: 300_000, bytes: 2 ** 20 };

function createRelay(limits: Partial<ReplyLimits> = {}) {
  const stopping = new Set<() => void>();
  let ends = 0;
  const clock = createManualClock();
  const reply = createReply();
  const doneEvents: ReplyDone[] = [];
  const relayed = relayReply(reply.stream, {
    clock,
    limits: { ...LIMITS, ...limits },
    whenStopping(end) {
      stopping.add(end);
      return () => stopping.delete(end);
    },
    onEnd: () => ends++,
    async onDone(each) {
      doneEvents.push(each);
    },
  });
  return { clock, reply, doneEvents, relayed, stopping, countEnds: () => ends };
}

const delta = (text: string) => formatReplyEvent({ type: 'delta', text });
const readText = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe('a relayed reply', () => {
  it('streams: each piece arrives before Koji sends the next one', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    const reply = createReply();
    harness.koji.reply = reply.stream;
    const response = await harness.call('message', { content: 'Hello' }, { ticket });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (const text of [delta('One'), delta('Two'), formatReplyEvent(createDoneEvent())]) {
      reply.send(text);
      expect(await reader.read()).toEqual({ done: false, value: text });
    }
    reply.end();
    expect((await reader.read()).done).toBe(true);
  });

  it('is passed on unchanged, also in single bytes', async () => {
    const sent = `: hello\r\n\r\n${delta('Grüße 👋')}event: later\ndata: {}\n\n${formatReplyEvent(createDoneEvent('concluded'))}`;
    const { reply, doneEvents, relayed } = createRelay();
    const text = readText(relayed);
    for (const byte of new TextEncoder().encode(sent)) reply.send(Uint8Array.of(byte));
    reply.end();
    expect(await text).toBe(sent);
    expect(doneEvents).toMatchObject([{ interview_status: 'concluded' }]);
  });

  it.each([
    ['breaks off in the middle of an event', 'breakOff'],
    ['ends in the middle of an event', 'end'],
  ] as const)('ends with an error event if it %s', async (_, how) => {
    const { reply, relayed } = createRelay();
    const text = readText(relayed);
    reply.send(`${delta('One')}event: delta\ndata: {"te`);
    await flushEventLoop();
    reply[how]();
    expect(parseReplyEvents(await text)).toMatchObject([
      { type: 'delta', text: 'One' },
      { type: 'error', error: 'upstream_failed' },
    ]);
  });

  it.each([
    formatReplyEvent(createDoneEvent()),
    formatReplyEvent({ type: 'error', error: 'internal_error', message: 'Oh.' }),
  ])('gets no further event after its last one', async last => {
    const { reply, relayed } = createRelay();
    const text = readText(relayed);
    reply.send(last);
    await flushEventLoop();
    reply.breakOff();
    expect(await text).toBe(last);
  });

  it('ends with an error event if it falls silent, and cancels Koji’s stream', async () => {
    const { clock, reply, relayed } = createRelay();
    const text = readText(relayed);
    reply.send(delta('One'));
    await clock.advance(60_000);
    expect(parseReplyEvents(await text).at(-1)).toMatchObject({ type: 'error', error: 'upstream_failed' });
    expect([reply.cancelled, clock.countTimers()]).toEqual([true, 0]);
  });

  it('ends with an error event if it drips on for too long', async () => {
    const { clock, reply, relayed, countEnds } = createRelay();
    const text = readText(relayed);
    for (let second = 0; second < 300; second += 30) {
      reply.send(': still thinking\n');
      await clock.advance(30_000);
    }
    expect(parseReplyEvents(await text)).toMatchObject([{ type: 'error', error: 'upstream_failed' }]);
    expect([reply.cancelled, clock.countTimers(), countEnds()]).toEqual([true, 0, 1]);
  });

  it('ends at its time limit even if the page doesn’t read', async () => {
    const { clock, reply, relayed, countEnds } = createRelay();
    reply.send(delta('One'));
    await clock.advance(300_000);
    expect([reply.cancelled, countEnds()]).toEqual([true, 1]);
    expect(parseReplyEvents(await readText(relayed))).toMatchObject([{ type: 'error' }]);
  });

  it('ends with an error event if it has too many bytes', async () => {
    const { reply, relayed } = createRelay({ bytes: 1000 });
    const text = readText(relayed);
    for (let n = 0; n < 50; n++) reply.send(delta('x'.repeat(50)));
    expect(parseReplyEvents(await text).at(-1)).toMatchObject({ type: 'error', error: 'upstream_failed' });
    expect([reply.cancelled, (await text).length < 1200]).toEqual([true, true]);
  });

  it('ends with an error event if the proxy stops, but not after its last event', async () => {
    const one = createRelay();
    const text = readText(one.relayed);
    one.reply.send(delta('One'));
    await flushEventLoop();
    for (const end of one.stopping) end();
    expect(parseReplyEvents(await text)).toMatchObject([
      { type: 'delta', text: 'One' },
      { type: 'error', error: 'upstream_unavailable' },
    ]);
    const other = createRelay();
    const last = formatReplyEvent(createDoneEvent());
    const otherText = readText(other.relayed);
    other.reply.send(last);
    await flushEventLoop();
    for (const end of other.stopping) end();
    expect([await otherText, other.countEnds(), other.reply.cancelled]).toEqual([last, 1, true]);
    expect([one.stopping.size, other.stopping.size]).toEqual([0, 0]);
  });

  it('cancels Koji’s stream if the page goes away while it reads', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    const reply = createReply();
    harness.koji.reply = reply.stream;
    const response = await harness.call('message', { content: 'Hello' }, { ticket });
    reply.send(delta('One'));
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    expect(reply.cancelled).toBe(true);
  });

  it('aborts the call to Koji if the page goes away before the reply begins', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    harness.koji.situation = 'silent';
    const page = new AbortController();
    const responded = harness.call('message', { content: 'Hello' }, { ticket, signal: page.signal });
    await flushEventLoop();
    page.abort();
    await responded;
    expect(harness.koji.calls.at(-1)!.signal.aborted).toBe(true);
    expect(harness.logged).toEqual([]);
  });
});

describe('a message', () => {
  const uuid = '5a4b52e5-54cd-4e0c-9b3a-0d5fbbf6cf42';

  it('S24: gets Koji’s error about the respondent’s input', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    const response = await harness.call('message', { content: 'refused by Koji' }, { ticket });
    expect([response.status, await response.json()]).toEqual([
      400,
      { error: 'invalid_request', message: 'Koji says invalid_request.' },
    ]);
  });

  it.each([
    ['rate-limited', 503, 'upstream_unavailable', '20'],
    ['down', 503, 'upstream_unavailable', '5'],
    ['overloaded', 503, 'upstream_unavailable', '5'],
    ['forbidden', 502, 'upstream_failed', null],
    ['unauthorized', 502, 'upstream_failed', null],
    ['html', 502, 'upstream_failed', null],
    ['redirecting', 502, 'upstream_failed', null],
    ['not-found', 404, 'not_found', null],
  ] as const)('while Koji is %s, gets %i %s', async (situation, status, error, wait) => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    harness.koji.situation = situation;
    for (const [route, requestBody] of [
      ['message', { content: 'Hello' }],
      ['resume', {}],
    ] as const) {
      const response = await harness.call(route, requestBody, { ticket });
      expect([response.status, response.headers.get('Retry-After')]).toEqual([status, wait]);
      const body = (await response.json()) as { error: string; message: string };
      expect(body.error).toBe(error);
      if (status === 502) expect(body.message).not.toMatch(/key|401|403|unauthorized|forbidden/);
    }
    expect(harness.logged).toHaveLength(status === 404 ? 0 : 2);
  });

  it.each(['9999999', '9'.repeat(400), 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'is never told to wait for more than an hour: Retry-After: %s',
    async retryAfter => {
      let isLimited = false;
      const koji = createProxyHarness().koji;
      const harness = createProxyHarness({
        fetch: (input, init) =>
          isLimited
            ? Promise.resolve(new Response('', { status: 503, headers: { 'Retry-After': retryAfter } }))
            : koji.fetch(input, init),
      });
      const { ticket } = await harness.startInterview();
      isLimited = true;
      for (const route of ['message', 'resume', 'start']) {
        const response = await harness.call(route, route === 'message' ? { content: 'Hello' } : {}, { ticket });
        expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '3600']);
      }
    },
  );

  it('gets 503 if Koji takes too long', async () => {
    const harness = createProxyHarness({ upstreamTimeout: '10s' });
    const { ticket } = await harness.startInterview();
    harness.koji.situation = 'silent';
    const responded = harness.call('message', { content: 'Hello' }, { ticket });
    await harness.clock.advance(10_000);
    expect((await responded).status).toBe(503);
  });

  it('is retried only if its id prevents that it is stored twice', async () => {
    const harness = createProxyHarness({ retries: 1 });
    const { ticket } = await harness.startInterview();
    harness.koji.situation = 'down';
    await harness.call('message', { content: 'Hello' }, { ticket });
    expect(harness.koji.countCalls('message')).toBe(1);
    await harness.call('message', { content: 'Hello', client_message_id: uuid }, { ticket });
    expect(harness.koji.countCalls('message')).toBe(3);
    harness.koji.situation = 'rate-limited-without-delay';
    await harness.call('message', { content: 'Hello', client_message_id: uuid }, { ticket });
    expect(harness.koji.countCalls('message')).toBe(4);
  });

  it('delivers the last reply even if the store hangs', async () => {
    const store = createMemoryStore();
    let isHanging = false;
    const harness = createProxyHarness({
      store: { ...store, change: (...args) => (isHanging ? new Promise(() => {}) : store.change(...args)) },
    });
    const { ticket } = await harness.startInterview();
    harness.koji.reply = [createDoneEvent('concluded')];
    const response = await harness.call('message', { content: 'Bye' }, { ticket });
    isHanging = true;
    const reading = response.text();
    await harness.clock.advance(4000);
    expect(parseReplyEvents(await reading)).toMatchObject([{ type: 'done', interview_status: 'concluded' }]);
  });

  it('never follows a redirect of Koji', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    await (await harness.call('message', { content: 'Hello' }, { ticket })).text();
    await harness.call('resume', {}, { ticket });
    await harness.call('complete', { reason: 'manual' }, { ticket });
    expect(harness.koji.calls.map(({ redirect }) => redirect)).toEqual(['manual', 'manual', 'manual', 'manual']);
  });

  it('reaches Koji with the key and the session token, and without the page’s headers', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    await harness.call(
      'message',
      { content: 'Hello' },
      { ticket, headers: { Cookie: 'a=b', 'X-Session-Token': 'mine' } },
    );
    const { headers } = harness.koji.calls.at(-1)!;
    expect(headers.get('X-Session-Token')).toBe(harness.koji.interviews.get(id)!.session_token);
    expect([headers.get('Cookie'), headers.get('Authorization')?.startsWith('Bearer pk_live_')]).toEqual([null, true]);
  });
});
