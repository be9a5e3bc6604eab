import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { type Koji, PERMISSIONS } from '../../demo/koji/index.ts';
import { createTestKoji } from '../../demo/koji/testing/index.ts';
import { type CheckReport, checkProxy } from '../../src/check/check.ts';
import { formatReport } from '../../src/check/report.ts';
import { LAST_SUITE, SUITES } from '../../src/check/suites.ts';
import { createInterviewProxy, type ProxyOptions } from '../../src/proxy.ts';
import { createManualClock, flushEventLoop } from '../../src/server/testing/manual-clock.ts';
import { FAULTY_PROXIES } from './faulty-proxies.ts';

const SHOP = 'https://shop.example';

/**
 * One manual clock for the checker, the proxies and Koji. It moves only while the checker waits,
 * and never during a request to Koji.
 */
let requestsToKoji = 0;
const clock = createManualClock(Date.now(), async () => {
  do await flushEventLoop();
  while (requestsToKoji > 0);
});
let lastWait = Promise.resolve();
const wait = (ms: number) => {
  const until = clock.now() + ms;
  lastWait = lastWait.then(() => clock.advance(Math.max(0, until - clock.now())));
  return lastWait;
};

const kojiClock = {
  now: () => new Date(clock.now()),
  sleep: (ms: number) => new Promise<void>(r => setTimeout(r, ms)),
};
const { koji, close } = await createTestKoji({ clock: kojiClock });
afterAll(close);
const apiKey = await koji.keys.create({ permissions: PERMISSIONS });

