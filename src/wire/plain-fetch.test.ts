import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendExitBeacon } from '../page/exit-beacon.ts';
import { createLazyProxyClient } from './lazy-proxy-client.ts';
import { createProxyClient, type ProxyClient } from './proxy-client.ts';
import { requestStart } from './start-request.ts';

type Fetch = typeof fetch;
type Init = Record<string, unknown>;

const VIEW = { interview_id: 'i1' };

/** A page's own `fetch`, which records what reaches the network. */
function createNetwork() {
  const requests: { url: string; headers: Headers; body: string }[] = [];
  const network = async (input: unknown, init: unknown) => {
    const request = new Request(input as string, init as RequestInit);
    requests.push({ url: request.url, headers: request.headers, body: await request.text() });
    return Response.json({ ticket: 't1', interview: VIEW, ...VIEW });
  };
  return { requests, network };
}

/** What monitoring, sign-in and service scripts do to `fetch`, by what they assume of its arguments. */
const WRAPPERS: [string, (network: (input: unknown, init: unknown) => Promise<Response>) => Fetch][] = [
  [
    'expects a string',
    network =>
      ((url: string, init: Init) => {
        if (url.startsWith('https://elsewhere.example')) throw new Error('not allowed');
        return network(url, init);
      }) as Fetch,
  ],
  [
    'replaces the headers',
    network =>
      ((url: string, init: Init = {}) =>
        network(url, { ...init, headers: { ...(init.headers as object), Authorization: 'Bearer site' } })) as Fetch,
  ],
  ['calls String(url)', network => ((url: unknown, init: Init) => network(String(url), init)) as Fetch],
  ['spreads the options', network => ((url: unknown, init: Init) => network(url, { ...init, mode: 'cors' })) as Fetch],
  [
    'reads the body',
    network =>
      ((url: unknown, init: Init) => {
        JSON.parse(init.body as string);
        return network(url, init);
      }) as Fetch,
  ],
];

const createClient = (base: string): ProxyClient =>
  createLazyProxyClient(base, { loadClient: async () => createProxyClient(base) });

const ROUTES: [route: string, ticket: string | null, call: (client: ProxyClient) => Promise<unknown>][] = [
  ['start', null, client => client.start({ study: 'churn' })],
  ['message', 't1', client => client.message('t1', { content: 'Too dear.' }, new AbortController().signal, () => {})],
  ['complete', 't1', client => client.complete('t1', { reason: 'natural' })],
  ['resume', 't1', client => client.resume('t1', { page: 'p', seq: 1 })],
  ['heartbeat', 't1', client => client.heartbeat('t1', { state: 'visible', page: 'p', seq: 1 })],
];

afterEach(() => vi.unstubAllGlobals());

describe.each(WRAPPERS)('where the page’s fetch %s', (_, wrap) => {
  it.each(ROUTES)('%s arrives whole', async (route, ticket, call) => {
    const { requests, network } = createNetwork();
    vi.stubGlobal('fetch', wrap(network));
    await call(createClient('https://shop.example/koji'));
    expect(requests).toHaveLength(1);
    expect(requests[0]!.url).toBe(`https://shop.example/koji/${route}`);
    expect(requests[0]!.headers.get('content-type')).toBe('application/json');
    expect(requests[0]!.headers.get('x-koji-ticket')).toBe(ticket);
    expect(JSON.parse(requests[0]!.body)).toBeTypeOf('object');
  });

  it('a start that the client sends arrives whole', async () => {
    const { requests, network } = createNetwork();
    vi.stubGlobal('fetch', wrap(network));
    await createProxyClient('https://shop.example/koji').start({ study: 'churn' });
    expect(JSON.parse(requests[0]!.body)).toEqual({ study: 'churn' });
  });

  it('a report arrives', async () => {
    const { requests, network } = createNetwork();
    vi.stubGlobal('fetch', wrap(network));
    sendExitBeacon('https://shop.example/koji/complete', { ticket: 't1', reason: 'respondent_left' });
    await vi.waitUntil(() => requests.length > 0);
  });
});

it('the client uses the fetch that the page has when it calls, not an earlier one', async () => {
  const client = createProxyClient('https://shop.example/koji');
  const { requests, network } = createNetwork();
  vi.stubGlobal('fetch', network);
  await client.resume('t1', { page: 'p', seq: 1 });
  expect(requests).toHaveLength(1);
});

it('a message can still be given up', async () => {
  const signals: AbortSignal[] = [];
  vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
    signals.push(signal!);
    return new Promise((_, reject) => signal!.addEventListener('abort', () => reject(signal!.reason)));
  });
  const abort = new AbortController();
  const sent = createProxyClient('https://shop.example/koji').message('t1', { content: 'Hi' }, abort.signal, () => {});
  sent.catch(() => {});
  await vi.waitUntil(() => signals.length > 0);
  abort.abort();
  await expect(sent).rejects.toThrow();
  expect(signals[0]!.aborted).toBe(true);
});

describe.each([
  ['https://user:pass@shop.example/a/page?x=1', '/koji', 'https://shop.example/koji/start'],
  ['https://user@shop.example/a/page', '/koji/', 'https://shop.example/koji/start'],
  ['https://user:pass@shop.example/a/page', 'koji', 'https://shop.example/a/koji/start'],
  ['https://user:pass@shop.example/a/page', 'https://api.example/koji', 'https://api.example/koji/start'],
  ['https://user:pass@shop.example/a/page', '//api.example/koji', 'https://api.example/koji/start'],
  ['https://shop.example/a/page', '/koji', 'https://shop.example/koji/start'],
])('on %s with proxy %s', (baseURI, base, url) => {
  it.each([
    ['the first start', () => requestStart(base, {})],
    ['the client', () => createProxyClient(base).start({})],
  ])(`%s calls ${url}`, async (_, call) => {
    vi.stubGlobal('document', { baseURI });
    const { requests, network } = createNetwork();
    vi.stubGlobal('fetch', network);
    await call();
    expect(requests.map(request => request.url)).toEqual([url]);
  });
});
