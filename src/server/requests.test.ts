import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES } from '../interview/failures.ts';
import { BODY_LIMIT } from '../wire/request-body.ts';
import { createProxyHarness, SHOP } from './testing/proxy-harness.ts';
import { API_KEY } from './testing/scripted-koji.ts';

const ROUTES = ['start', 'message', 'complete', 'resume', 'heartbeat'] as const;

async function errorOf(response: Response) {
  const body = (await response.json()) as { error: string; message: string };
  return [response.status, body.error];
}

describe('requests', () => {
  it('have a route, and it is asked with POST', async () => {
    const { call } = createProxyHarness();
    expect(await errorOf(await call('', {}))).toEqual([404, 'not_found']);
    expect(await errorOf(await call('toString', {}))).toEqual([404, 'not_found']);
    expect(await errorOf(await call('start/', {}))).toEqual([404, 'not_found']);
    const get = await call('start', null, { method: 'GET' });
    expect([...(await errorOf(get)), get.headers.get('Allow')]).toEqual([405, 'method_not_allowed', 'POST, OPTIONS']);
  });

  it('are answered under any path, or under the one that is set', async () => {
    expect((await createProxyHarness().call('deep/down/start', {})).status).toBe(201);
    const { call } = createProxyHarness({ basePath: '/koji/' });
    expect((await call('start', {})).status).toBe(201);
    expect((await call('deep/start', {})).status).toBe(404);
  });

  it.each(ROUTES)('%s: another content type is 415, and beacons are for leaving only', async route => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    for (const type of ['application/xml', 'text/plain', 'application/jsonp']) {
      const response = await world.call(route, {}, { ticket, headers: { 'Content-Type': type } });
      const mayBeBeacon = type === 'text/plain' && (route === 'complete' || route === 'heartbeat');
      expect(await errorOf(response)).toEqual(mayBeBeacon ? [400, 'invalid_request'] : [415, 'unsupported_media_type']);
    }
  });

  it.each(ROUTES)('%s: a body that is no JSON, or the wrong JSON, is 400 and changes nothing', async route => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    const bodies = [
      '',
      '{',
      'null',
      '[]',
      '"x"',
      '{"stray":1}',
      '{"__proto__":{"reason":"manual"}}',
      '{"page":"p"}',
      '{"reason":"bored"}',
    ];
    for (const body of bodies) {
      expect([body, ...(await errorOf(await world.call(route, body, { ticket })))]).toEqual([
        body,
        400,
        'invalid_request',
      ]);
    }
    expect(world.koji.calls).toHaveLength(1);
    expect(world.koji.interviews.get(id)!.status).toBe('active');
  });

  it('are UTF-8 or nothing', async () => {
    const { proxy, koji } = createProxyHarness();
    const body = Uint8Array.from('{"study":"#"}', char => (char === '#' ? 0xff : char.charCodeAt(0)));
    const headers = { 'Content-Type': 'application/json' };
    const response = await proxy.fetch(new Request(`${SHOP}/koji/start`, { method: 'POST', headers, body }));
    expect(await errorOf(response)).toEqual([400, 'invalid_request']);
    expect(koji.calls).toEqual([]);
  });

  it('may be as long as the longest message, and no longer', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    expect((await world.call('message', { content: '\u{1F600}'.repeat(8000) }, { ticket })).status).toBe(200);
    expect(await errorOf(await world.call('message', { content: 'a'.repeat(8001) }, { ticket }))).toEqual([
      400,
      'invalid_request',
    ]);
    const long = JSON.stringify({ content: 'a'.repeat(BODY_LIMIT) });
    expect(await errorOf(await world.call('message', long, { ticket }))).toEqual([413, 'too_large']);
  });

  it('that never end are cut off at the limit', async () => {
    const { proxy } = createProxyHarness();
    let sent = 0;
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 16_384;
        controller.enqueue(new Uint8Array(16_384).fill(32));
      },
      cancel() {
        cancelled = true;
      },
    });
    const headers = { 'Content-Type': 'application/json' };
    const request = new Request(`${SHOP}/koji/start`, { method: 'POST', headers, body, duplex: 'half' } as RequestInit);
    expect(await errorOf(await proxy.fetch(request))).toEqual([413, 'too_large']);
    expect([cancelled, sent < 2 * BODY_LIMIT]).toEqual([true, true]);
  });

  it('are answered with headers that keep the answer private', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    for (const route of [...ROUTES, 'nothing']) {
      const { headers } = await world.call(route, { reason: 'manual' }, { ticket });
      expect(headers.get('Cache-Control')).toBe('no-store, no-transform');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.has('Set-Cookie')).toBe(false);
    }
  });

  it('S94: 800 malformed ones get a documented error, and none of them learns a key or a token', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    const token = world.koji.interviews.get(id)!.session_token;
    const started = world.koji.calls.length;
    const field = fc.constantFrom(
      'content',
      'reason',
      'state',
      'page',
      'seq',
      'final',
      'study',
      'locale',
      'respondent',
      'answer',
      '__proto__',
    );
    const wrongObject = fc
      .dictionary(field, fc.jsonValue({ maxDepth: 3 }), { minKeys: 1 })
      // Whatever this makes, it has a field that no route knows.
      .map(value => JSON.stringify({ ...value, stray: true }));
    const spoiltTicket = fc
      .tuple(fc.nat(ticket.length - 1), fc.constantFrom('', '.', '%', '\u00e9', 'AAAA'))
      .map(([at, put]) => ticket.slice(0, at) + put);

    const request = fc.record({
      route: fc.constantFrom(...ROUTES, 'start/..', 'other', ''),
      method: fc.constantFrom('POST', 'POST', 'POST', 'PUT', 'DELETE', 'PATCH', 'GET'),
      type: fc.constantFrom(
        'application/json',
        'application/json',
        'text/plain',
        'text/html',
        'multipart/form-data',
        '',
      ),
      authorization: fc.oneof(
        fc.constant(`Bearer ${ticket}`),
        spoiltTicket.map(each => `Bearer ${encodeURI(each)}`),
        fc.constantFrom('', 'Bearer', 'Basic YTpi', `Bearer ${API_KEY}`, `Bearer ${token}`),
      ),
      body: fc.oneof(
        wrongObject,
        fc.string(),
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom(
          '{"content":""}',
          '{"content":"\\u0000"}',
          '{"content":"\\ud800"}',
          '['.repeat(50_000),
          '{"reason":1}',
        ),
      ),
    });
    const statuses = new Set<number>();
    await fc.assert(
      fc.asyncProperty(request, async ({ route, method, type, authorization, body }) => {
        const response = await world.proxy.fetch(
          new Request(`${SHOP}/koji/${route}`, {
            method,
            headers: {
              ...(type ? { 'Content-Type': type } : {}),
              ...(authorization ? { Authorization: authorization } : {}),
            },
            ...(method === 'GET' ? {} : { body: body as BodyInit }),
          }),
        );
        statuses.add(response.status);
        const text = await response.text();
        world.emitted.push(JSON.stringify([...response.headers]), text);
        const { error, message } = JSON.parse(text);
        expect([400, 401, 403, 404, 405, 413, 415]).toContain(response.status);
        expect(ERROR_CODES).toContain(error);
        expect(message).toMatch(/\w/);
      }),
      { numRuns: 800 },
    );
    expect([...statuses].sort()).toEqual([400, 401, 404, 405, 415]);
    expect(world.koji.calls).toHaveLength(started);
    expect(world.emitted.filter(text => text.includes(API_KEY) || text.includes(token))).toEqual([]);
  });
});

