import { describe, expect, it } from 'vitest';
import { createProxyHarness, SHOP } from './testing/proxy-harness.ts';

const PARTNER = 'https://partner.example';
const OTHER = 'https://other.example';
const startFrom = (harness: ReturnType<typeof createProxyHarness>, site: string, origin: string, more = {}) =>
  harness.call('start', {}, { headers: { 'Sec-Fetch-Site': site, Origin: origin, ...more } });

describe('origins', () => {
  const cases: [string, string | null, string | null, Record<string, string>, number][] = [
    ['a page of the proxy’s origin', 'same-origin', SHOP, {}, 201],
    ['a page of the proxy’s origin without Origin', 'same-origin', null, {}, 201],
    ['a request without a page, by a browser', 'none', null, {}, 201],
    ['a request without a browser', null, null, {}, 201],
    ['an allowed origin', 'cross-site', PARTNER, {}, 201],
    ['an allowed origin in an old browser', null, PARTNER, {}, 201],
    ['the proxy’s host in an old browser', null, SHOP, {}, 201],
    [
      'the proxy’s host behind a proxy that terminates TLS',
      null,
      'https://shop.example',
      { Host: 'shop.example' },
      201,
    ],
    ['another origin', 'cross-site', OTHER, {}, 403],
    ['another origin in an old browser', null, OTHER, {}, 403],
    ['another host of the same site', 'same-site', 'https://blog.shop.example', {}, 403],
    ['a sandboxed frame', 'cross-site', 'null', {}, 403],
    ['a sandboxed frame in an old browser', null, 'null', {}, 403],
    ['another port of the proxy’s host', null, 'https://shop.example:8443', {}, 403],
    ['an allowed origin in another scheme', 'cross-site', 'http://partner.example', {}, 403],
    ['an allowed origin as a prefix', 'cross-site', `${PARTNER}.evil.example`, {}, 403],
    ['a cross-site call that hides its origin', 'cross-site', null, {}, 403],
    ['an Origin that is no origin', null, 'nonsense', {}, 403],
  ];
  it.each(cases)('%s', async (_, site, origin, more, status) => {
    const { proxy } = createProxyHarness({ allowedOrigins: [PARTNER] });
    const headers = new Headers({ 'Content-Type': 'application/json', ...more });
    if (site) headers.set('Sec-Fetch-Site', site);
    if (origin) headers.set('Origin', origin);
    const response = await proxy.fetch(new Request(`${SHOP}/koji/start`, { method: 'POST', headers, body: '{}' }));
    expect(response.status).toBe(status);
    expect(response.headers.get('Vary')).toBe('Origin');
    if (status === 403) {
      expect(((await response.json()) as { error: string }).error).toBe('origin_not_allowed');
      expect(response.headers.has('Access-Control-Allow-Origin')).toBe(false);
    } else if (origin) {
      expect(response.headers.get('Access-Control-Allow-Origin')).toBe(origin);
      expect(response.headers.get('Access-Control-Expose-Headers')).toBe('Retry-After');
    }
  });

  it('decide whether a preflight succeeds', async () => {
    const harness = createProxyHarness({ allowedOrigins: [PARTNER] });
    const preflight = (origin: string) =>
      harness.call(
        'message',
        {},
        {
          method: 'OPTIONS',
          headers: { 'Sec-Fetch-Site': 'cross-site', Origin: origin, 'Access-Control-Request-Method': 'POST' },
        },
      );
    const yes = await preflight(PARTNER);
    expect(yes.status).toBe(204);
    expect(Object.fromEntries(yes.headers)).toMatchObject({
      'access-control-allow-origin': PARTNER,
      'access-control-allow-methods': 'POST',
      'access-control-allow-headers': 'Authorization, Content-Type, X-Koji-Ticket',
    });
    expect(yes.headers.has('Access-Control-Allow-Credentials')).toBe(false);
    expect((await preflight(OTHER)).status).toBe(403);
  });

  it('all may call with "*"', async () => {
    expect((await startFrom(createProxyHarness({ allowedOrigins: '*' }), 'cross-site', OTHER)).status).toBe(201);
  });

  it('can differ between studies, also for their tickets', async () => {
    const harness = createProxyHarness({ studies: { partners: { allowedOrigins: [PARTNER] }, ours: {} } });
    const from = { 'Sec-Fetch-Site': 'cross-site', Origin: PARTNER };
    expect((await harness.call('start', { study: 'partners' }, { headers: from })).status).toBe(201);
    expect((await harness.call('start', { study: 'ours' }, { headers: from })).status).toBe(403);
    const { ticket } = await harness.startInterview({ study: 'ours' });
    expect((await harness.call('resume', {}, { ticket, headers: from })).status).toBe(403);
  });

  it('are checked first: another origin learns nothing about tickets and bodies', async () => {
    const harness = createProxyHarness();
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: OTHER };
    for (const route of ['start', 'message', 'complete', 'resume', 'heartbeat']) {
      expect((await harness.call(route, 'nonsense', { headers })).status).toBe(403);
    }
  });

  it('keep a refused call from Koji and from the lease', async () => {
    const harness = createProxyHarness();
    const { ticket } = await harness.startInterview();
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: OTHER };
    const beacon = await harness.call('complete', { reason: 'manual' }, { ticket, beacon: true, headers });
    expect(beacon.status).toBe(403);
    expect([harness.koji.countCalls('complete'), await harness.proxy.health()]).toEqual([
      0,
      { open: 1, due: 0, parked: 0 },
    ]);
  });
});
