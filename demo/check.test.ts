import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { checkProxy, type Report } from '../src/check/check.ts';
import { formatReport } from '../src/check/report.ts';
import { createInterviewProxy } from '../src/proxy.ts';
import { PERMISSIONS } from './koji/keys/permissions.ts';
import { openTestKoji } from './koji/testing/koji.ts';
import { FAULTS } from './testing/faulty-proxies.ts';

const SHOP = 'https://shop.example';
const { koji, close } = await openTestKoji();
afterAll(close);
const apiKey = await koji.keys.create({ permissions: PERMISSIONS });

/** A sound proxy in front of a real Koji, with a grace short enough to be waited for. */
function createProxy() {
  const quiet = () => {};
  const proxy = createInterviewProxy({
    apiKey,
    secret: 'a secret of thirty-two characters',
    kojiUrl: 'https://koji.test',
    fetch: (input, init) => koji.fetch(new Request(input, init)),
    allowedOrigins: ['https://www.shop.example'],
    leaveGrace: '1500ms',
    logger: { warn: quiet, error: quiet },
  });
  onTestFinished(() => proxy.stop());
  return proxy;
}

const check = (fetch: (request: Request) => Promise<Response>, options = {}): Promise<Report> =>
  checkProxy({
    url: `${SHOP}/koji/`,
    fetch: (input, init) => fetch(new Request(input, init)),
    slack: 1000,
    ...options,
  });

const failing = ({ rows }: Report) => rows.filter(row => row.outcome === 'fails').map(row => row.id);

describe('koji-embed check', { concurrent: true, timeout: 60_000 }, () => {
  it('finds nothing wrong with our own proxy', async () => {
    const report = await check(createProxy().fetch);
    expect(failing(report)).toEqual([]);
    expect(report).toMatchObject({ url: `${SHOP}/koji`, fails: 0, skipped: 2 });
  });

  it('checks what pages of another allowed origin need', async () => {
    const report = await check(createProxy().fetch, { origin: 'https://www.shop.example' });
    expect(report).toMatchObject({ fails: 0, skipped: 0 });
  });

  it.each(FAULTS)('finds a proxy that $name', async ({ breaks, rows, origin }) => {
    const proxy = createProxy();
    const report = await check(
      breaks(request => proxy.fetch(request)),
      origin ? { origin } : {},
    );
    expect(failing(report), formatReport(report)).toEqual(rows);
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
    const wait = async (ms: number) => {
      waits.push(ms);
      if (ms !== 20_000) await new Promise(resolve => setTimeout(resolve, ms));
    };
    expect(await check(limited, { wait })).toMatchObject({ fails: 0 });
    expect(waits).toContain(20_000);
    expect((await check(limited, { wait, patience: 10_000 })).fails).toBeGreaterThan(0);
  });

  it('tells one sentence a row, and shows no ticket', async () => {
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

  it('says that a proxy does not answer, and checks no more', async () => {
    const report = await check(() =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('ECONNREFUSED') })),
    );
    expect(report.holds).toBe(3);
    expect(formatReport(report)).toContain('POST https://shop.example/koji/start was not answered: ECONNREFUSED');
  });
});
