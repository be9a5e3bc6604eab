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
  it('need a known route and POST', async () => {
    const { call } = createProxyHarness();
    expect(await errorOf(await call('', {}))).toEqual([404, 'not_found']);
    expect(await errorOf(await call('toString', {}))).toEqual([404, 'not_found']);
    expect(await errorOf(await call('start/more', {}))).toEqual([404, 'not_found']);
    const get = await call('start', null, { method: 'GET' });
    expect([...(await errorOf(get)), get.headers.get('Allow')]).toEqual([405, 'method_not_allowed', 'POST, OPTIONS']);
  });

  it('may carry the ticket as a bearer token, too; the header X-Koji-Ticket wins', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    const resume = async (headers: Record<string, string>) => (await harness.call('resume', {}, { headers })).status;
    expect(await resume({ Authorization: `Bearer ${ticket}` })).toBe(200);
    expect(await resume({ Authorization: 'Basic YTpi', 'X-Koji-Ticket': ticket })).toBe(200);
    expect(await resume({ Authorization: `Bearer ${ticket}`, 'X-Koji-Ticket': 'nonsense' })).toBe(401);
    expect(await resume({ Authorization: 'Basic YTpi' })).toBe(401);
  });

  it.each([{}, { 'X-Koji-Ticket': 'nonsense' }])(
    'without a valid ticket (%o) do not wait for their body',
    async more => {
      const { proxy } = createProxyHarness();
      const endless = new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) });
      const request = new Request(`${SHOP}/koji/message`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...more },
        body: endless,
        duplex: 'half',
      } as RequestInit);
      expect(await errorOf(await proxy.fetch(request))).toEqual([401, 'ticket_invalid']);
    },
  );

  it('may have a slash after the route’s name', async () => {
    for (const harness of [createProxyHarness(), createProxyHarness({ basePath: '/koji' })]) {
      const { ticket } = await harness.startInterview();
      expect((await harness.call('start/', {})).status).toBe(201);
      expect((await harness.call('heartbeat/', { state: 'visible' }, { ticket })).status).toBe(204);
      expect((await harness.call('message/', { content: 'Hello' }, { ticket })).status).toBe(200);
      expect((await harness.call('resume/', {}, { ticket })).status).toBe(200);
      expect((await harness.call('complete/', { reason: 'manual' }, { ticket, beacon: true })).status).toBe(200);
    }
  });

  it('are never not_found at a route that exists, unless the interview is gone', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    harness.koji.situation = 'not-found';
    // Another server than Koji responds: the page must not say that an interview is over.
    expect(await errorOf(await harness.call('start', {}))).toEqual([502, 'upstream_failed']);
    expect(JSON.stringify(harness.logged)).toContain('Check the option kojiUrl.');
    expect(await errorOf(await harness.call('resume', {}, { ticket }))).toEqual([404, 'not_found']);
  });

  it('may use any path, or only the configured one', async () => {
    expect((await createProxyHarness().call('deep/down/start', {})).status).toBe(201);
    const { call } = createProxyHarness({ basePath: '/koji/' });
    expect((await call('start', {})).status).toBe(201);
    expect((await call('deep/start', {})).status).toBe(404);
  });

  it.each(ROUTES)('%s: refuses other content types with 415, and accepts beacons only for reports', async route => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    for (const type of ['application/xml', 'text/plain', 'application/jsonp']) {
      const response = await harness.call(route, {}, { ticket, headers: { 'Content-Type': type } });
      const isBeacon = type === 'text/plain' && (route === 'complete' || route === 'heartbeat');
      expect(await errorOf(response)).toEqual(isBeacon ? [400, 'invalid_request'] : [415, 'unsupported_media_type']);
    }
  });

  it.each(ROUTES)(
    '%s: refuses a body that is not JSON, or the wrong JSON, with 400, and changes nothing',
    async route => {
      const harness = createProxyHarness();
      const { ticket, id } = await harness.startInterview();
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
        expect([body, ...(await errorOf(await harness.call(route, body, { ticket })))]).toEqual([
          body,
          400,
          'invalid_request',
        ]);
      }
      expect(harness.koji.calls).toHaveLength(1);
      expect(harness.koji.interviews.get(id)!.status).toBe('active');
    },
  );

  it('say that something else has read their body, if it is used up or empty', async () => {
    const { proxy } = createProxyHarness();
    const init = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' };
    // As Hono's `c.req.json()` and Express's `express.json()` leave a request behind them.
    const used = new Request(`${SHOP}/koji/start`, init);
    await used.text();
    const locked = new Request(`${SHOP}/koji/start`, init);
    locked.body!.getReader();
    const empty = new Request(`${SHOP}/koji/start`, { ...init, body: '' });
    for (const request of [used, locked, empty]) {
      const response = await proxy.fetch(request);
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({
        error: 'invalid_request',
        message: expect.stringMatching(/^The body is empty.*mount the proxy before.*express\.json\(\)/),
      });
    }
  });

  it('must be UTF-8', async () => {
    const { proxy, koji } = createProxyHarness();
    const body = Uint8Array.from('{"study":"#"}', char => (char === '#' ? 0xff : char.charCodeAt(0)));
    const headers = { 'Content-Type': 'application/json' };
    const response = await proxy.fetch(new Request(`${SHOP}/koji/start`, { method: 'POST', headers, body }));
    expect(await errorOf(response)).toEqual([400, 'invalid_request']);
    expect(koji.calls).toEqual([]);
  });

  it('may be as long as the longest message, but not longer', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    expect((await harness.call('message', { content: '\u{1F600}'.repeat(8000) }, { ticket })).status).toBe(200);
    expect(await errorOf(await harness.call('message', { content: 'a'.repeat(8001) }, { ticket }))).toEqual([
      400,
      'invalid_request',
    ]);
    const long = JSON.stringify({ content: 'a'.repeat(BODY_LIMIT) });
    expect(await errorOf(await harness.call('message', long, { ticket }))).toEqual([413, 'too_large']);
  });

  it('are cancelled at the limit if they never end', async () => {
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

  it('get headers that keep the response private', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    for (const route of [...ROUTES, 'nothing']) {
      const { headers } = await harness.call(route, { reason: 'manual' }, { ticket });
      expect(headers.get('Cache-Control')).toBe('no-store, no-transform');
      expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(headers.has('Set-Cookie')).toBe(false);
    }
  });

  it('S94: get documented errors without a key or a token, in 800 malformed cases', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    const token = harness.koji.interviews.get(id)!.session_token;
    const started = harness.koji.calls.length;
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
      // `stray` is a field of no route, so that every body is refused.
      .map(value => JSON.stringify({ ...value, stray: true }));
    const invalidTicket = fc
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
      credentials: fc.oneof(
        fc.constant({ 'X-Koji-Ticket': ticket }),
        invalidTicket.map(each => ({ 'X-Koji-Ticket': encodeURI(each) })),
        fc.constantFrom(API_KEY, token, ' ').map(each => ({ 'X-Koji-Ticket': each })),
        invalidTicket.map(each => ({ Authorization: `Bearer ${encodeURI(each)}` })),
        fc
          .constantFrom(`Bearer ${ticket}`, '', 'Bearer', 'Basic YTpi', `Bearer ${API_KEY}`, `Bearer ${token}`)
          .map(each => ({ Authorization: each })),
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
      fc.asyncProperty(request, async ({ route, method, type, credentials, body }) => {
        const response = await harness.proxy.fetch(
          new Request(`${SHOP}/koji/${route}`, {
            method,
            headers: {
              ...(type ? { 'Content-Type': type } : {}),
              ...credentials,
            },
            ...(method === 'GET' ? {} : { body: body as BodyInit }),
          }),
        );
        statuses.add(response.status);
        const text = await response.text();
        harness.emitted.push(JSON.stringify([...response.headers]), text);
        const { error, message } = JSON.parse(text);
        expect([400, 401, 403, 404, 405, 413, 415]).toContain(response.status);
        expect(ERROR_CODES).toContain(error);
        expect(message).toMatch(/\w/);
      }),
      { numRuns: 800 },
    );
    expect([...statuses].sort()).toEqual([400, 401, 404, 405, 415]);
    expect(harness.koji.calls).toHaveLength(started);
    expect(harness.emitted.filter(text => text.includes(API_KEY) || text.includes(token))).toEqual([]);
  });
});

