import { describe, expect, it } from 'vitest';
import { formatReplyEvent } from '../wire/event-stream.ts';
import type { ReplyDone } from '../wire/messages.ts';
import { createMemoryStore } from './memory-store.ts';
import { relayReply } from './reply-stream.ts';
import { createManualClock, flushEventLoop } from './testing/manual-clock.ts';
import { createProxyHarness, parseReplyEvents } from './testing/proxy-harness.ts';
import { createDoneEvent } from './testing/scripted-koji.ts';

/** A reply that the test sends piece by piece. */
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

function createRelay(silence = 60_000) {
  const clock = createManualClock();
  const reply = createReply();
  const heard: ReplyDone[] = [];
  const relayed = relayReply(reply.stream, {
    clock,
    maxSilence: silence,
    async onDone(each) {
      heard.push(each);
    },
  });
  return { clock, reply, heard, relayed };
}

const delta = (text: string) => formatReplyEvent({ type: 'delta', text });
const read = (stream: ReadableStream<Uint8Array>) => new Response(stream).text();

describe('a relayed reply', () => {
  it('comes word by word: the first is there before Koji has said the second', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    const reply = createReply();
    world.koji.reply = reply.stream;
    const response = await world.call('message', { content: 'Hello' }, { ticket });
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    for (const text of [delta('One'), delta('Two'), formatReplyEvent(createDoneEvent())]) {
      reply.send(text);
      expect(await reader.read()).toEqual({ done: false, value: text });
    }
    reply.end();
    expect((await reader.read()).done).toBe(true);
  });

  it('is passed on byte by byte, in whatever pieces it comes', async () => {
    const text = `: hello\r\n\r\n${delta('Grüße 👋')}event: later\ndata: {}\n\n${formatReplyEvent(createDoneEvent('concluded'))}`;
    const { reply, heard, relayed } = createRelay();
    const whole = read(relayed);
    for (const byte of new TextEncoder().encode(text)) reply.send(Uint8Array.of(byte));
    reply.end();
    expect(await whole).toBe(text);
    expect(heard).toMatchObject([{ interview_status: 'concluded' }]);
  });

  it.each([
    ['breaks off in the middle of an event', 'breakOff'],
    ['ends in the middle of an event', 'end'],
  ] as const)('that %s ends with an error event', async (_, how) => {
    const { reply, relayed } = createRelay();
    const whole = read(relayed);
    reply.send(`${delta('One')}event: delta\ndata: {"te`);
    await flushEventLoop();
    reply[how]();
    expect(parseReplyEvents(await whole)).toMatchObject([
      { type: 'delta', text: 'One' },
      { type: 'error', error: 'upstream_failed' },
    ]);
  });

  it.each([
    formatReplyEvent(createDoneEvent()),
    formatReplyEvent({ type: 'error', error: 'internal_error', message: 'Oh.' }),
  ])('that has had its last event gets no other', async last => {
    const { reply, relayed } = createRelay();
    const whole = read(relayed);
    reply.send(last);
    await flushEventLoop();
    reply.breakOff();
    expect(await whole).toBe(last);
  });

  it('that falls silent ends with an error event, and Koji is told to stop', async () => {
    const { clock, reply, relayed } = createRelay(60_000);
    const whole = read(relayed);
    reply.send(delta('One'));
    await clock.advance(60_000);
    expect(parseReplyEvents(await whole).at(-1)).toMatchObject({ type: 'error', error: 'upstream_failed' });
    expect([reply.cancelled, clock.countTimers()]).toEqual([true, 0]);
  });

  it('stops at Koji when the page goes away while it is read', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    const reply = createReply();
    world.koji.reply = reply.stream;
    const response = await world.call('message', { content: 'Hello' }, { ticket });
    reply.send(delta('One'));
    const reader = response.body!.getReader();
    await reader.read();
    await reader.cancel();
    expect(reply.cancelled).toBe(true);
  });

  it('is not waited for when the page goes away before it begins', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    world.koji.situation = 'silent';
    const page = new AbortController();
    const answering = world.call('message', { content: 'Hello' }, { ticket, signal: page.signal });
    await flushEventLoop();
    page.abort();
    await answering;
    expect(world.koji.calls.at(-1)!.signal.aborted).toBe(true);
    expect(world.logged).toEqual([]);
  });
});

