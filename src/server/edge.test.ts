import fc from 'fast-check';
import { base64url } from 'jose';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../interview/failures.ts';
import { BODY_LIMIT } from '../wire/request-body.ts';
import { createMemoryStore } from './memory-store.ts';
import { createRateLimit } from './rate-limit.ts';
import { measureHeap } from './testing/heap.ts';
import { createManualClock } from './testing/manual-clock.ts';
import { createProxyHarness, SECRET, SHOP } from './testing/proxy-harness.ts';
import { API_KEY } from './testing/scripted-koji.ts';
import { createTickets, type Ticket } from './tickets.ts';

const REQUESTS = Number(process.env.KOJI_EDGE_REQUESTS ?? 10_000);
const SEED = 94;
const MB = 2 ** 20;

/** A valid body for each route. Every request below is one of these with one to three faults. */
const GOOD = {
  start: { locale: 'en', respondent: { external_id: 'u-1', metadata: { plan: 'pro' } } },
  message: { content: 'Every day.' },
  complete: { reason: 'respondent_left', page: 'page-1', seq: 7 },
  resume: { page: 'page-2', seq: 0 },
  heartbeat: { state: 'hidden', page: 'page-1', seq: 8 },
} as const;
type RouteName = keyof typeof GOOD;

const STATUS: Partial<Record<ErrorCode, number>> = {
  invalid_request: 400,
  ticket_invalid: 401,
  ticket_expired: 401,
  origin_not_allowed: 403,
  not_found: 404,
  method_not_allowed: 405,
  too_large: 413,
  unsupported_media_type: 415,
};

interface Fault {
  code: ErrorCode;
  path?: string;
  method?: string;
  headers?: Record<string, string>;
  ticket?: unknown;
  type?: string;
  body?: () => string | Uint8Array | ReadableStream<Uint8Array>;
}

const encode = (text: string) => new TextEncoder().encode(text);

/** Generates tickets that look like `good`, but are invalid or expired. */
async function badTickets(good: string, inside: Ticket, token: string) {
  const parts = good.split('.');
  const ours = createTickets([SECRET]);
  const theirs = await createTickets(['another secret of 32 characters!']).seal(inside);
  const header = JSON.parse(new TextDecoder().decode(base64url.decode(parts[0]!))) as object;
  const withHeader = (change: object) =>
    [base64url.encode(JSON.stringify({ ...header, ...change })), ...parts.slice(1)].join('.');
  const sealed = (contents: object) => ours.seal(contents as Ticket);

  const flipped = fc.tuple(fc.constantFrom(0, 2, 3, 4), fc.nat(), fc.nat(7)).map(([part, at, bit]) => {
    const bytes = base64url.decode(parts[part]!);
    bytes[at % bytes.length]! ^= 1 << bit;
    return parts.map((each, n) => (n === part ? base64url.encode(bytes) : each)).join('.');
  });
  const truncated = fc.nat(good.length - 1).map(end => good.slice(0, end));
  const forged = fc.constantFrom(
    theirs,
    [parts[0], ...theirs.split('.').slice(1)].join('.'),
    ...['none', 'RSA-OAEP', 'RSA-OAEP-256', 'A256KW', 'A256GCMKW', 'ECDH-ES', 'PBES2-HS256+A128KW', 'DIR'].map(alg =>
      withHeader({ alg, p2c: 2 ** 31, p2s: 'AAAAAAAAAAA' }),
    ),
    ...['A128GCM', 'A192GCM', 'A128CBC-HS256', 'none'].map(enc => withHeader({ enc })),
    withHeader({ zip: 'DEF' }),
    withHeader({ crit: ['exp'], exp: 1 }),
    withHeader({ kid: '__proto__' }),
    [parts[0], 'AAAA', ...parts.slice(2)].join('.'),
    `${good}.`,
    parts.slice(0, 3).join('.'),
    [...parts].reverse().join('.'),
    `${base64url.encode('{"alg":"none"}')}.${base64url.encode(JSON.stringify(inside))}.`,
    'a.'.repeat(20_000),
    token,
    API_KEY,
    await sealed({ ...inside, study: 'taken-away' }),
    await sealed({ ...inside, study: '__proto__' }),
    await sealed({ ...inside, admin: true }),
    await sealed({ interview_id: inside.interview_id }),
  );
  const expired = await sealed({ ...inside, expires_at: inside.expires_at - 30 * 86_400_000 });
  return fc.oneof(
    ...[flipped, truncated, forged].map(tickets =>
      tickets.map((ticket): Fault => ({ code: 'ticket_invalid', ticket })),
    ),
    fc
      .constantFrom(undefined, null, 1, true, [], {}, { toString: 'x' })
      .map((ticket): Fault => ({ code: 'ticket_invalid', ticket })),
    fc.constant<Fault>({ code: 'ticket_expired', ticket: expired }),
  );
}