describe('S94: nothing that leaves the proxy', () => {
  it('holds the key or a session token, in a whole interview and in every trouble with Koji', async () => {
    const world = createProxyHarness();
    const { ticket, id } = await world.startInterview();
    const tokens = [world.koji.interviews.get(id)!.session_token];
    const everything = async () => {
      await world.call('start', {});
      world.emitted.push(await (await world.call('message', { content: 'Hello' }, { ticket })).text());
      await world.call('message', { content: 'refused by Koji' }, { ticket });
      await world.call('heartbeat', { state: 'hidden' }, { ticket });
      await world.call('complete', { reason: 'respondent_left' }, { ticket, beacon: true });
      await world.call('resume', {}, { ticket });
    };
    for (const situation of [
      'healthy',
      'rate-limited',
      'down',
      'overloaded',
      'forbidden',
      'unauthorized',
      'not-found',
      'html',
      'redirecting',
    ] as const) {
      world.koji.situation = situation;
      await everything();
    }
    world.koji.situation = 'forbidden';
    await world.call('complete', { reason: 'manual' }, { ticket });
    world.koji.situation = 'healthy';
    await world.call('complete', { reason: 'manual' }, { ticket });
    await everything();
    world.emitted.push(JSON.stringify([await world.proxy.health(), await world.proxy.parked()]));

    for (const each of world.koji.interviews.values()) tokens.push(each.session_token);
    expect(world.emitted.length).toBeGreaterThan(100);
    expect(world.emitted.filter(text => /pk_live_|st_live_/.test(text))).toEqual([]);
    for (const secret of [API_KEY, ...tokens]) expect(world.emitted.some(text => text.includes(secret))).toBe(false);
  });
});
