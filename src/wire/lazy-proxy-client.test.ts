import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createFailure } from '../interview/failures.ts';
import { InterviewError } from './interview-error.ts';
import { createLazyProxyClient } from './lazy-proxy-client.ts';
import { createProxyClient, type ProxyClient } from './proxy-client.ts';

type Respond = () => Response | Promise<Response>;

const STARTED = { ticket: 't1', interview: { interview_id: 'i1' } };
const BODY = { study: 'churn', locale: 'en' };

const started: Respond = () => Response.json(STARTED, { status: 201 });
const html: Respond = () => new Response('<!doctype html>', { status: 200 });
const serverError: Respond = () => new Response('<!doctype html>', { status: 500 });
const neverResponds: Respond = () => new Promise<Response>(() => {});
const unreachable: Respond = () => Promise.reject(new TypeError('fetch failed'));
const refuse =
  (error: string, status: number, headers = {}): Respond =>
  () =>
    Response.json({ error, message: 'A sentence.' }, { status, headers });

/** A client whose requests get these responses, the last one again and again. */
function createClient(responses: [Respond, ...Respond[]], earlyStart?: Promise<Response>) {
  const requests: { url: string; body: unknown }[] = [];
  const fetch = async (...args: Parameters<typeof globalThis.fetch>) => {
    const request = new Request(...args);
    requests.push({ url: request.url, body: await request.json() });
    return (responses.length > 1 ? responses.shift()! : responses[0])();
  };
  const loadClient = vi.fn(async () => createProxyClient('https://shop.example/koji', fetch));
  const client = createLazyProxyClient('https://shop.example/koji/', { loadClient, earlyStart, fetch });
  return { client, requests, loadClient };
}

/** The response or the failure, after all the time it needs. */
async function outcomeOf(call: ReturnType<ProxyClient['start']>) {
  const outcome = call.catch((error: unknown) => {
    if (error instanceof InterviewError) return error.failure;
    throw error;
  });
  await vi.advanceTimersByTimeAsync(60_000);
  return outcome;
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a start', () => {
  it('is one request, and loads no client', async () => {
    const { client, requests, loadClient } = createClient([started]);
    expect(await client.start(BODY)).toEqual(STARTED);
    expect(requests).toEqual([{ url: 'https://shop.example/koji/start', body: BODY }]);
    expect(loadClient).not.toHaveBeenCalled();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('that is to be repeated later is repeated by the client', async () => {
    const { client, requests } = createClient([refuse('upstream_unavailable', 503, { 'Retry-After': '2' }), started]);
    expect(await outcomeOf(client.start(BODY))).toEqual(STARTED);
    expect(requests.map(({ body }) => body)).toEqual([BODY, BODY]);
  });

  it.each<[string, Respond, ReturnType<typeof createFailure>]>([
    ['refused', refuse('forbidden', 403), createFailure('forbidden', 'A sentence.')],
    ['that gets HTML', html, createFailure('bad_response', 'start: the response is not JSON.')],
    ['without a response', unreachable, createFailure('unreachable', expect.any(String) as never)],
    ['whose response is late', neverResponds, createFailure('timed_out', expect.any(String) as never)],
    ['that fails at the server', serverError, createFailure('bad_response', expect.any(String) as never)],
  ])('%s fails as it does with the real client, after one request', async (_, respond, failure) => {
    const { client, requests } = createClient([respond]);
    expect(await outcomeOf(client.start(BODY))).toEqual(failure);
    expect(requests).toHaveLength(1);
  });

  it.each<[string, Respond]>([
    ['an HTML page with 404', () => new Response('<!doctype html>', { status: 404 })],
    ['JSON with 404', refuse('not_found', 404)],
    ['405 of a static host', () => new Response(null, { status: 405 })],
    ['405 after a redirect that made it a GET', refuse('method_not_allowed', 405)],
  ])('that gets %s found no proxy, and the console names the address', async (_, respond) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => void said.mockRestore());
    const { client, requests } = createClient([respond]);
    expect(await outcomeOf(client.start(BODY))).toMatchObject({ code: 'no_proxy', recoverable: false });
    expect(requests).toHaveLength(1);
    expect(said.mock.calls).toEqual([
      [
        expect.stringMatching(
          /^koji-embed: no proxy responds at https:\/\/shop\.example\/koji\/start: HTTP 40[45]\. Mount/,
        ),
      ],
    ]);
  });

  it('an early start that finds no proxy says so too', async () => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => void said.mockRestore());
    const early = Promise.resolve(new Response('<!doctype html>', { status: 404 }));
    const { client } = createClient([() => new Response('<!doctype html>', { status: 404 })], early);
    expect(await outcomeOf(client.start(BODY))).toMatchObject({ code: 'no_proxy' });
    expect(said).toHaveBeenCalledTimes(1);
  });

  it('fails as loading does where the client is needed and cannot be loaded', async () => {
    const { client, loadClient } = createClient([unreachable]);
    const failure = createFailure('unreachable', 'A part of the widget could not be loaded.');
    loadClient.mockRejectedValue(new InterviewError(failure));
    expect(await outcomeOf(client.start(BODY))).toEqual(failure);
  });
});

