import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createFailure, ERROR_CODES } from '../interview/failures.ts';
import { formatReplyEvent } from './event-stream.ts';
import { InterviewError } from './interview-error.ts';
import type { ReplyDone } from './messages.ts';
import { createProxyClient, type ProxyClient } from './proxy-client.ts';
import type { InterviewView } from './proxy-contract.ts';
import { readReply } from './read-reply.ts';

const VIEW: InterviewView = {
  interview_id: 'i1',
  status: 'active',
  messages: [{ message_id: 'm1', role: 'interviewer', content: 'Hello!' }],
  question: null,
  started_at: '2026-03-01T09:00:00.000Z',
  ends_at: null,
};
const DONE: ReplyDone = {
  message_id: 'm3',
  content: 'I see. Why?',
  question: null,
  interview_status: 'active',
  messages_count: 3,
};
const BODY = { content: 'Too dear.', client_message_id: '6d1f6c0e-0b3a-4f57-9a37-1f1f4f3f2b10' };
const REPORT = { page: 'p', seq: 1 };

const json =
  (body: unknown, status = 200, headers = {}) =>
  () =>
    Response.json(body, { status, headers });
const refusal = (error: string, status: number, headers = {}) =>
  json({ error, message: 'A sentence.' }, status, headers);
const unreachable = () => {
  throw new TypeError('fetch failed');
};
const silence = () => new Promise<Response>(() => {});

const stream =
  (...chunks: (string | Error)[]) =>
  () => {
    const encoder = new TextEncoder();
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const chunk = chunks.shift();
        if (chunk instanceof Error) controller.error(chunk);
        else if (chunk === undefined) controller.close();
        else controller.enqueue(encoder.encode(chunk));
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };
const delta = (text: string) => formatReplyEvent({ type: 'delta', text });
const done = formatReplyEvent({ type: 'done', ...DONE });

type Answer = () => Response | Promise<Response>;
interface Sent {
  route: string;
  at: number;
  shownTicket: string | undefined;
  body: unknown;
}

/**
 * A proxy that gives these answers, one a request, the last again and again; keeps what it was
 * asked.
 */
function serve(...answers: [Answer, ...Answer[]]) {
  const sent: Sent[] = [];
  const app = new Hono().basePath('/koji');
  app.onError(error => {
    throw error;
  });
  app.post('/:route', async context => {
    const { route } = context.req.param();
    const shownTicket = context.req.header('x-koji-ticket');
    sent.push({ route, at: Date.now(), shownTicket, body: await context.req.json() });
    return (answers.length > 1 ? answers.shift()! : answers[0])();
  });
  const fetch = async (...args: Parameters<typeof globalThis.fetch>) => {
    const request = new Request(...args);
    request.signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) =>
      request.signal.addEventListener('abort', () => reject(request.signal.reason)),
    );
    return Promise.race([app.fetch(request), aborted]);
  };
  return { client: createProxyClient('https://shop.example/koji', fetch), sent };
}

const heard: string[] = [];
const onText = (text: string) => heard.push(text);
const say = async (client: ProxyClient, signal = new AbortController().signal, onRetry = () => {}) =>
  readReply(await client.message('t1', BODY, signal, onRetry), onText);

/** How a promise ends, when as much time passes as is needed. */
async function outcome<Value>(promise: Promise<Value>): Promise<Value | InterviewError['failure']> {
  const settled = promise.catch((error: unknown) => {
    if (error instanceof InterviewError) return error.failure;
    throw error;
  });
  await vi.advanceTimersByTimeAsync(300_000);
  return settled;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
  heard.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the proxy client', () => {
  it('starts without a ticket', async () => {
    const { client, sent } = serve(json({ ticket: 't1', interview: VIEW }, 201));
    expect(await client.start({ study: 'churn', locale: 'en' })).toEqual({ ticket: 't1', interview: VIEW });
    expect(sent).toMatchObject([{ route: 'start', shownTicket: undefined, body: { study: 'churn', locale: 'en' } }]);
  });

  it.each([
    ['resume', (client: ProxyClient) => client.resume('t1', REPORT), VIEW, REPORT],
    [
      'complete',
      (client: ProxyClient) => client.complete('t1', { reason: 'respondent_left', final: true }),
      { status: 'completing' },
      { reason: 'respondent_left', final: true },
    ],
  ])('brings ticket and body to %s, and its answer back', async (route, call, answer, body) => {
    const { client, sent } = serve(json(answer));
    expect(await call(client)).toEqual(answer);
    expect(sent).toMatchObject([{ route, shownTicket: 't1', body }]);
  });

  it('tells a heartbeat, which has no answer', async () => {
    const { client, sent } = serve(() => new Response(null, { status: 204 }));
    await client.heartbeat('t1', { state: 'visible', ...REPORT });
    expect(sent).toMatchObject([{ route: 'heartbeat', body: { state: 'visible', page: 'p', seq: 1 } }]);
  });

  it('tells the pieces of a reply in order and resolves with the whole', async () => {
    const { client, sent } = serve(stream(delta('I '), delta('see.') + delta(' '), delta('Why?'), done));
    expect(await say(client)).toMatchObject(DONE);
    expect(heard).toEqual(['I ', 'see.', ' ', 'Why?']);
    expect(sent).toMatchObject([{ route: 'message', shownTicket: 't1', body: BODY }]);
  });

  it('does not wait for a stream that stays open after its last event', async () => {
    const { client } = serve(
      () =>
        new Response(new ReadableStream({ start: controller => controller.enqueue(new TextEncoder().encode(done)) })),
    );
    expect(await say(client)).toMatchObject(DONE);
  });
});

