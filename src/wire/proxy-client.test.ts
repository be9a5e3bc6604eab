import { Hono } from 'hono';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
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
  now: '2026-03-01T09:00:00.000Z',
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
const errorResponse = (error: string, status: number, headers = {}) =>
  json({ error, message: 'A sentence.' }, status, headers);
const unreachable = () => {
  throw new TypeError('fetch failed');
};
const neverResponds = () => new Promise<Response>(() => {});

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

type Respond = () => Response | Promise<Response>;
interface ReceivedCall {
  route: string;
  at: number;
  sentTicket: string | undefined;
  body: unknown;
}

/**
 * Creates a proxy that gives these responses, then the last one again and again, and records calls.
 */
function serve(...responses: [Respond, ...Respond[]]) {
  const sent: ReceivedCall[] = [];
  const app = new Hono().basePath('/koji');
  app.onError(error => {
    throw error;
  });
  app.post('/:route', async context => {
    const { route } = context.req.param();
    const sentTicket = context.req.header('x-koji-ticket');
    sent.push({ route, at: Date.now(), sentTicket, body: await context.req.json() });
    return (responses.length > 1 ? responses.shift()! : responses[0])();
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

const receivedTexts: string[] = [];
const onText = (text: string) => receivedTexts.push(text);
const sendMessage = async (client: ProxyClient, signal = new AbortController().signal, onRetry = () => {}) =>
  readReply(await client.message('t1', BODY, signal, onRetry), onText);

/** The value or the failure of a promise, after all the time it needs. */
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
  receivedTexts.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the proxy client', () => {
  it('starts without a ticket', async () => {
    const { client, sent } = serve(json({ ticket: 't1', interview: VIEW }, 201));
    expect(await client.start({ study: 'churn', locale: 'en' })).toEqual({ ticket: 't1', interview: VIEW });
    expect(sent).toMatchObject([{ route: 'start', sentTicket: undefined, body: { study: 'churn', locale: 'en' } }]);
  });

  it.each([
    ['resume', (client: ProxyClient) => client.resume('t1', REPORT), VIEW, REPORT],
    [
      'complete',
      (client: ProxyClient) => client.complete('t1', { reason: 'respondent_left', final: true }),
      { status: 'completing' },
      { reason: 'respondent_left', final: true },
    ],
  ])('sends ticket and body to %s, and resolves with the response', async (route, call, response, body) => {
    const { client, sent } = serve(json(response));
    expect(await call(client)).toEqual(response);
    expect(sent).toMatchObject([{ route, sentTicket: 't1', body }]);
  });

  it('sends a heartbeat, whose response is empty', async () => {
    const { client, sent } = serve(() => new Response(null, { status: 204 }));
    await client.heartbeat('t1', { state: 'visible', ...REPORT });
    expect(sent).toMatchObject([{ route: 'heartbeat', body: { state: 'visible', page: 'p', seq: 1 } }]);
  });

  it('passes on the pieces of a reply in order, and resolves with the whole', async () => {
    const { client, sent } = serve(stream(delta('I '), delta('see.') + delta(' '), delta('Why?'), done));
    expect(await sendMessage(client)).toMatchObject(DONE);
    expect(receivedTexts).toEqual(['I ', 'see.', ' ', 'Why?']);
    expect(sent).toMatchObject([{ route: 'message', sentTicket: 't1', body: BODY }]);
  });

  it('doesn’t wait for a stream that stays open after its last event', async () => {
    const { client } = serve(
      () =>
        new Response(new ReadableStream({ start: controller => controller.enqueue(new TextEncoder().encode(done)) })),
    );
    expect(await sendMessage(client)).toMatchObject(DONE);
  });
});

describe('after an error response', () => {
  it.each(ERROR_CODES.filter(code => code !== 'internal_error' && !/rate|upstream/.test(code)))(
    'rejects at once with %s',
    async code => {
      const { client, sent } = serve(errorResponse(code, 400));
      expect(await outcome(client.resume('t1', REPORT))).toEqual(createFailure(code, 'A sentence.'));
      expect(sent).toHaveLength(1);
    },
  );

  it.each([
    ['ticket_expired', 401],
    ['ticket_invalid', 401],
    ['forbidden', 403],
    ['already_completed', 409],
  ] as const)('rejects with %s (%d) for a message', async (code, status) => {
    const { client } = serve(errorResponse(code, status));
    expect(await outcome(sendMessage(client))).toEqual(createFailure(code, 'A sentence.'));
  });

  it('waits as long as Retry-After asks, and retries', async () => {
    const body = { status: 'completing' };
    const { client, sent } = serve(errorResponse('upstream_unavailable', 503, { 'Retry-After': '4' }), json(body));
    expect(await outcome(client.complete('t1', { reason: 'natural' }))).toEqual(body);
    expect(sent).toHaveLength(2);
    expect(sent[1]!.at - sent[0]!.at).toBe(4000);
  });

  it.each([
    ['message', sendMessage],
    ['resume', (client: ProxyClient) => client.resume('t1', REPORT)],
    ['completion', (client: ProxyClient) => client.complete('t1', { reason: 'natural' })],
  ])('rejects a %s at once if Retry-After is long', async (_, call) => {
    const { client, sent } = serve(errorResponse('upstream_unavailable', 503, { 'Retry-After': '20' }));
    const before = Date.now();
    let rejectedAfter = 0;
    const rejected = call(client).finally(() => {
      rejectedAfter = Date.now() - before;
    });
    expect(await outcome(rejected as Promise<unknown>)).toEqual(
      createFailure('upstream_unavailable', 'A sentence.', 20),
    );
    expect([sent.length, rejectedAfter]).toEqual([1, 0]);
  });

  it.each(['1', '2', '5'])('gives up after five seconds in total if Retry-After is %s each time', async seconds => {
    const { client, sent } = serve(errorResponse('rate_limited', 429, { 'Retry-After': seconds }));
    expect(await outcome(sendMessage(client))).toEqual(createFailure('rate_limited', 'A sentence.', Number(seconds)));
    expect(sent.at(-1)!.at - sent[0]!.at).toBeLessThanOrEqual(5000);
    expect(sent.length).toBeGreaterThan(1);
  });

  it('retries a message after a 503, with the same id', async () => {
    const { client, sent } = serve(errorResponse('upstream_unavailable', 503, { 'Retry-After': '1' }), stream(done));
    const onRetry = vi.fn();
    expect(await outcome(sendMessage(client, undefined, onRetry))).toMatchObject(DONE);
    expect(sent.map(({ body }) => body)).toEqual([BODY, BODY]);
    expect(onRetry).toHaveBeenCalledTimes(1);
  });

  it('gives up after four retries, and passes on Retry-After', async () => {
    const { client, sent } = serve(errorResponse('rate_limited', 429, { 'Retry-After': '1' }));
    expect(await outcome(client.complete('t1', { reason: 'natural' }))).toEqual(
      createFailure('rate_limited', 'A sentence.', 1),
    );
    expect(sent).toHaveLength(5);
  });

  it('measures the date that Retry-After names by the clock of the server', async () => {
    const at = (time: number) => new Date(Date.now() - 3_600_000 + time).toUTCString();
    const headers = { Date: at(0), 'Retry-After': at(3000) };
    const { client, sent } = serve(errorResponse('rate_limited', 429, headers), json(VIEW));
    expect(await outcome(client.resume('t1', REPORT))).toEqual(VIEW);
    expect(sent[1]!.at - sent[0]!.at).toBe(3000);
  });

  it('waits until the date that Retry-After names', async () => {
    const date = new Date(Math.ceil(Date.now() / 1000) * 1000 + 3000);
    const { client, sent } = serve(
      errorResponse('upstream_unavailable', 503, { 'Retry-After': date.toUTCString() }),
      json(VIEW),
    );
    expect(await outcome(client.resume('t1', REPORT))).toEqual(VIEW);
    expect(sent[1]!.at).toBe(date.getTime());
  });

  it('waits at random without Retry-After, up to a limit that doubles with each retry', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    onTestFinished(() => void vi.restoreAllMocks());
    const { client, sent } = serve(errorResponse('upstream_failed', 502));
    expect(await outcome(client.resume('t1', REPORT))).toMatchObject({ code: 'upstream_failed' });
    expect(sent.slice(1).map(({ at }, i) => at - sent[i]!.at)).toEqual([300, 600, 1200, 2400]);
  });

  it('doesn’t wait for an error’s body that never ends', async () => {
    const { client } = serve(() => new Response(new ReadableStream(), { status: 403 }));
    expect(await outcome(client.resume('t1', REPORT))).toMatchObject({ code: 'bad_response' });
  });

  it('doesn’t retry a heartbeat', async () => {
    const { client, sent } = serve(errorResponse('upstream_unavailable', 503));
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
    ['a success that is not JSON', () => new Response('<h1>Welcome</h1>')],
    ['a success that is cut off', () => new Response('{"interview_id": "i1", "mess')],
  ])('rejects with bad_response for %s', async (_, response) => {
    const { client } = serve(response);
    expect(await outcome(client.resume('t1', REPORT))).toMatchObject({ code: 'bad_response', recoverable: true });
  });
});