/** Generates bodies that a route must refuse. */
function badBodies(route: RouteName) {
  const good = GOOD[route];
  const text = JSON.stringify(good);
  const fields = Object.keys(good);
  const refusedBodies = (body: fc.Arbitrary<string | Uint8Array>) =>
    body.map((each): Fault => ({ code: 'invalid_request', body: () => each }));
  const wrongType = fc
    .tuple(fc.constantFrom(...fields), fc.constantFrom([[]], -0.5, true, { a: 1 }, '', '\0', '\ud800'))
    .map(([field, value]) => JSON.stringify({ ...good, [field]: value }));
  const stray = fc
    .tuple(
      fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'stray', '', '\u0000'),
      fc.jsonValue({ maxDepth: 3 }),
    )
    .map(([name, value]) => `${text.slice(0, -1)},${JSON.stringify(name)}:${JSON.stringify(value)}}`);
  // JSON.parse uses the last of two equal keys.
  const twice = fc.constantFrom(...fields).map(field => `${text.slice(0, -1)},${JSON.stringify(field)}:[[0]]}`);
  const notUtf8 = fc
    .tuple(fc.nat(text.length), fc.constantFrom([0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80]))
    .map(([at, bytes]) => Uint8Array.from([...encode(text.slice(0, at)), ...bytes, ...encode(text.slice(at))]));
  const other = fc.constantFrom(
    '[]',
    'null',
    'true',
    '0',
    '"x"',
    'undefined',
    `${text}${text}`,
    `[${text}]`,
    '['.repeat(50_000),
    `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    `{"respondent":{"metadata":${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}}}`,
    `${text.slice(0, -1)},"seq":1e999}`,
    `${text.slice(0, -1)},"seq":${'9'.repeat(400)}}`,
    `${text.slice(0, -1)},"seq":-1}`,
    `{"page":"only half a report"}`,
    `{"seq":1}`,
  );
  const long = fc
    .constantFrom<(() => ReturnType<NonNullable<Fault['body']>>)[]>(
      () => text.padEnd(BODY_LIMIT + 1),
      () => JSON.stringify({ ...good, content: 'a'.repeat(BODY_LIMIT) }),
      endless,
    )
    .map((body): Fault => ({ code: 'too_large', body }));
  return fc.oneof(
    { weight: 3, arbitrary: refusedBodies(fc.nat(text.length - 1).map(end => text.slice(0, end))) },
    { weight: 3, arbitrary: refusedBodies(wrongType) },
    { weight: 3, arbitrary: refusedBodies(stray) },
    { weight: 2, arbitrary: refusedBodies(twice) },
    { weight: 2, arbitrary: refusedBodies(notUtf8) },
    { weight: 2, arbitrary: refusedBodies(fc.uint8Array({ minLength: 1, maxLength: 100 }).filter(isNotAnObject)) },
    { weight: 3, arbitrary: refusedBodies(other) },
    { weight: 1, arbitrary: long },
    { weight: 1, arbitrary: fc.constant<Fault>({ code: 'invalid_request', body: broken }) },
  );
}

const isNotAnObject = (bytes: Uint8Array) => !/^\s*\{/.test(new TextDecoder().decode(bytes));

const endless = () =>
  new ReadableStream<Uint8Array>({ pull: controller => controller.enqueue(new Uint8Array(16_384).fill(32)) });
const broken = () =>
  new ReadableStream<Uint8Array>({
    pull(controller) {
      controller.enqueue(encode('{'));
      controller.error(new Error('The connection is gone.'));
    },
  });

const badPath = fc
  .constantFrom(
    '',
    'start/x',
    'START',
    'message%2f',
    'toString',
    '__proto__',
    'complete;x',
    'a'.repeat(5000),
    '%00',
    '%ff',
  )
  .map((path): Fault => ({ code: 'not_found', path }));
const badMethod = fc
  .constantFrom('GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'PROPFIND')
  .map((method): Fault => ({ code: 'method_not_allowed', method }));
const badOrigin = fc
  .constantFrom<Record<string, string>[]>(
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://other.example' },
    { 'Sec-Fetch-Site': 'same-site', Origin: 'https://blog.shop.example' },
    { 'Sec-Fetch-Site': 'cross-site', Origin: 'null' },
    { 'Sec-Fetch-Site': 'cross-site' },
    { Origin: `${SHOP}.evil.example` },
    { Origin: 'nonsense' },
    { Origin: 'null', 'X-Forwarded-Host': 'other.example' },
  )
  .map((headers): Fault => ({ code: 'origin_not_allowed', headers }));
const badType = fc
  .constantFrom('text/html', 'multipart/form-data', 'application/x-www-form-urlencoded', 'application/jsonp', 'x', '')
  .map((type): Fault => ({ code: 'unsupported_media_type', type }));

function requestOf(route: RouteName, beacon: boolean, faults: Fault[], ticket: string): Request {
  const fault = Object.assign({}, ...faults) as Fault;
  const ticketFault = faults.find(each => 'ticket' in each);
  const sentTicket = ticketFault ? ticketFault.ticket : ticket;
  const isBeacon = beacon && !fault.body && fault.type === undefined;
  const method = fault.method ?? 'POST';
  const type = fault.type ?? (beacon ? 'text/plain;charset=UTF-8' : 'application/json');
  const headers = new Headers(fault.headers);
  if (!isBeacon && typeof sentTicket === 'string' && sentTicket) headers.set('X-Koji-Ticket', sentTicket);
  const body = fault.body?.() ?? JSON.stringify({ ...GOOD[route], ...(isBeacon ? { ticket: sentTicket } : {}) });
  // Bytes have no default content type, unlike a string.
  const sent = typeof body === 'string' ? encode(body) : body;
  if (type) headers.set('Content-Type', type);
  return new Request(`${SHOP}/koji/${fault.path ?? route}`, {
    method,
    headers,
    ...(method === 'GET' || method === 'HEAD' ? {} : { body: sent, duplex: 'half' }),
  } as RequestInit);
}

describe('the proxy under malformed requests', () => {
  it(`S94: responds to ${REQUESTS} malformed requests with documented errors, and changes nothing`, {
    timeout: 120_000,
  }, async () => {
    const store = createMemoryStore();
    const harness = createProxyHarness({ store, studies: { churn: {} } });
    const { ticket, id } = await harness.startInterview();
    await harness.startInterview();
    await harness.call('heartbeat', { state: 'visible', page: 'page-1', seq: 1 }, { ticket });
    const token = harness.koji.interviews.get(id)!.session_token;
    const inside = await createTickets([SECRET]).open(ticket);
    const state = async () =>
      JSON.stringify([
        await Promise.all((['open', 'closing', 'closed', 'parked'] as const).map(status => store.list(status))),
        [...harness.koji.interviews],
        harness.koji.calls.length,
        harness.clock.countTimers(),
        harness.logged,
      ]);
    const before = await state();

    const tickets = await badTickets(ticket, inside, token);
    const malformed = fc.constantFrom(...(Object.keys(GOOD) as RouteName[])).chain(route => {
      const kinds = [badPath, badMethod, badOrigin, badType, badBodies(route), ...(route === 'start' ? [] : [tickets])];
      return fc.record({
        route: fc.constant(route),
        beacon: route === 'complete' || route === 'heartbeat' ? fc.boolean() : fc.constant(false),
        // At most one fault of each kind: a request has only one body.
        faults: fc
          .shuffledSubarray(kinds, { minLength: 1, maxLength: 3 })
          .chain(chosen => fc.tuple(...chosen) as fc.Arbitrary<Fault[]>),
      });
    });

    const codes = new Map<string, number>();
    const send = (runs: number, seed: number) =>
      fc.assert(
        fc.asyncProperty(malformed, async ({ route, beacon, faults }) => {
          const request = requestOf(route, beacon, faults, ticket);
          const response = await harness.proxy.fetch(request);
          const text = await response.text();
          const { error, message, ...more } = JSON.parse(text) as Record<string, string>;
          expect(faults.map(({ code }) => code)).toContain(error);
          expect([response.status, more]).toEqual([STATUS[error as ErrorCode], {}]);
          expect(message).toMatch(/\w/);
          const all = JSON.stringify([...response.headers]) + text;
          expect([API_KEY, token, SECRET].filter(secret => all.includes(secret))).toEqual([]);
          expect(await state()).toBe(before);
          codes.set(error!, (codes.get(error!) ?? 0) + 1);
        }),
        { numRuns: runs, seed, endOnFailure: true },
      );

    const warmUp = Math.ceil(REQUESTS / 5);
    await send(warmUp, SEED);
    const used = await measureHeap();
    await send(REQUESTS - warmUp, SEED + 1);
    const grown = (await measureHeap()) - used;

    expect([...codes.keys()].sort()).toEqual(Object.keys(STATUS).sort());
    expect([...codes.values()].reduce((sum, each) => sum + each, 0)).toBe(REQUESTS);
    // A leak of 1 kB for each of 8,000 requests would be 8 MB.
    expect(grown / MB).toBeLessThan(4);
    // Without a fault each route responds with success.
    for (const route of ['heartbeat', 'message', 'resume', 'complete', 'start'] as const) {
      expect([route, (await harness.proxy.fetch(requestOf(route, false, [], ticket))).ok]).toEqual([route, true]);
    }
  });

  it('ignores a cross-site beacon even with a valid ticket', async () => {
    const store = createMemoryStore();
    const harness = createProxyHarness({ store });
    const { ticket } = await harness.startInterview();
    const before = await store.list('open');
    for (const [route, body] of [
      ['complete', { reason: 'manual' }],
      ['complete', { reason: 'respondent_left', final: true, page: 'p', seq: 1 }],
      ['heartbeat', { state: 'hidden', page: 'p', seq: 1 }],
    ] as const) {
      const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://other.example' };
      const response = await harness.call(route, body, { ticket, beacon: true, headers });
      expect([response.status, ((await response.json()) as { error: string }).error]).toEqual([
        403,
        'origin_not_allowed',
      ]);
    }
    expect([await store.list('open'), harness.koji.countCalls('complete')]).toEqual([before, 0]);
  });

  it('ignores replayed reports, and reports of a page that a resume has replaced', async () => {
    const store = createMemoryStore();
    const harness = createProxyHarness({ store });
    const { ticket } = await harness.startInterview();
    const leave = { reason: 'respondent_left', page: 'page-1', seq: 2 };
    await harness.call('heartbeat', { state: 'visible', page: 'page-1', seq: 1 }, { ticket });
    await harness.call('complete', leave, { ticket, beacon: true });
    await harness.clock.advance(1000);
    const left = await store.list('open');
    expect(left[0]!.leaving).toBe(true);
    await harness.call('complete', leave, { ticket, beacon: true });
    await harness.call('heartbeat', { state: 'visible', page: 'page-1', seq: 1 }, { ticket });
    expect(await store.list('open')).toEqual(left);

    await harness.call('resume', { page: 'page-2', seq: 0 }, { ticket });
    const back = await store.list('open');
    expect(back[0]!.leaving).toBe(false);
    await harness.call('complete', leave, { ticket, beacon: true });
    await harness.call('complete', { ...leave, seq: 99 }, { ticket, beacon: true });
    await harness.call('heartbeat', { state: 'hidden', page: 'page-1', seq: 100 }, { ticket });
    expect(await store.list('open')).toEqual(back);
  });

  it('never reopens a completed interview', async () => {
    const store = createMemoryStore();
    const harness = createProxyHarness({ store });
    const { ticket, id } = await harness.startInterview();
    await harness.call('complete', { reason: 'natural' }, { ticket });
    const closed = await store.list('closed');
    const messages = harness.koji.interviews.get(id)!.transcript.length;
    const message = await harness.call('message', { content: 'One more thing' }, { ticket });
    expect([message.status, ((await message.json()) as { error: string }).error]).toEqual([409, 'already_completed']);
    expect((await harness.call('heartbeat', { state: 'visible' }, { ticket })).status).toBe(204);
    expect(await (await harness.call('resume', {}, { ticket })).json()).toMatchObject({ status: 'completed' });
    expect((await harness.call('complete', { reason: 'manual' }, { ticket })).status).toBe(200);
    await harness.clock.advance(3000);
    expect([await store.list('closed'), await store.list('open')]).toEqual([closed, []]);
    expect([harness.koji.interviews.get(id)!.transcript.length, harness.koji.countCalls('complete')]).toEqual([
      messages,
      1,
    ]);
  });

  it('forgets addresses that have all their starts again', async () => {
    const clock = createManualClock();
    const limit = createRateLimit(20, clock);
    const minute = async (from: number) => {
      for (let n = 0; n < 1000; n++) limit(`2001:db8:${(from % 65_536).toString(16)}:${n.toString(16)}::1`);
      await clock.advance(60_000);
    };
    for (let n = 0; n < 20; n++) await minute(n);
    const used = await measureHeap();
    for (let n = 20; n < 120; n++) await minute(n);
    // 100,000 stored addresses would be about 10 MB.
    expect(((await measureHeap()) - used) / MB).toBeLessThan(2);
  });
});