describe('when the proxy answers with an error', () => {
  it.each(ERROR_CODES.filter(code => code !== 'internal_error' && !/rate|upstream/.test(code)))(
    '%s is told at once as what it is',
    async code => {
      const { client, sent } = serve(refusal(code, 400));
      expect(await outcome(client.resume('t1', REPORT))).toEqual(createFailure(code, 'A sentence.'));
      expect(sent).toHaveLength(1);
    },
  );

  it.each([
    ['ticket_expired', 401],
    ['ticket_invalid', 401],
    ['forbidden', 403],
    ['already_completed', 409],
  ] as const)('a message refused with %s (%d) is told as that', async (code, status) => {
    const { client } = serve(refusal(code, status));
    expect(await outcome(say(client))).toEqual(createFailure(code, 'A sentence.'));
  });

  it('waits as long as Retry-After asks for and tries again', async () => {
    const answer = { status: 'completing' };
    const { client, sent } = serve(refusal('upstream_unavailable', 503, { 'Retry-After': '4' }), json(answer));
    expect(await outcome(client.complete('t1', { reason: 'natural' }))).toEqual(answer);
    expect(sent).toHaveLength(2);
    expect(sent[1]!.at - sent[0]!.at).toBe(4000);
  });

  it.each([
    ['message', say],
    ['resume', (client: ProxyClient) => client.resume('t1', REPORT)],
    ['completion', (client: ProxyClient) => client.complete('t1', { reason: 'natural' })],
  ])('does not let anybody wait in silence for a %s that is to come back later', async (_, call) => {
    const { client, sent } = serve(refusal('upstream_unavailable', 503, { 'Retry-After': '20' }));
    const before = Date.now();
    let told = 0;
    const met = call(client).finally(() => {
      told = Date.now() - before;
    });
    expect(await outcome(met as Promise<unknown>)).toEqual(createFailure('upstream_unavailable', 'A sentence.', 20));
    expect([sent.length, told]).toEqual([1, 0]);
  });

  it.each(['1', '2', '5'])('tells after five seconds of being asked for %s each time', async seconds => {
    const { client, sent } = serve(refusal('rate_limited', 429, { 'Retry-After': seconds }));
    expect(await outcome(say(client))).toEqual(createFailure('rate_limited', 'A sentence.', Number(seconds)));
    expect(sent.at(-1)!.at - sent[0]!.at).toBeLessThanOrEqual(5000);
    expect(sent.length).toBeGreaterThan(1);
  });

  it('sends a message again after a 503, under the same id', async () => {
    const { client, sent } = serve(refusal('upstream_unavailable', 503, { 'Retry-After': '1' }), stream(done));
    const onRetry = vi.fn();
    expect(await outcome(say(client, undefined, onRetry))).toMatchObject(DONE);
    expect(sent.map(({ body }) => body)).toEqual([BODY, BODY]);
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('gives up after four more tries, and tells when to come back', async () => {
    const { client, sent } = serve(refusal('rate_limited', 429, { 'Retry-After': '1' }));
    expect(await outcome(client.complete('t1', { reason: 'natural' }))).toEqual(
      createFailure('rate_limited', 'A sentence.', 1),
    );
    expect(sent).toHaveLength(5);
  });

  it('does not try a heartbeat again', async () => {
    const { client, sent } = serve(refusal('upstream_unavailable', 503));
    expect(await outcome(client.heartbeat('t1', { state: 'visible', ...REPORT }))).toMatchObject({
      code: 'upstream_unavailable',
    });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['a page of HTML', () => new Response('<h1>Oops</h1>', { status: 404, headers: { 'Content-Type': 'text/html' } })],
    ['an empty error', () => new Response(null, { status: 404 })],
    ['an error without a code', json({ detail: 'Oops' }, 404)],
    ['a list', json(['not_found'], 404)],
    ['a good answer that is no JSON', () => new Response('<h1>Welcome</h1>')],
    ['a good answer that is cut', () => new Response('{"interview_id": "i1", "mess')],
  ])('%s is a bad answer', async (_, answer) => {
    const { client } = serve(answer);
    expect(await outcome(client.resume('t1', REPORT))).toMatchObject({ code: 'bad_response', recoverable: true });
  });
});

describe('a start', () => {
  it('that was not answered is not sent again, since it may have begun an interview', async () => {
    const { client, sent } = serve(unreachable);
    expect(await outcome(client.start({}))).toMatchObject({ code: 'unreachable', recoverable: true });
    expect(sent).toHaveLength(1);
  });

  it('that takes too long is not sent again', async () => {
    const { client, sent } = serve(silence);
    expect(await outcome(client.start({}))).toMatchObject({ code: 'timed_out', recoverable: true });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['rate_limited', 429],
    ['upstream_unavailable', 503],
  ])('refused with %s (%d) has begun nothing and is sent again', async (code, status) => {
    const { client, sent } = serve(
      refusal(code, status, { 'Retry-After': '2' }),
      json({ ticket: 't1', interview: VIEW }, 201),
    );
    expect(await outcome(client.start({}))).toMatchObject({ ticket: 't1' });
    expect(sent).toHaveLength(2);
  });

  it('that is to wait for long is told at once', async () => {
    const { client, sent } = serve(refusal('rate_limited', 429, { 'Retry-After': '57' }));
    expect(await outcome(client.start({}))).toEqual(createFailure('rate_limited', 'A sentence.', 57));
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['internal_error', 500],
    ['upstream_failed', 502],
    ['unknown', 504],
  ])('that failed with %s (%d) half-way is not sent again', async (code, status) => {
    const { client, sent } = serve(refusal(code, status));
    expect(await outcome(client.start({}))).toMatchObject({ code });
    expect(sent).toHaveLength(1);
  });
});

describe('when the network fails', () => {
  it('all but a start are sent again, since a repeat is safe', async () => {
    const { client, sent } = serve(unreachable, unreachable, json(VIEW));
    expect(await outcome(client.resume('t1', REPORT))).toEqual(VIEW);
    expect(sent).toHaveLength(3);
  });

  it('says so in the end', async () => {
    const { client } = serve(unreachable);
    expect(await outcome(client.complete('t1', { reason: 'timeout' }))).toMatchObject({
      code: 'unreachable',
      recoverable: true,
    });
  });

  it.each([
    ['before anything came', stream(new TypeError('network error'))],
    ['in the middle', stream(delta('I see'), new TypeError('network error'))],
    ['politely, but before the end', stream(delta('I see'))],
    ['within the last event', stream(delta('I see'), done.slice(0, -10))],
    ['without its last empty line', stream(delta('I see'), done.slice(0, -1))],
  ])('a stream that ends %s is a bad answer', async (_, answer) => {
    const { client } = serve(answer);
    expect(await outcome(say(client))).toMatchObject({ code: 'bad_response', recoverable: true });
  });

  it('an error within the stream is told as what it is', async () => {
    const error = formatReplyEvent({ type: 'error', error: 'upstream_failed', message: 'A sentence.' });
    const { client } = serve(stream(delta('I see'), error));
    expect(await outcome(say(client))).toEqual(createFailure('upstream_failed', 'A sentence.'));
  });

  it('a stream that falls silent is given up after 45 seconds, and closed', async () => {
    let closed = false;
    const { client } = serve(
      () =>
        new Response(
          new ReadableStream({
            start: controller => controller.enqueue(new TextEncoder().encode(delta('I see'))),
            cancel: () => {
              closed = true;
            },
          }),
        ),
    );
    let met: unknown = null;
    say(client).catch(error => {
      met = (error as InterviewError).failure;
    });
    await vi.advanceTimersByTimeAsync(44_000);
    expect([heard, met]).toEqual([['I see'], null]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(met).toMatchObject({ code: 'timed_out', recoverable: true });
    expect(closed).toBe(true);
  });

  it('a slow stream is not given up as long as something comes', async () => {
    const encoder = new TextEncoder();
    const chunks = [delta('I '), delta('see.'), delta(' Why?'), done];
    const { client } = serve(
      () =>
        new Response(
          new ReadableStream({
            pull: controller =>
              new Promise<void>(resolve =>
                setTimeout(() => {
                  controller.enqueue(encoder.encode(chunks.shift()));
                  if (chunks.length === 0) controller.close();
                  resolve();
                }, 40_000),
              ),
          }),
        ),
    );
    expect(await outcome(say(client))).toMatchObject(DONE);
  });

  it('a message that nobody waits for any more ends', async () => {
    const { client } = serve(silence);
    const abort = new AbortController();
    const ended = outcome(say(client, abort.signal));
    abort.abort();
    expect(await ended).toMatchObject({ code: 'unreachable' });
  });
});
