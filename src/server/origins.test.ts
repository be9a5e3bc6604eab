import { describe, expect, it } from 'vitest';
import { createProxyHarness, SHOP } from './testing/proxy-harness.ts';

const PARTNER = 'https://partner.example';
const OTHER = 'https://other.example';
/** An empty value takes the header away. */
const asked = (world: ReturnType<typeof createProxyHarness>, site: string, origin: string, more = {}) =>
  world.call('start', {}, { headers: { 'Sec-Fetch-Site': site, Origin: origin, ...more } });

describe('origins', () => {
  const cases: [string, string | null, string | null, Record<string, string>, number][] = [
    ['a page of our own', 'same-origin', SHOP, {}, 201],
    ['a page of our own without an Origin', 'same-origin', null, {}, 201],
    ['a person, not a page', 'none', null, {}, 201],
    ['no browser at all', null, null, {}, 201],
    ['an allowed origin', 'cross-site', PARTNER, {}, 201],
    ['an allowed origin in an old browser', null, PARTNER, {}, 201],
    ['our own host in an old browser', null, SHOP, {}, 201],
    ['our own host behind a proxy that ends TLS', null, 'https://shop.example', { Host: 'shop.example' }, 201],
    ['another origin', 'cross-site', OTHER, {}, 403],
    ['another origin in an old browser', null, OTHER, {}, 403],
    ['a sister site', 'same-site', 'https://blog.shop.example', {}, 403],
    ['a sandboxed frame', 'cross-site', 'null', {}, 403],
    ['a sandboxed frame in an old browser', null, 'null', {}, 403],
    ['another port of our host', null, 'https://shop.example:8443', {}, 403],
    ['an allowed origin in another scheme', 'cross-site', 'http://partner.example', {}, 403],
    ['an allowed origin as a prefix', 'cross-site', `${PARTNER}.evil.example`, {}, 403],
    ['a cross-site call that hides its origin', 'cross-site', null, {}, 403],
    ['no origin at all', null, 'nonsense', {}, 403],
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

  it('a preflight of an allowed origin is answered, another is refused', async () => {
    const world = createProxyHarness({ allowedOrigins: [PARTNER] });
    const preflight = (origin: string) =>
      world.call(
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

  it('"*" lets every page in', async () => {
    expect((await asked(createProxyHarness({ allowedOrigins: '*' }), 'cross-site', OTHER)).status).toBe(201);
  });

  it('of a study are its own, for its tickets too', async () => {
    const world = createProxyHarness({ studies: { partners: { allowedOrigins: [PARTNER] }, ours: {} } });
    const from = { 'Sec-Fetch-Site': 'cross-site', Origin: PARTNER };
    expect((await world.call('start', { study: 'partners' }, { headers: from })).status).toBe(201);
    expect((await world.call('start', { study: 'ours' }, { headers: from })).status).toBe(403);
    const { ticket } = await world.startInterview({ study: 'ours' });
    expect((await world.call('resume', {}, { ticket, headers: from })).status).toBe(403);
  });

  it('come before everything else: a foreign page learns nothing about tickets and bodies', async () => {
    const world = createProxyHarness();
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: OTHER };
    for (const route of ['start', 'message', 'complete', 'resume', 'heartbeat']) {
      expect((await world.call(route, 'nonsense', { headers })).status).toBe(403);
    }
  });

  it('a refused call reaches neither Koji nor the lease', async () => {
    const world = createProxyHarness();
    const { ticket } = await world.startInterview();
    const headers = { 'Sec-Fetch-Site': 'cross-site', Origin: OTHER };
    const beacon = await world.call('complete', { reason: 'manual' }, { ticket, beacon: true, headers });
    expect(beacon.status).toBe(403);
    expect([world.koji.countCalls('complete'), await world.proxy.health()]).toEqual([
      0,
      { open: 1, due: 0, parked: 0 },
    ]);
  });
});
