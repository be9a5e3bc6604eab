import { type AddressInfo, connect, type Socket } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import fc from 'fast-check';
import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BODY_LIMIT } from '../wire/request-body.ts';
import { measureHeap } from './testing/heap.ts';
import { createProxyHarness, type ProxyHarness, SHOP } from './testing/proxy-harness.ts';

let world: ProxyHarness;
let ticket: string;
/** Whoever answers: one server for all tests, a new proxy for each. */
const server = createAdaptorServer({ fetch: request => world.proxy.fetch(request) });
await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
const { port } = server.address() as AddressInfo;
afterAll(() => new Promise(resolve => server.close(resolve)));

beforeEach(async () => {
  world = createProxyHarness({ allowedOrigins: '*' });
  ({ ticket } = await world.startInterview());
});

/**
 * Says some bytes on a connection of its own, and gives whatever comes back until it is closed.
 * @param leaves After how many milliseconds the caller closes its end; at once with 0, not before
 *   the server does without.
 */
function say(parts: string[], leaves?: number): Promise<string> {
  return new Promise(resolve => {
    const socket = open();
    let heard = '';
    socket.on('data', said => {
      heard += said;
    });
    socket.once('close', () => resolve(heard));
    const next = () => {
      const part = parts.shift();
      if (part !== undefined) socket.write(part, 'latin1', () => setImmediate(next));
      else if (leaves === 0) socket.end();
      else if (leaves) setTimeout(() => socket.end(), leaves);
    };
    next();
  });
}

/** A connection that may be reset at any moment. */
function open(): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  socket.setEncoding('latin1');
  return socket.on('error', () => {});
}

/** How long a caller of thousands waits for what may not come, in milliseconds. */
const PATIENCE = 30;

const statuses = (heard: string) => [...heard.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status));

const HOST = 'Host: shop.example\r\nConnection: close';
const JSON_TYPE = 'Content-Type: application/json';
const head = (route: string, ...headers: string[]) =>
  [`POST /koji/${route} HTTP/1.1`, HOST, ...headers, '', ''].join('\r\n');
const post = (route: string, body: string, ...headers: string[]) =>
  head(route, JSON_TYPE, `Content-Length: ${Buffer.byteLength(body)}`, ...headers) + body;
const authorized = () => `X-Koji-Ticket: ${ticket}`;
/** A call that would be noticed. */
const START = post('start', '{}');
const chunk = (data: string) => `${Buffer.byteLength(data).toString(16)}\r\n${data}\r\n`;