describe('S94: the proxy’s output', () => {
  it('never has the key or a session token, in a whole interview and in every failure of Koji', async () => {
    const harness = createProxyHarness();
    const { ticket, id } = await harness.startInterview();
    const tokens = [harness.koji.interviews.get(id)!.session_token];
    const callEveryRoute = async () => {
      await harness.call('start', {});
      harness.emitted.push(await (await harness.call('message', { content: 'Hello' }, { ticket })).text());
      await harness.call('message', { content: 'refused by Koji' }, { ticket });
      await harness.call('heartbeat', { state: 'hidden' }, { ticket });
      await harness.call('complete', { reason: 'respondent_left' }, { ticket, beacon: true });
      await harness.call('resume', {}, { ticket });
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
      harness.koji.situation = situation;
      await callEveryRoute();
    }
    harness.koji.situation = 'forbidden';
    await harness.call('complete', { reason: 'manual' }, { ticket });
    harness.koji.situation = 'healthy';
    await harness.call('complete', { reason: 'manual' }, { ticket });
    await callEveryRoute();
    harness.emitted.push(JSON.stringify([await harness.proxy.health(), await harness.proxy.parked()]));

    for (const each of harness.koji.interviews.values()) tokens.push(each.session_token);
    expect(harness.emitted.length).toBeGreaterThan(100);
    expect(harness.emitted.filter(text => /pk_live_|st_live_/.test(text))).toEqual([]);
    for (const secret of [API_KEY, ...tokens]) expect(harness.emitted.some(text => text.includes(secret))).toBe(false);
  });
});
