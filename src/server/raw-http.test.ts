import { type AddressInfo, connect, type Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BODY_LIMIT } from '../wire/request-body.ts';
import { measureHeap } from './testing/heap.ts';
import { createProxyHarness, type ProxyHarness, SHOP } from './testing/proxy-harness.ts';

let harness: ProxyHarness;
let ticket: string;
/** One server for all tests, with a new proxy for each. */
const server = createAdaptorServer({ fetch: request => harness.proxy.fetch(request) });
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
afterAll(() => new Promise(resolve => server.close(resolve)));

beforeEach(async () => {
  harness = createProxyHarness({ allowedOrigins: '*' });
  ({ ticket } = await harness.startInterview());
});

/**
 * Sends some bytes on a new connection, and resolves to the bytes that come back until it is
 * closed.
 * @param closeAfter When the client closes its end, in milliseconds. Default: after the server.
 */
function send(parts: string[], closeAfter?: number): Promise<string> {
  return new Promise(resolve => {
    const socket = open();
    let received = '';
    socket.on('data', data => {
      received += data;
    });
    socket.once('close', () => resolve(received));
    const next = () => {
      const part = parts.shift();
      if (part !== undefined) socket.write(part, 'latin1', () => setImmediate(next));
      else if (closeAfter === 0) socket.end();
      else if (closeAfter) setTimeout(() => socket.end(), closeAfter);
    };
    next();
  });
}

/** Opens a connection that may be reset at any moment. */
function open(): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.setEncoding('latin1');
  return socket.on('error', () => {});
}

/** How long each of thousands of malformed requests waits for a response, in milliseconds. */
const MAX_WAIT = 30;