describe('a start', () => {
  it('is not retried without a response, since it may have started an interview', async () => {
    const { client, sent } = serve(unreachable);
    expect(await outcome(client.start({}))).toMatchObject({ code: 'unreachable', recoverable: true });
    expect(sent).toHaveLength(1);
  });

  it('is not retried after a timeout', async () => {
    const { client, sent } = serve(neverResponds);
    expect(await outcome(client.start({}))).toMatchObject({ code: 'timed_out', recoverable: true });
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['rate_limited', 429],
    ['upstream_unavailable', 503],
  ])('is retried after %s (%d), which started nothing', async (code, status) => {
    const { client, sent } = serve(
      errorResponse(code, status, { 'Retry-After': '2' }),
      json({ ticket: 't1', interview: VIEW }, 201),
    );
    expect(await outcome(client.start({}))).toMatchObject({ ticket: 't1' });
    expect(sent).toHaveLength(2);
  });

  it('rejects at once if Retry-After is long', async () => {
    const { client, sent } = serve(errorResponse('rate_limited', 429, { 'Retry-After': '57' }));
    expect(await outcome(client.start({}))).toEqual(createFailure('rate_limited', 'A sentence.', 57));
    expect(sent).toHaveLength(1);
  });

  it.each([
    ['internal_error', 500],
    ['upstream_failed', 502],
    ['unknown', 504],
  ])('is not retried after %s (%d), which may have started an interview', async (code, status) => {
    const { client, sent } = serve(errorResponse(code, status));
    expect(await outcome(client.start({}))).toMatchObject({ code });
    expect(sent).toHaveLength(1);
  });
});