describe('over a real connection', () => {
  it('good calls are answered, also two in a row', async () => {
    const beat = post('heartbeat', '{"state":"visible"}', authorized()).replace('close', 'keep-alive');
    expect(statuses(await say([beat + START]))).toEqual([204, 201]);
    const pieces = [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), chunk('{'), chunk('}'), '0\r\n\r\n'];
    expect(statuses(await say(pieces))).toEqual([201]);
  });

  it.each<[what: string, status: number | null, parts: () => string[]]>([
    ['a body that ends early', null, () => [head('start', JSON_TYPE, 'Content-Length: 100'), '{"locale":']],
    ['a body of which nothing comes', null, () => [head('start', JSON_TYPE, 'Content-Length: 100')]],
    ['a body that is shorter than it should be', 400, () => [head('start', JSON_TYPE, 'Content-Length: 1'), '{}']],
    ['a length that is none', 400, () => [head('start', JSON_TYPE, 'Content-Length: two'), '{}']],
    ['a negative length', 400, () => [head('start', JSON_TYPE, 'Content-Length: -2'), '{}']],
    ['a length in hexadecimal', 400, () => [head('start', JSON_TYPE, 'Content-Length: 0x2'), '{}']],
    ['a length past counting', 400, () => [head('start', JSON_TYPE, `Content-Length: ${'9'.repeat(40)}`), '{}']],
    ['a length without end', 413, () => [head('start', JSON_TYPE, `Content-Length: ${2 ** 40}`), '{}']],
    ['no body', 400, () => [head('start', JSON_TYPE)]],
    ['chunks cut off', null, () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), '5\r\n{}']],
    ['chunks without a last one', null, () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), chunk('{}')]],
    ['chunks of no length', 400, () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), 'xyz\r\n{}\r\n']],
    [
      'chunks of a negative length',
      400,
      () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), '-2\r\n{}\r\n0\r\n\r\n'],
    ],
    [
      'chunks of a length past counting',
      400,
      () => [head('start', JSON_TYPE, 'Transfer-Encoding: chunked'), `${'f'.repeat(17)}\r\n{}\r\n0\r\n\r\n`],
    ],
    [
      'a chunk that is longer than told',
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
      'a host that no address has',
      404,
      () => [`POST /koji/start HTTP/1.1\r\nHost: shop.0\r\nConnection: close\r\n\r\n`],
    ],
    ['no host', 400, () => ['POST /koji/start HTTP/1.1\r\n\r\n']],
    ['a host that is none', 400, () => ['POST /koji/start HTTP/1.1\r\nHost: a b[\r\n\r\n']],
    ['an address that is none', 400, () => [`POST http://[ HTTP/1.1\r\n${HOST}\r\n\r\n`]],
    ['a path that is none', 404, () => [post('%', '{}')]],
    ['a path around the route', 404, () => [post('../koji/start/..', '{}')]],
    ['a version that is none', 400, () => [`POST /koji/start HTTP/9.9\r\n${HOST}\r\n\r\n`]],
    ['a method that is none', 400, () => [`BREW /koji/start HTTP/1.1\r\n${HOST}\r\n\r\n`]],
    ['TRACE', 405, () => [`TRACE /koji/start HTTP/1.1\r\n${HOST}\r\n\r\n`]],
    ['CONNECT', null, () => [`CONNECT /koji/start HTTP/1.1\r\n${HOST}\r\n\r\n`]],
    ['an upgrade', 405, () => [`GET /koji/start HTTP/1.1\r\n${HOST}\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n`]],
    ['an expectation that is none', 417, () => [post('start', '{}', 'Expect: miracles')]],
    ['a NUL in a header', 400, () => [post('start', '{}', 'X-Odd: a\0b')]],
    ['a line break in a header', 400, () => [post('start', '{}', 'Origin: https://a.example\rSet-Cookie: a=1')]],
    ['a header without a colon', 400, () => [post('start', '{}', 'X-Odd')]],
    ['a space before the colon', 400, () => [post('start', '{}', 'X-Odd : 1')]],
    ['what is no HTTP', 400, () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03']],
    ['nothing at all', null, () => []],
  ])('%s is answered with %j', async (_, status, parts) => {
    const before = world.koji.calls.length;
    // What is cut short waits for the rest until the caller is gone.
    const heard = await say(parts(), status === null ? 0 : undefined);
    // A connection that the caller has cut short may be closed without a word, or with a word that
    // nobody hears.
    const expected = status === null ? [[], [400]] : [[status]];
    expect(
      expected.map(each => each.join()),
      heard,
    ).toContain(statuses(heard).slice(0, 1).join());
    // Node refuses without a word what is no HTTP; what has come through to the proxy is refused as
    // documented.
    if (heard) expect(heard).toMatch(/\r\n\r\n(\{"error":"[a-z_]+","message":".+"\})?$/);
    expect(world.koji.calls.length).toBe(before);
    expect(world.logged).toEqual([]);
  });

  it('what follows a body is no part of it', async () => {
    const heard = await say([
      head('start', JSON_TYPE, 'Content-Length: 2').replace('close', 'keep-alive'),
      `{}{}${START}`,
    ]);
    expect(statuses(heard).filter(status => status !== 201)).toEqual([400]);
    expect(world.koji.countCalls('start')).toBeLessThanOrEqual(2);
  });

  /**
   * A call within a call: whoever reads the outer one differently than we do would find the inner
   * one.
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
    ['a call as an extension', ['Transfer-Encoding: chunked'], inner => `2;a\n${inner}\r\n{}\r\n0\r\n\r\n`],
    ['a call as a trailer', ['Transfer-Encoding: chunked'], inner => `2\r\n{}\r\n0\r\n${inner}`],
    ['a call as the body', [`Content-Length: ${START.length}`], inner => inner],
    [
      'a call within what is too long',
      [`Content-Length: ${BODY_LIMIT + START.length}`],
      inner => inner.padEnd(BODY_LIMIT),
    ],
  ])('%s: no call hides in another', async (_, headers, body) => {
    for (const route of ['heartbeat', 'nowhere', 'message']) {
      for (const bearer of [authorized(), 'X-Ticket: none']) {
        const before = world.koji.calls.length;
        const heard = statuses(await say([head(route, JSON_TYPE, bearer, ...headers) + body(START)], 100));
        expect(heard.filter(status => status >= 500 || status === 201)).toEqual([]);
        expect(world.koji.calls.length).toBe(before);
      }
    }
  });

  it('nothing that is said comes back as a header', async () => {
    const odd = [
      'https://a.example, https://b.example',
      'null\tx',
      '\x85Set-Cookie: a=1',
      '\xe9\xff',
      '*',
      '%0d%0aSet-Cookie:1',
    ];
    for (const origin of odd) {
      const heard = await say([
        post('start?%0d%0aSet-Cookie:%20a=1', '{"study":"a\\r\\nSet-Cookie: a=1"}', `Origin: ${origin}`),
      ]);
      expect(heard.split('\r\n').filter(line => /^set-cookie/i.test(line))).toEqual([]);
      expect(statuses(heard)).toEqual([201]);
    }
  });

  it('a body that comes too slowly is not waited for', async () => {
    const socket = open();
    let heard = '';
    socket.on('data', said => {
      heard += said;
    });
    socket.write(head('start', JSON_TYPE, 'Content-Length: 100'));
    await vi.waitFor(() => expect(world.clock.countTimers()).toBe(2));
    for (let second = 0; second < 29; second++) {
      socket.write(' ');
      await world.clock.advance(1000);
    }
    expect(heard).toBe('');
    await world.clock.advance(1000);
    await vi.waitFor(() => expect(statuses(heard)).toEqual([400]));
    expect(heard).toContain('"invalid_request"');
    socket.destroy();
  });

  it('a reply that nobody reads any more is given up', async () => {
    const cancelled = vi.fn();
    world.koji.reply = new ReadableStream({
      start: controller => controller.enqueue(new TextEncoder().encode('event: delta\ndata: {"text":"Hm"}\n\n')),
      cancel: cancelled,
    });
    const socket = open();
    socket.once('data', () => socket.resetAndDestroy());
    socket.write(post('message', '{"content":"Hello"}', authorized()));
    await vi.waitFor(() => expect(cancelled).toHaveBeenCalled());
    expect(world.logged).toEqual([]);
  });

  it('thousands of spoilt calls are refused or cut off, and cost no memory', { timeout: 120_000 }, async () => {
    const good = post('heartbeat', '{"state":"visible","page":"page-1","seq":1}', authorized(), 'Connection: close');
    const at = fc.nat(good.length - 1);
    const spoilt = fc
      .array(
        fc.oneof(
          fc.tuple(at, fc.nat(255)).map(
            ([n, byte]) =>
              (text: string) =>
                put(text, n, String.fromCharCode(byte), 1),
          ),
          fc.tuple(at, fc.nat(40)).map(
            ([n, length]) =>
              (text: string) =>
                put(text, n, '', length),
          ),
          fc.tuple(at, at, fc.nat(60)).map(
            ([n, from, length]) =>
              (text: string) =>
                put(text, n, text.slice(from, from + length), 0),
          ),
          fc.tuple(at, fc.constantFrom('\r\n', '\r\n\r\n', '\0', ' ', ':', '\n', '\r', ';', '0\r\n\r\n')).map(
            ([n, piece]) =>
              (text: string) =>
                put(text, n, piece, 0),
          ),
          at.map(n => (text: string) => text.slice(0, n)),
        ),
        { minLength: 1, maxLength: 4 },
      )
      .map(changes => changes.reduce((text, change) => change(text), good));
    const calls = world.koji.calls.length;
    const met = new Set<number>();
    const send = async (seed: number, count: number) => {
      const texts = fc.sample(spoilt, { seed, numRuns: count });
      await Promise.all(
        Array.from({ length: 16 }, async () => {
          for (let text = texts.pop(); text !== undefined; text = texts.pop()) {
            for (const status of statuses(await say([text], PATIENCE))) met.add(status);
          }
        }),
      );
    };
    await send(94, 1000);
    const used = await measureHeap();
    await send(95, 4000);
    // 1 kB kept for each of them would be 4 MB.
    expect(((await measureHeap()) - used) / 2 ** 20).toBeLessThan(3);
    expect([...met].filter(status => status >= 500)).toEqual([]);
    expect([...met]).toEqual(expect.arrayContaining([204, 400, 401, 404]));
    expect([world.koji.calls.length, world.logged]).toEqual([calls, []]);
    expect((await fetch(`http://127.0.0.1:${port}/koji/start`, started)).status).toBe(201);
  });
});

const started = { method: 'POST', headers: { 'Content-Type': 'application/json', Origin: SHOP }, body: '{}' };

const put = (text: string, at: number, piece: string, instead: number) =>
  text.slice(0, at) + piece + text.slice(at + instead);
