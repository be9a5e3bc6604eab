import { describe, expect, it } from 'vitest';
import { toClientKey } from './client-address.ts';
import type { Clock } from './clock.ts';
import type { ProxyOptions } from './options.ts';
import { parseDuration } from './parse-duration.ts';
import { createInterviewProxy } from './proxy.ts';
import { createRateLimit } from './rate-limit.ts';
import { measureHeap } from './testing/heap.ts';
import { createManualClock } from './testing/manual-clock.ts';
import { createProxyHarness, SECRET, SHOP } from './testing/proxy-harness.ts';
import { API_KEY } from './testing/scripted-koji.ts';

describe('options', () => {
  const invalid: [string, Partial<Record<keyof ProxyOptions, unknown>>][] = [
    ['apiKey', { apiKey: undefined }],
    ['apiKey', { apiKey: '' }],
    ['apiKey', { apiKey: `${API_KEY}\n` }],
    ['apiKey', { apiKey: undefined, studies: { a: { apiKey: API_KEY }, b: {} } }],
    ['secret', { secret: undefined }],
    ['secret', { secret: 'short' }],
    ['secret', { secret: [] }],
    ['secret', { secret: [SECRET, 'short'] }],
    ['kojiUrl', { kojiUrl: 'koji' }],
    ['kojiUrl', { kojiUrl: 'ftp://koji.example' }],
    ['kojiUrl', { kojiUrl: 'https://koji.example/?a=b' }],
    ['basePath', { basePath: 'koji' }],
    ['allowedOrigins', { allowedOrigins: ['shop.example'] }],
    ['allowedOrigins', { allowedOrigins: ['https://shop.example/path'] }],
    ['leaveGrace', { leaveGrace: 'soon' }],
    ['idleTime', { idleTime: -1 }],
    ['maxDuration', { maxDuration: '15 minutes' }],
    ['studies.a.maxDuration', { studies: { a: { maxDuration: 'x' } } }],
    ['studies.a.allowedOrigins', { studies: { a: { allowedOrigins: ['x'] } } }],
    ['startLimit', { startLimit: -1, clientAddress: () => 'a' }],
    ['startLimit', { startLimit: 0.5, clientAddress: () => 'a' }],
    ['startLimit', { startLimit: Number.NaN, clientAddress: () => 'a' }],
    ['startLimit', { startLimit: 5 }],
    ['ticketLimit', { ticketLimit: 0.5 }],
    ['ticketLimit', { ticketLimit: -1 }],
    ['idleTime', { idleTime: 0 }],
    ['idleTime', { idleTime: '0s' }],
    ['maxDuration', { maxDuration: 0 }],
    ['studies.a.maxDuration', { studies: { a: { maxDuration: '0m' } } }],
    ['studies.a.idleTime', { studies: { a: { idleTime: 0 } } }],
    ['ticketLifetime', { ticketLifetime: 0 }],
    ['retries', { retries: 1.5 }],
    ['upstreamTimeout', { upstreamTimeout: '5m' }],
    ['upstreamTimeout', { upstreamTimeout: 0 }],
  ];
  it.each(invalid)('names %s if it is invalid: %j', (name, options) => {
    const create = () => createInterviewProxy({ apiKey: API_KEY, secret: SECRET, ...options } as ProxyOptions);
    expect(create).toThrow(new RegExp(`^${name.replaceAll('.', '\\.')}: `));
  });

  it('never show a key in an error', () => {
    expect(() => createInterviewProxy({ apiKey: `${API_KEY} `, secret: SECRET })).not.toThrow(API_KEY);
  });

  it.each([
    [0, 0],
    [1500, 1500],
    ['500ms', 500],
    ['30s', 30_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['7d', 604_800_000],
    ['250', 250],
  ])('parse the duration %j as %i ms', (value, milliseconds) => {
    expect(parseDuration(value)).toBe(milliseconds);
  });

  it.each(['', 'x', '-5s', '5 weeks', '1e3s', Number.NaN, Number.POSITIVE_INFINITY])(
    'refuse %j as a duration',
    value => {
      expect(() => parseDuration(value, 'KOJI_IDLE_TIME')).toThrow(/^KOJI_IDLE_TIME: /);
    },
  );
});

describe('studies', () => {
  it('have their own key and limits, and share the other options', async () => {
    const harness = createProxyHarness({
      apiKey: undefined,
      idleTime: '5m',
      studies: { churn: { apiKey: API_KEY, maxDuration: '2m' } },
    });
    const { view, id } = await harness.startInterview({ study: 'churn' });
    expect(view.ends_at).not.toBeNull();
    await harness.clock.advance(120_000);
    expect(harness.koji.interviews.get(id)!.reason).toBe('timeout');
  });

  it.each([['unknown'], ['__proto__'], ['constructor'], [undefined]])(
    'refuse a start with the unknown name %s',
    async study => {
      const { call, koji } = createProxyHarness({ apiKey: undefined, studies: { churn: { apiKey: API_KEY } } });
      const response = await call('start', study === undefined ? {} : { study });
      expect([response.status, await response.json()]).toMatchObject([400, { error: 'invalid_request' }]);
      expect(koji.calls).toEqual([]);
    },
  );

  it('are named in the error for an unknown or a missing name', async () => {
    const { call } = createProxyHarness({
      apiKey: undefined,
      studies: { churn: { apiKey: API_KEY }, onboarding: { apiKey: API_KEY } },
    });
    const messageFor = async (body: object) =>
      ((await (await call('start', body)).json()) as { message: string }).message;
    expect(await messageFor({ study: 'x' })).toBe('study: unknown study "x"; configured studies: churn, onboarding.');
    expect(await messageFor({})).toBe('study: required; configured studies: churn, onboarding.');
  });

  it('accept any name if none are configured, and pass it to the team', async () => {
    const { startInterview, koji } = createProxyHarness();
    await startInterview({ study: 'churn', respondent: { metadata: { plan: 'pro', study: 'mine' } } });
    expect(koji.calls[0]!.body).toMatchObject({ respondent: { metadata: { plan: 'pro', study: 'churn' } } });
  });
});

describe('hooks', () => {
  it.each([
    [false, 'This interview may not be started.'],
    ['Come back tomorrow.', 'Come back tomorrow.'],
  ])('refuse a start with 403 forbidden for the result %j', async (result, message) => {
    const { call, koji } = createProxyHarness({ allowStart: () => result });
    const response = await call('start', {});
    expect([response.status, await response.json()]).toEqual([403, { error: 'forbidden', message }]);
    expect(koji.calls).toEqual([]);
  });

  it.each([undefined, null, 1, {}, ''])('refuse a start if allowStart returns %j instead of true', async result => {
    const { call, koji, logged } = createProxyHarness({ allowStart: (() => result) as never });
    const response = await call('start', {});
    expect([response.status, await response.json()]).toMatchObject([403, { error: 'forbidden' }]);
    expect(koji.calls).toEqual([]);
    expect(logged.map(({ message }) => message)).toEqual(
      result === ''
        ? []
        : ['koji-embed: The hook "allowStart" returned neither a boolean nor a text; return true to allow a start.'],
    );
  });

  it('get the request, the body, and the server’s context', async () => {
    const received: unknown[] = [];
    const proxy = createInterviewProxy<{ user: string }>({
      apiKey: API_KEY,
      secret: SECRET,
      allowStart(request, body, { user }) {
        received.push(request.headers.get('Cookie'), body, user);
        return false;
      },
    });
    const headers = { 'Content-Type': 'application/json', Cookie: 'session=1' };
    const request = new Request(`${SHOP}/koji/start`, { method: 'POST', headers, body: '{"locale":"de"}' });
    await proxy.fetch(request, { user: 'ada' });
    expect(received).toEqual(['session=1', { locale: 'de' }, 'ada']);
  });

  it('cause a logged internal_error if one throws', async () => {
    const { call, logged } = createProxyHarness({ respondent: () => Promise.reject(new Error('database is down')) });
    const response = await call('start', {});
    expect([response.status, await response.json()]).toMatchObject([500, { error: 'internal_error' }]);
    expect(logged).toHaveLength(1);
  });
});

/** A limit by address, as the starts have it. */
function createLimit(perMinute: number, clock: Clock, maxCallers?: number) {
  const limit = createRateLimit(perMinute, clock, maxCallers);
  return (address: string) => limit(toClientKey(address) ?? '');
}

describe('the limit on starts', () => {
  it('counts each client address, and tells when to retry', async () => {
    let address = '192.0.2.1';
    const harness = createProxyHarness({ startLimit: 2, clientAddress: () => address });
    await harness.startInterview();
    await harness.startInterview();
    const refused = await harness.call('start', {});
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '30']);
    expect(await refused.json()).toMatchObject({ error: 'rate_limited' });
    address = '192.0.2.2';
    await harness.startInterview();
    address = '192.0.2.1';
    await harness.clock.advance(30_000);
    await harness.startInterview();
    expect((await harness.call('start', {})).status).toBe(429);
  });

  it.each([undefined, null, '', '192.0.2.1, 198.51.100.7', 42])(
    'holds for clients whose address is %j, who count as one, and is reported once',
    async returned => {
      const harness = createProxyHarness({ startLimit: 2, clientAddress: (() => returned) as never });
      await harness.startInterview();
      await harness.startInterview();
      expect((await harness.call('start', {})).status).toBe(429);
      expect(harness.logged).toMatchObject([{ message: expect.stringContaining('clientAddress returned no address') }]);
      expect(JSON.stringify(harness.logged)).not.toContain('192.0.2.1');
    },
  );

  it('is not evaded with forged entries of X-Forwarded-For', async () => {
    const clientAddress = (request: Request) => request.headers.get('X-Forwarded-For');
    const harness = createProxyHarness({ startLimit: 2, clientAddress });
    const statuses = [];
    for (let n = 0; n < 4; n++) {
      const headers = { 'X-Forwarded-For': `203.0.113.${n}, 192.0.2.1` };
      statuses.push((await harness.call('start', {}, { headers })).status);
    }
    expect(statuses).toEqual([201, 201, 429, 429]);
  });

  it.each([
    ['2001:db8::1', '2001:db8::ffff:0:0:1', true],
    ['2001:db8:0:0:1:2:3:4', '2001:DB8::9', true],
    ['2001:db8:1::1', '2001:db8:2::1', false],
    ['::ffff:192.0.2.1', '192.0.2.1', true],
    ['::ffff:c000:201', '192.0.2.1', true],
    ['::ffff:192.0.2.1', '::ffff:192.0.2.2', false],
    ['192.0.2.1', '192.0.2.2', false],
    ['192.0.2.1:50123', '192.0.2.1:50124', true],
    ['[2001:db8::1]:50123', '2001:db8::2', true],
    [' 192.0.2.1', '192.0.2.1', true],
    ['fe80::1%eth0', 'fe80::2', true],
    ['host-1', 'host-2', false],
    ['host-1', ' host-1', true],
    ['no address', 'no address either', true],
    ['192.0.2.1, 198.51.100.7', '192.0.2.2, 198.51.100.7', true],
    ['192.0.2.1,2001:db8::1', '', true],
  ])('takes %s and %s as one client: %s', (one, other, same) => {
    const limit = createLimit(1, createManualClock());
    limit(one);
    expect(limit(other) > 0).toBe(same);
  });

  it('remembers a limited number of clients of any name, and drops the one that started least recently', async () => {
    const clock = createManualClock();
    const limit = createLimit(2, clock, 100);
    limit('frequent');
    for (let n = 0; n < 99; n++) limit(`2001:db8:${n.toString(16)}::1`);
    limit('frequent');
    for (let n = 0; n < 99; n++) limit(`192.0.2.${n}`);
    expect(limit('frequent')).toBeGreaterThan(0);
    limit('192.0.2.99');
    expect([limit('frequent'), limit('frequent')].every(wait => wait === 0)).toBe(true);

    const used = await measureHeap();
    const bigLimit = createLimit(2, clock);
    for (let n = 0; n < 30_000; n++) {
      bigLimit(`client-${n}`);
      bigLimit(`${n} ${'x'.repeat(8000)}`);
    }
    // The names alone would take 240 MB.
    expect(((await measureHeap()) - used) / 2 ** 20).toBeLessThan(4);
  });

  it('forgets a client after its minute', async () => {
    const clock = createManualClock();
    const limit = createLimit(1, clock, 2);
    limit('a');
    limit('b');
    await clock.advance(60_000);
    expect([limit('a'), limit('a')]).toEqual([0, 60_000]);
  });

  it('allows exactly the configured number at once', () => {
    for (let perMinute = 1; perMinute <= 120; perMinute++) {
      const limit = createLimit(perMinute, createManualClock(1_772_000_000_123));
      const waits = Array.from({ length: perMinute + 1 }, () => limit('a'));
      expect([perMinute, waits.filter(wait => wait === 0).length]).toEqual([perMinute, perMinute]);
    }
  });

  it('doesn’t count refused calls', async () => {
    const harness = createProxyHarness({ startLimit: 1, clientAddress: () => 'a' });
    await harness.call('start', { stray: 1 });
    await harness.startInterview();
  });

  it('is off without client addresses, or if it is 0', async () => {
    for (const harness of [createProxyHarness(), createProxyHarness({ startLimit: 0, clientAddress: () => 'a' })]) {
      for (let n = 0; n < 50; n++) await harness.startInterview();
    }
  });
});