describe('after a network failure', () => {
  it('retries all calls but a start, since a repeat is safe', async () => {
    const { client, sent } = serve(unreachable, unreachable, json(VIEW));
    expect(await outcome(client.resume('t1', REPORT))).toEqual(VIEW);
    expect(sent).toHaveLength(3);
  });

  it('leaves the retries of a message to its caller while the browser seems offline', async () => {
    vi.stubGlobal('navigator', { onLine: false });
    onTestFinished(() => void vi.unstubAllGlobals());
    const { client, sent } = serve(unreachable);
    expect(await outcome(sendMessage(client))).toMatchObject({ code: 'unreachable' });
    expect(sent).toHaveLength(1);
    const { client: other, sent: others } = serve(unreachable, json(VIEW));
    expect(await outcome(other.resume('t1', REPORT))).toEqual(VIEW);
    expect(others).toHaveLength(2);
  });

  it('rejects with unreachable in the end', async () => {
    const { client } = serve(unreachable);
    expect(await outcome(client.complete('t1', { reason: 'timeout' }))).toMatchObject({
      code: 'unreachable',
      recoverable: true,
    });
  });

  it.each([
    ['before its first event', stream(new TypeError('network error'))],
    ['in the middle', stream(delta('I see'), new TypeError('network error'))],
    ['cleanly, but before its last event', stream(delta('I see'))],
    ['within the last event', stream(delta('I see'), done.slice(0, -10))],
    ['without its last empty line', stream(delta('I see'), done.slice(0, -1))],
  ])('rejects with bad_response if a stream ends %s', async (_, response) => {
    const { client } = serve(response);
    expect(await outcome(sendMessage(client))).toMatchObject({ code: 'bad_response', recoverable: true });
  });

  it('rejects with the error event of a stream', async () => {
    const error = formatReplyEvent({ type: 'error', error: 'upstream_failed', message: 'A sentence.' });
    const { client } = serve(stream(delta('I see'), error));
    expect(await outcome(sendMessage(client))).toEqual(createFailure('upstream_failed', 'A sentence.'));
  });

  it('gives up and cancels a stream that is silent for 45 seconds', async () => {
    let isCancelled = false;
    const { client } = serve(
      () =>
        new Response(
          new ReadableStream({
            start: controller => controller.enqueue(new TextEncoder().encode(delta('I see'))),
            cancel: () => {
              isCancelled = true;
            },
          }),
        ),
    );
    let failure: unknown = null;
    sendMessage(client).catch(error => {
      failure = (error as InterviewError).failure;
    });
    await vi.advanceTimersByTimeAsync(44_000);
    expect([receivedTexts, failure]).toEqual([['I see'], null]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(failure).toMatchObject({ code: 'timed_out', recoverable: true });
    expect(isCancelled).toBe(true);
  });

  it('keeps reading a slow stream as long as something arrives', async () => {
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
    expect(await outcome(sendMessage(client))).toMatchObject(DONE);
  });

  it('ends a message that is aborted between two tries, at once', async () => {
    const { client, sent } = serve(errorResponse('rate_limited', 429, { 'Retry-After': '4' }));
    const abort = new AbortController();
    const rejected = vi.fn();
    sendMessage(client, abort.signal).catch(rejected);
    await vi.advanceTimersByTimeAsync(1000);
    abort.abort();
    await vi.advanceTimersByTimeAsync(0);
    expect(rejected).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(1);
  });

  it('doesn’t retry a message that is aborted on its way', async () => {
    const { client, sent } = serve(unreachable);
    expect(await outcome(sendMessage(client, AbortSignal.abort()))).toMatchObject({ code: 'unreachable' });
    expect(sent).toEqual([]);
  });

  it('ends an aborted message', async () => {
    const { client } = serve(neverResponds);
    const abort = new AbortController();
    const ended = outcome(sendMessage(client, abort.signal));
    abort.abort();
    expect(await ended).toMatchObject({ code: 'unreachable' });
  });
});