/** A correct proxy in front of a real local Koji. */
function createProxy(options: Partial<ProxyOptions> = {}, service: Koji = koji) {
  const ignore = () => {};
  const proxy = createInterviewProxy({
    apiKey,
    secret: 'a secret of thirty-two characters',
    kojiUrl: 'https://koji.test',
    fetch: async (input, init) => {
      requestsToKoji++;
      return service.fetch(new Request(input, init)).finally(() => requestsToKoji--);
    },
    allowedOrigins: ['https://www.shop.example'],
    clock,
    logger: { warn: ignore, error: ignore },
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

const listRules = ({ rules }: CheckReport, outcome: string) =>
  rules.filter(rule => rule.outcome === outcome).map(rule => rule.id);
/**
 * The suites that have these rules; all where the last suite has one, as it searches the responses
 * that the others received.
 */
const listSuites = (ids: string[]) => {
  const hasRule = ({ rules }: (typeof SUITES)[number]) => rules.some(({ id }) => ids.includes(id));
  return hasRule(LAST_SUITE) ? SUITES : SUITES.filter(hasRule);
};

const listFailing = (report: CheckReport) => listRules(report, 'fails');

describe('koji-embed check', { timeout: 180_000 }, () => {
  it('finds nothing wrong with our own proxy', async () => {
    const report = await check(createProxy().fetch);
    expect(listFailing(report), formatReport(report)).toEqual([]);
    expect(report.url).toBe(`${SHOP}/koji`);
    // Here Koji sends replies in one piece, and every page has the proxy's origin.
    expect(listRules(report, 'skipped')).toEqual(['access.preflight', 'access.cors', 'message.streamed']);
  });

  it('checks CORS for pages of another allowed origin', async () => {
    const report = await check(createProxy().fetch, { origin: 'https://www.shop.example' });
    expect(listFailing(report)).toEqual([]);
    expect(listRules(report, 'skipped')).toEqual(['message.streamed']);
  });

  it('leaves out who resumes what if the proxy identifies respondents itself', async () => {
    const proxy = createProxy({ respondent: () => null });
    const report = await check(proxy.fetch, { identifiesRespondents: true });
    expect(listFailing(report), formatReport(report)).toEqual([]);
    expect(listRules(report, 'skipped')).toEqual([
      'access.preflight',
      'access.cors',
      'message.streamed',
      'respondent.other',
      'respondent.signed-out',
      'respondent.completed',
    ]);
  });

  it('notices whether a reply is streamed or buffered', async () => {
    const { koji: slowKoji, close } = await createTestKoji({ clock: kojiClock, typing: 5 });
    onTestFinished(close);
    const proxy = createProxy({ apiKey: await slowKoji.keys.create({ permissions: PERMISSIONS }) }, slowKoji);
    const checkStreaming = async (fetch: (request: Request) => Promise<Response>) => {
      const { rules } = await check(fetch, { suites: listSuites(['message.streamed']) });
      return rules.find(({ id }) => id === 'message.streamed')?.outcome;
    };
    expect(await checkStreaming(proxy.fetch)).toBe('holds');
    const buffering = async (request: Request) => {
      const response = await proxy.fetch(request);
      return response.status === 200 ? new Response(await response.text(), response) : response;
    };
    expect(await checkStreaming(buffering)).toBe('skipped');
  });

  it.each(FAULTY_PROXIES)('finds a proxy that $name', async ({ addFault, violates, origin, options }) => {
    const proxy = createProxy(options);
    const report = await check(
      addFault(request => proxy.fetch(request), clock.now),
      { ...(origin ? { origin } : {}), suites: listSuites(violates) },
    );
    expect(violates.length).toBeGreaterThan(0);
    expect(listFailing(report), formatReport(report)).toEqual(expect.arrayContaining(violates));
  });

  it('has a faulty proxy for nearly every rule', () => {
    const found = new Set(FAULTY_PROXIES.flatMap(({ violates }) => violates));
    expect(FAULTY_PROXIES.length).toBeGreaterThanOrEqual(15);
    expect(found.size).toBeGreaterThanOrEqual(40);
  });

  it('waits for a proxy that limits requests, but no longer than its patience', async () => {
    const proxy = createProxy();
    const waits: number[] = [];
    let calls = 0;
    const limited = async (request: Request) =>
      ++calls % 7 === 0
        ? Response.json(
            { error: 'rate_limited', message: 'Too many requests.' },
            { status: 429, headers: { 'Retry-After': '20' } },
          )
        : proxy.fetch(request);
    const recordWait = async (ms: number) => {
      waits.push(ms);
      // Time passes for the checker alone.
      if (ms !== 20_000) await wait(ms);
    };
    expect(await check(limited, { wait: recordWait })).toMatchObject({ fails: 0 });
    expect(waits).toContain(20_000);
    expect((await check(limited, { wait: recordWait, patience: 10_000 })).fails).toBeGreaterThan(0);
  });

  it('reports one sentence per rule, and redacts tickets', async () => {
    const proxy = createProxy();
    const tickets: string[] = [];
    const report = await check(async request => {
      const response = await proxy.fetch(request);
      if (response.status !== 201) return response;
      const body = (await response.json()) as { ticket: string };
      tickets.push(body.ticket);
      // Makes the checker quote the response.
      return Response.json({ ...body, interview: null }, { status: 201 });
    });
    const text = formatReport(report);
    expect(report.fails).toBeGreaterThan(0);
    expect(text).toContain('interview: ');
    for (const ticket of tickets) expect(text).not.toContain(ticket.slice(0, 40));
  });

  it('quotes the contract for a rule that fails, and lists what to fix', async () => {
    const { addFault } = FAULTY_PROXIES.find(({ name }) => name === 'accepts messages after the end')!;
    const report = formatReport(await check(addFault(createProxy().fetch, clock.now)));
    const text = report.replace(/\s+/g, ' ');
    expect(text).toContain('409 already_completed. Expected 409, got: 200 event: delta');
    expect(text).toContain('Contract: A message to a completed interview: 409 already_completed.');
    expect(text).toContain('To fix: complete.message-after');
    expect(text).toMatch(/ \d\d hold, \d fails?, 3 not checked$/);
    expect(Math.max(...report.split('\n').map(line => line.length))).toBeLessThanOrEqual(100);
  });

  it('reports a proxy that does not respond, and stops', async () => {
    const report = await check(() =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })),
    );
    expect(report.holds).toBe(3);
    expect(formatReport(report).replace(/\s+/g, ' ')).toContain(
      'POST https://shop.example/koji/start got no response: ECONNREFUSED',
    );
  });
});