describe('a message', () => {
  const uuid = '5a4b52e5-54cd-4e0c-9b3a-0d5fbbf6cf42';

  it('S24: what Koji says about the respondent’s own input is passed on', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    const response = await world.call('message', { content: 'refused by Koji' }, { ticket });
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
  ] as const)('while Koji is in the situation "%s" is answered %i %s', async (situation, status, error, wait) => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    world.koji.situation = situation;
    for (const [route, body] of [
      ['message', { content: 'Hello' }],
      ['resume', {}],
    ] as const) {
      const response = await world.call(route, body, { ticket });
      expect([response.status, response.headers.get('Retry-After')]).toEqual([status, wait]);
      const answer = (await response.json()) as { error: string; message: string };
      expect(answer.error).toBe(error);
      if (status === 502) expect(answer.message).not.toMatch(/key|401|403|unauthorized|forbidden/);
    }
    expect(world.logged).toHaveLength(status === 404 ? 0 : 2);
  });

  it('that Koji does not answer in time is answered 503', async () => {
    const world = createProxyHarness({ upstreamTimeout: '10s' });
    const { ticket } = await world.startInterview();
    world.koji.situation = 'silent';
    const answering = world.call('message', { content: 'Hello' }, { ticket });
    await world.clock.advance(10_000);
    expect((await answering).status).toBe(503);
  });

  it('is tried again only when it can be told from its first try', async () => {
    const world = createProxyHarness({ retries: 1 });
    const { ticket } = await world.startInterview();
    world.koji.situation = 'down';
    await world.call('message', { content: 'Hello' }, { ticket });
    expect(world.koji.countCalls('message')).toBe(1);
    await world.call('message', { content: 'Hello', client_message_id: uuid }, { ticket });
    expect(world.koji.countCalls('message')).toBe(3);
    world.koji.situation = 'rate-limited-without-delay';
    await world.call('message', { content: 'Hello', client_message_id: uuid }, { ticket });
    expect(world.koji.countCalls('message')).toBe(4);
  });

  it('brings the goodbye to the respondent although the store hangs', async () => {
    const store = createMemoryStore();
    let isHanging = false;
    const world = createProxyHarness({
      store: { ...store, change: (...args) => (isHanging ? new Promise(() => {}) : store.change(...args)) },
    });
    const { ticket } = await world.startInterview();
    world.koji.reply = [createDoneEvent('concluded')];
    const response = await world.call('message', { content: 'Bye' }, { ticket });
    isHanging = true;
    const reading = response.text();
    await world.clock.advance(4000);
    expect(parseReplyEvents(await reading)).toMatchObject([{ type: 'done', interview_status: 'concluded' }]);
  });

  it('is never sent on to where Koji may point', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    await (await world.call('message', { content: 'Hello' }, { ticket })).text();
    await world.call('resume', {}, { ticket });
    await world.call('complete', { reason: 'manual' }, { ticket });
    expect(world.koji.calls.map(({ redirect }) => redirect)).toEqual(['manual', 'manual', 'manual', 'manual']);
  });

  it('carries the key and the session token to Koji, and nothing of the page’s headers', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    await world.call(
      'message',
      { content: 'Hello' },
      { ticket, headers: { Cookie: 'a=b', 'X-Session-Token': 'mine' } },
    );
    const { headers } = world.koji.calls.at(-1)!;
    expect(headers.get('X-Session-Token')).toBe(world.koji.interviews.get(id)!.session_token);
    expect([headers.get('Cookie'), headers.get('Authorization')?.startsWith('Bearer pk_live_')]).toEqual([null, true]);
  });
});