describe('an early start', () => {
  it('is not repeated when its response is good', async () => {
    const { client, requests } = createClient([started], Promise.resolve(started()));
    expect(await outcomeOf(client.start(BODY))).toEqual(STARTED);
    expect(requests).toEqual([]);
  });

  it('is used once: the next interview is started anew', async () => {
    const { client, requests } = createClient([started], Promise.resolve(started()));
    await outcomeOf(client.start(BODY));
    await outcomeOf(client.start(BODY));
    expect(requests).toHaveLength(1);
  });

  it('that failed at the server is not repeated: it may have started an interview', async () => {
    const { client, requests } = createClient([started], Promise.resolve(serverError()));
    expect(await outcomeOf(client.start(BODY))).toMatchObject({ code: 'bad_response' });
    expect(requests).toEqual([]);
  });

  it('that was a bad request is repeated with the checked options', async () => {
    const { client, requests } = createClient([started], Promise.resolve(refuse('invalid_request', 400)()));
    expect(await outcomeOf(client.start(BODY))).toEqual(STARTED);
    expect(requests.map(({ body }) => body)).toEqual([BODY]);
  });

  it.each<[string, Respond, string]>([
    ['without a response', unreachable, 'unreachable'],
    ['whose response is late', neverResponds, 'timed_out'],
  ])('%s is not repeated: it may have started an interview', async (_, respond, code) => {
    const early = Promise.resolve(respond());
    early.catch(() => {});
    const { client, requests } = createClient([started], early);
    expect(await outcomeOf(client.start(BODY))).toMatchObject({ code });
    expect(requests).toEqual([]);
  });
});

describe('a respondent', () => {
  const REFUSED = refuse('invalid_request', 400);
  const start = async (respondent: object, ...responses: [Respond, ...Respond[]]) => {
    const said = vi.spyOn(console, 'error').mockImplementation(() => {});
    onTestFinished(() => void said.mockRestore());
    const { client, requests } = createClient(responses);
    const outcome = await outcomeOf(client.start({ ...BODY, respondent }));
    return { outcome, said: said.mock.calls, sent: requests.map(({ body }) => body) };
  };

  it('that the proxy refuses is read as hosts mean it, and sent again', async () => {
    const respondent = { external_id: 'a\0', display_name: 'x'.repeat(300), metadata: { note: '\ud800' } };
    const { outcome, said, sent } = await start(respondent, REFUSED, started);
    expect([outcome, said]).toEqual([STARTED, []]);
    expect(sent[1]).toEqual({
      ...BODY,
      respondent: { external_id: 'a', display_name: 'x'.repeat(255), metadata: { note: '\ufffd' } },
    });
  });

  it('of a wrong shape is the developer’s mistake: the interview starts without it', async () => {
    const { outcome, said, sent } = await start({ email: 'ada@example.org' }, REFUSED, started);
    expect(outcome).toEqual(STARTED);
    expect(sent[1]).toEqual(BODY);
    expect(said).toEqual([
      [expect.stringMatching(/^koji-embed: option "respondent" is \{"email".*, expected an object/)],
    ]);
  });

  it('is not sent a third time when the proxy refuses something else', async () => {
    const { outcome, sent } = await start({ external_id: 'a' }, REFUSED, REFUSED);
    expect(outcome).toMatchObject({ code: 'invalid_request' });
    expect(sent).toHaveLength(2);
  });

  it('is cleaned for a resume as well', async () => {
    const { client, requests } = createClient([() => Response.json({})]);
    await client.resume('t1', { page: 'p', seq: 1, respondent: { external_id: 'a\0' } });
    expect(requests[0]!.body).toEqual({ page: 'p', seq: 1, respondent: { external_id: 'a' } });
  });
});

describe('every other route', () => {
  it('is called by the real client', async () => {
    const { client, requests, loadClient } = createClient([() => Response.json({ status: 'completing' })]);
    expect(await client.complete('t1', { reason: 'manual' })).toEqual({ status: 'completing' });
    expect(requests).toEqual([{ url: 'https://shop.example/koji/complete', body: { reason: 'manual' } }]);
    expect(loadClient).toHaveBeenCalledTimes(1);
  });
});
