import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { PERMISSIONS } from '../../demo/koji/database/enums.ts';
import type { Koji } from '../../demo/koji/koji.ts';
import { createTestKoji } from '../../demo/koji/testing/test-koji.ts';
import { type CheckReport, checkProxy } from '../../src/check/check.ts';
import { formatReport } from '../../src/check/report.ts';
import { createInterviewProxy, type ProxyOptions } from '../../src/proxy.ts';
import { createManualClock, flushEventLoop } from '../../src/server/testing/manual-clock.ts';
import { FAULTY_PROXIES } from './faulty-proxies.ts';

const SHOP = 'https://shop.example';

/** Time stands still while Koji works, and is moved on where the checker waits: by one clock for checker, proxies and Koji. */
let underWay = 0;
const clock = createManualClock(Date.now(), async () => {
  do await flushEventLoop();
  while (underWay > 0);
});
let waited = Promise.resolve();
const wait = (ms: number) => {
  const until = clock.now() + ms;
  waited = waited.then(() => clock.advance(Math.max(0, until - clock.now())));
  return waited;
};

const kojiClock = {
  now: () => new Date(clock.now()),
  sleep: (ms: number) => new Promise<void>(r => setTimeout(r, ms)),
};
const { koji, close } = await createTestKoji({ clock: kojiClock });
afterAll(close);
const apiKey = await koji.keys.create({ permissions: PERMISSIONS });

/** A sound proxy in front of a real Koji. */
function createProxy(options: Partial<ProxyOptions> = {}, served: Koji = koji) {
  const quiet = () => {};
  const proxy = createInterviewProxy({
    apiKey,
    secret: 'a secret of thirty-two characters',
    kojiUrl: 'https://koji.test',
    fetch: async (input, init) => {
      underWay++;
      return served.fetch(new Request(input, init)).finally(() => underWay--);
    },
    allowedOrigins: ['https://www.shop.example'],
    clock,
    logger: { warn: quiet, error: quiet },
    ...options,
  });
  onTestFinished(() => proxy.stop());
  return proxy;
}

const check = (fetch: (request: Request) => Promise<Response>, options = {}): Promise<CheckReport> =>
  checkProxy({
    url: `${SHOP}/koji/`,
    fetch: (input, init) => fetch(new Request(input, init)),
    now: clock.now,
    wait,
    ...options,
  });

const withOutcome = ({ rules }: CheckReport, outcome: string) =>
  rules.filter(row => row.outcome === outcome).map(row => row.id);
const failing = (report: CheckReport) => withOutcome(report, 'fails');

describe('koji-embed check', { timeout: 180_000 }, () => {
  it('finds nothing wrong with our own proxy', async () => {
    const report = await check(createProxy().fetch);
    expect(failing(report), formatReport(report)).toEqual([]);
    expect(report.url).toBe(`${SHOP}/koji`);
    // Koji's replies are here in one piece, and all pages of one origin.
    expect(withOutcome(report, 'skipped')).toEqual(['access.preflight', 'access.cors', 'message.as-made']);
  });

  it('checks what pages of another allowed origin need', async () => {
    const report = await check(createProxy().fetch, { origin: 'https://www.shop.example' });
    expect(failing(report)).toEqual([]);
    expect(withOutcome(report, 'skipped')).toEqual(['message.as-made']);
  });

  it('sees whether a reply is passed on while it is made', async () => {
    const { koji: typing, close } = await createTestKoji({ clock: kojiClock, typing: 5 });
    onTestFinished(close);
    const proxy = createProxy({ apiKey: await typing.keys.create({ permissions: PERMISSIONS }) }, typing);
    const outcomeOf = ({ rules }: CheckReport) => rules.find(({ id }) => id === 'message.as-made')?.outcome;
    expect(outcomeOf(await check(proxy.fetch))).toBe('holds');
    const buffering = async (request: Request) => {
      const response = await proxy.fetch(request);
      return response.status === 200 ? new Response(await response.text(), response) : response;
    };
    expect(outcomeOf(await check(buffering))).toBe('skipped');
  });

  it.each(FAULTY_PROXIES)('finds a proxy that $name', async ({ breaks, violates, origin, options }) => {
    const proxy = createProxy(options);
    const report = await check(
      breaks(request => proxy.fetch(request), clock.now),
      origin ? { origin } : {},
    );
    expect(violates.length).toBeGreaterThan(0);
    expect(failing(report), formatReport(report)).toEqual(expect.arrayContaining(violates));
  });

  it('has a faulty proxy for nearly every rule', () => {
    const found = new Set(FAULTY_PROXIES.flatMap(({ violates }) => violates));
    expect(FAULTY_PROXIES.length).toBeGreaterThanOrEqual(15);
    expect(found.size).toBeGreaterThanOrEqual(40);
  });

  it('waits for a proxy that limits its callers, and no longer than it is patient', async () => {
    const proxy = createProxy();
    const waits: number[] = [];
    let calls = 0;
    const limited = async (request: Request) =>
      ++calls % 7 === 0
        ? Response.json(
            { error: 'rate_limited', message: 'Slowly.' },
            { status: 429, headers: { 'Retry-After': '20' } },
          )
        : proxy.fetch(request);
    const noting = async (ms: number) => {
      waits.push(ms);
      // Only the checker has waited: for all others no time has passed.
      if (ms !== 20_000) await wait(ms);
    };
    expect(await check(limited, { wait: noting })).toMatchObject({ fails: 0 });
    expect(waits).toContain(20_000);
    expect((await check(limited, { wait: noting, patience: 10_000 })).fails).toBeGreaterThan(0);
  });

  it('reports one sentence a rule, and shows no ticket', async () => {
    const proxy = createProxy();
    const tickets: string[] = [];
    const report = await check(async request => {
      const response = await proxy.fetch(request);
      if (response.status !== 201) return response;
      const body = (await response.json()) as { ticket: string };
      tickets.push(body.ticket);
      // Makes the checker quote what it got.
      return Response.json({ ...body, interview: null }, { status: 201 });
    });
    const text = formatReport(report);
    expect(report.fails).toBeGreaterThan(0);
    expect(text).toContain('interview: ');
    for (const ticket of tickets) expect(text).not.toContain(ticket.slice(0, 40));
  });

  it('quotes the contract for a rule that fails, and lists what to fix', async () => {
    const { breaks } = FAULTY_PROXIES.find(({ name }) => name === 'takes messages after the end')!;
    const report = formatReport(await check(breaks(createProxy().fetch, clock.now)));
    const text = report.replace(/\s+/g, ' ');
    expect(text).toContain('409 already_completed. Expected 409, got: 200 event: delta');
    expect(text).toContain('Contract: A message to a completed interview: 409 already_completed.');
    expect(text).toContain('To fix: complete.message-after');
    expect(text).toMatch(/ \d\d hold, \d fails?, 3 not checked$/);
    expect(Math.max(...report.split('\n').map(line => line.length))).toBeLessThanOrEqual(100);
  });

  it('says that a proxy does not answer, and checks no more', async () => {
    const report = await check(() =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })),
    );
    expect(report.holds).toBe(3);
    expect(formatReport(report).replace(/\s+/g, ' ')).toContain(
      'POST https://shop.example/koji/start got no response: ECONNREFUSED',
    );
  });
});