const parseStatuses = (received: string) =>
  [...received.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

const HOST = 'Host: shop.example\r\nConnection: close';
const JSON_TYPE = 'Content-Type: application/json';
const head = (route: string, ...headers: string[]) =>
  [`POST /koji/${route} HTTP/1.1`, HOST, ...headers, '', ''].join('\r\n');
const post = (route: string, body: string, ...headers: string[]) =>
  head(route, JSON_TYPE, `Content-Length: ${Buffer.byteLength(body)}`, ...headers) + body;
const authorized = () => `X-Koji-Ticket: ${ticket}`;
/** A request whose success would be visible. */
const START = post('start', '{}');
const chunk = (data: string) => `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`;

describe('over a real connection', () => {
  it('handles valid requests, also two on one connection', async () => {
    const beat = post('heartbeat', '{"state":"visible"}', authorized()).replace('close', 'keep-alive');
    expect(parseStatuses(await send([beat + START]))).toEqual([204, 201]);
    const pieces = [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), chunk('{'), chunk('}'), '0\r\n\r\n'];
    expect(parseStatuses(await send(pieces))).toEqual([201]);
  });

  it.each<[what: string, status: number | null, parts: () => string[]]>([
    ['a body that ends early', null, () => [head('start', JSON_TYPE, 'Content-Length: 100'), '{"locale":']],
    ['a body without any bytes', null, () => [head('start', JSON_TYPE, 'Content-Length: 100')]],
    ['a body that is longer than its length', 400, () => [head('start', JSON_TYPE, 'Content-Length: 1'), '{}']],
    ['a length that is not a number', 400, () => [head('start', JSON_TYPE, 'Content-Length: two'), '{}']],
    ['a negative length', 400, () => [head('start', JSON_TYPE, 'Content-Length: -2'), '{}']],
    ['a length in hexadecimal', 400, () => [head('start', JSON_TYPE, 'Content-Length: 0x2'), '{}']],
    [
      'a length that is too big for a number',
      400,
      () => [head('start', JSON_TYPE, `Content-Length: ${'9'.repeat(40)}`), '{}'],
    ],
    ['a huge length', 413, () => [head('start', JSON_TYPE, `Content-Length: ${2 ** 40}`), '{}']],
    ['no body', 400, () => [head('start', JSON_TYPE)]],
    ['incomplete chunks', null, () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), '5\r\n{}']],
    ['chunks without a last one', null, () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), chunk('{}')]],
    ['chunks without a length', 400, () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), 'xyz\r\n{}\r\n']],
    [
      'chunks with a negative length',
      400,
      () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), '-2\r\n{}\r\n0\r\n\r\n'],
    ],
    [
      'chunks with a length that is too big for a number',
      400,
      () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), `${'f'.repeat(17)}\r\n{}\r\n0\r\n\r\n`],
    ],
    [
      'a chunk that is longer than its length',
      400,
      () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), '1\r\n{}\r\n0\r\n\r\n'],
    ],
    ['an unknown encoding', 400, () => [head('start', JSON_TYPE, 'Transfer-Encoding: gzip'), '{}']],
    ['a header of 100 kB', 431, () => [post('heartbeat', '{}', `X-Long: ${'x'.repeat(100_000)}`)]],
    [
      'a thousand headers',
      431,
      () => [post('heartbeat', '{}', ...Array.from({ length: 1000 }, (_, n) => `X-${n}: 1`))],
    ],
    ['a ticket of 12 kB', 401, () => [post('heartbeat', '{}', `X-Koji-Ticket: ${'a.'.repeat(6000)}`)]],
    ['a path of 100 kB', 431, () => [post('x'.repeat(100_000), '{}')]],
    [
      'a host that is not valid in a URL',
      404,
      () => [`POST /koji/start HTTP/1.1\r\nHost: shop.0\r\nConnection: close\r\n\r\n`],
    ],
    ['no host', 400, () => ['POST /koji/start HTTP/1.1\r\n\r\n']],
    ['an invalid host', 400, () => ['POST /koji/start HTTP/1.1\r\nHost: a b[\r\nConnection: close\r\n\r\n']],
    ['an invalid URL', 400, () => [`POST http://[ HTTP/1.1\r\n${HOST}\r\n\r\n`]],
    ['an invalid path', 404, () => [post('%', '{}')]],
    ['a path around the route', 404, () => [post('../koji/start/..', '{}')]],
    ['an unknown version', 400, () => [`POST /koji/start HTTP/9.9\r\n${HOST}\r\n\r\n`]],
    ['an unknown method', 400, () => [`BREW /koji/start HTTP/1.1\r\n${HOST}\r\n\r\n`]],
    ['TRACE', 405, () => [`TRACE /koji/start HTTP/1.1\r\n${HOST}\r\n\r\n`]],
    ['CONNECT', null, () => [`CONNECT /koji/start HTTP/1.1\r\n${HOST}\r\n\r\n`]],
    ['an upgrade', 405, () => [`GET /koji/start HTTP/1.1\r\n${HOST}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`]],
    ['an unknown expectation', 417, () => [post('start', '{}', 'Expect: miracles')]],
    ['a NUL in a header', 400, () => [post('start', '{}', 'X-Odd: a\0b')]],
    ['a line break in a header', 400, () => [post('start', '{}', 'Origin: https://a.example\rSet-Cookie: a=1')]],
    ['a header without a colon', 400, () => [post('start', '{}', 'X-Odd')]],
    ['a space before the colon', 400, () => [post('start', '{}', 'X-Odd : 1')]],
    ['a request that is not HTTP', 400, () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']],
    ['nothing at all', null, () => []],
  ])('responds to %s with %j', async (_, status, parts) => {
    const before = harness.koji.calls.length;
    // The server waits for the rest of an incomplete request until the client closes.
    const received = await send(parts(), status === null ? 0 : undefined);
    // After that, the server may close without a response, or send one that nobody receives.
    const expected = status === null ? [[], [400]] : [[status]];
    expect(
      expected.map(each => each.join()),
      received,
    ).toContain(parseStatuses(received).slice(0, 1).join());
    // If the bytes are not HTTP, Node itself sends a response without a body. For every other
    // request, the proxy sends a documented error.
    if (received) expect(received).toMatch(/\r\n\r\n(\{"error":"[a-z_]+","message":".+"\})?$/);
    expect(harness.koji.calls.length).toBe(before);
    expect(harness.logged).toEqual([]);
  });

  it('ignores bytes after a body', async () => {
    const received = await send([
      head('start', JSON_TYPE, 'Content-Length: 2').replace('close', 'keep-alive'),
      `{}{}${START}`,
    ]);
    expect(parseStatuses(received).filter(status => status !== 201)).toEqual([400]);
    expect(harness.koji.countCalls('start')).toBeLessThanOrEqual(2);
  });

  /**
   * Request smuggling: a server that parses the outer request differently would see the inner one.
   */
  it.each<[what: string, headers: string[], body: (inner: string) => string]>([
    ['length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked'], inner => `0\r\n\r\n${inner}`],
    ['chunks and length', ['Transfer-Encoding: chunked', 'Content-Length: 4'], inner => `${chunk(inner)}0\r\n\r\n`],
    ['two lengths', ['Content-Length: 2', `Content-Length: ${START.length + 2}`], inner => `{}${inner}`],
    ['a list of lengths', [`Content-Length: 2, ${START.length + 2}`], inner => `{}${inner}`],
    ['a length with a sign', ['Content-Length: +2'], inner => `{}${inner}`],
    ['a space before the colon', ['Transfer-Encoding : chunked', 'Content-Length: 2'], inner => `{}${inner}`],
    ['chunks by another name', ['Transfer-Encoding: xchunked', 'Content-Length: 2'], inner => `{}${inner}`],
    ['chunks that are not last', ['Transfer-Encoding: chunked, identity'], inner => `0\r\n\r\n${inner}`],
    ['chunks twice', ['Transfer-Encoding: chunked', 'Transfer-Encoding: identity'], inner => `0\r\n\r\n${inner}`],
    ['a folded line', ['X-Odd: 1', ' Transfer-Encoding: chunked', 'Content-Length: 2'], inner => `{}${inner}`],
    ['a lone line feed', ['X-Odd: 1\nTransfer-Encoding: chunked', 'Content-Length: 2'], inner => `{}${inner}`],
    ['a chunk with a lone line feed', ['Transfer-Encoding: chunked'], inner => `2\n{}\n0\n\n${inner}`],
    ['a request as a chunk extension', ['Transfer-Encoding: chunked'], inner => `2;a\n${inner}\r\n{}\r\n0\r\n\r\n`],
    ['a request as a trailer', ['Transfer-Encoding: chunked'], inner => `2\r\n{}\r\n0\r\n${inner}`],
    ['a request as the body', [`Content-Length: ${START.length}`], inner => inner],
    [
      'a request within a body that is too long',
      [`Content-Length: ${BODY_LIMIT + START.length}`],
      inner => inner.padEnd(BODY_LIMIT),
    ],
  ])('finds no request hidden in another by %s', async (_, headers, body) => {
    for (const route of ['heartbeat', 'nowhere', 'message']) {
      for (const bearer of [authorized(), 'X-Ticket: none']) {
        const before = harness.koji.calls.length;
        const received = parseStatuses(await send([head(route, JSON_TYPE, bearer, ...headers) + body(START)], 100));
        expect(received.filter(status => status >= 500 || status === 201)).toEqual([]);
        expect(harness.koji.calls.length).toBe(before);
      }
    }
  });

  it('never repeats what was sent as a header', async () => {
    const odd = [
      'https://a.example, https://b.example',
      'null\tx',
      '\x85Set-Cookie: a=1',
      '\xe9\xff',
      '*',
      '%0d%0aSet-Cookie:1',
    ];
    for (const origin of odd) {
      const received = await send([
        post('start?%0d%0aSet-Cookie:%20a=1', '{"study":"a\\r\\nSet-Cookie: a=1"}', `Origin: ${origin}`),
      ]);
      expect(received.split('\r\n').filter(line => /^set-cookie/i.test(line))).toEqual([]);
      expect(parseStatuses(received)).toEqual([201]);
    }
  });

  it('gives up a body that arrives too slowly', async () => {
    const socket = open();
    let received = '';
    socket.on('data', data => {
      received += data;
    });
    socket.write(head('start', JSON_TYPE, 'Content-Length: 100'));
    await vi.waitFor(() => expect(harness.clock.countTimers()).toBe(2));
    for (let second = 0; second < 29; second++) {
      socket.write(' ');
      await harness.clock.advance(1000);
    }
    expect(received).toBe('');
    await harness.clock.advance(1000);
    await vi.waitFor(() => expect(parseStatuses(received)).toEqual([400]));
    expect(received).toContain('"invalid_request"');
    socket.destroy();
  });

  it('cancels a reply whose connection is gone', async () => {
    const cancelled = vi.fn();
    harness.koji.reply = new ReadableStream({
      start: controller => controller.enqueue(new TextEncoder().encode('event: delta\ndata: {"text":"Hm"}\n\n')),
      cancel: cancelled,
    });
    const socket = open();
    socket.once('data', () => socket.resetAndDestroy());
    socket.write(post('message', '{"content":"Hello"}', authorized()));
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
    expect(harness.logged).toEqual([]);
  });

  it('refuses thousands of malformed requests without leaking memory', { timeout: 120_000 }, async () => {
    const valid = post('heartbeat', '{"state":"visible","page":"page-1","seq":1}', authorized(), 'Connection: close');
    const at = fc.nat(valid.length - 1);
    const malformed = fc
      .array(
        fc.oneof(
          fc.tuple(at, fc.nat(255)).map(
            ([n, byte]) =>
              (text: string) =>
                splice(text, n, String.fromCharCode(byte), 1),
          ),
          fc.tuple(at, fc.nat(40)).map(
            ([n, length]) =>
              (text: string) =>
                splice(text, n, '', length),
          ),
          fc.tuple(at, at, fc.nat(60)).map(
            ([n, from, length]) =>
              (text: string) =>
                splice(text, n, text.slice(from, from + length), 0),
          ),
          fc.tuple(at, fc.constantFrom('\r\n', '\r\n\r\n', '\0', ' ', ':', '\n', '\r', ';', '0\r\n\r\n')).map(
            ([n, piece]) =>
              (text: string) =>
                splice(text, n, piece, 0),
          ),
          at.map(n => (text: string) => text.slice(0, n)),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map(changes => changes.reduce((text, change) => change(text), valid));
    const calls = harness.koji.calls.length;
    const seenStatuses = new Set<number>();
    const sendMalformed = async (seed: number, count: number) => {
      const texts = fc.sample(malformed, { seed, numRuns: count });
      await Promise.all(
        Array.from({ length: 16 }, async () => {
          for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
            for (const status of parseStatuses(await send([text], MAX_WAIT))) seenStatuses.add(status);
          }
        }),
      );
    };
    await sendMalformed(94, 1000);
    const used = await measureHeap();
    await sendMalformed(95, 4000);
    // A leak of 1 kB for each of them would be 4 MB.
    expect(((await measureHeap()) - used) / 2 ** 20).toBeLessThan(3);
    expect([...seenStatuses].filter(status => status >= 500)).toEqual([]);
    expect([...seenStatuses]).toEqual(expect.arrayContaining([204, 400, 401, 404]));
    expect([harness.koji.calls.length, harness.logged]).toEqual([calls, []]);
    expect((await fetch(`http://127.0.0.1:${port}/koji/start`, started)).status).toBe(201);
  });
});

const started = { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: SHOP }, body: '{}' };

const splice = (text: string, at: number, piece: string, deleteCount: number) =>
  text.slice(0, at) + piece + text.slice(at + deleteCount);
