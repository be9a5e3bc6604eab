// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pageEvents } from '../page/testing/page-events.ts';
import type { UnsentReport } from '../page/unsent-reports.ts';
import { reportPageLifecycle } from './page-reports.ts';
import { TICKET } from './testing/scripted-proxy.ts';
import {
  createMemoryRecord,
  createTestInterview,
  runInModel,
  waitForCalls,
  waitForPhase,
} from './testing/test-interview.ts';

/** What left the page by beacon and by fetch. */
let beacons: [url: string, body: Record<string, unknown>][];
let fetches: typeof beacons;
/** Whether the browser says that it takes what is left with it. */
let isTaken: boolean;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  pageEvents.reset();
  beacons = [];
  fetches = [];
  isTaken = true;
  const keep = (list: typeof beacons) => (url: string, body: string) => {
    list.push([url, JSON.parse(body)]);
    return isTaken;
  };
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: keep(beacons) });
  vi.stubGlobal('fetch', async (url: string, { body }: { body: string }) => {
    keep(fetches)(url, body);
    return new Response();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function begin() {
  const setup = createTestInterview();
  const unsent = createMemoryRecord<UnsentReport[]>();
  const host = { isConnected: true };
  const { end } = runInModel(() =>
    reportPageLifecycle(
      { proxyBase: '/koji', client: setup.proxy, unsentReports: unsent, widgetElement: host },
      setup.interview,
    ),
  );
  await setup.interview.start();
  return { ...setup, unsent, end, host };
}

const brief = () => beacons.map(([url, { state, reason }]) => `${url} ${state ?? reason}`);

describe('while an interview is open, the proxy is told', () => {
  it('S6, S7: that the page is gone, at both events, under one number, without deciding anything', async () => {
    await begin();
    pageEvents.leave();
    expect(beacons).toHaveLength(2);
    expect(beacons[0]).toEqual([
      '/koji/complete',
      { ticket: TICKET, reason: 'respondent_left', page: expect.any(String), seq: expect.any(Number) },
    ]);
    expect(beacons[1]).toEqual(beacons[0]);
  });

  it('each thing by both transports', async () => {
    await begin();
    pageEvents.switchAway();
    pageEvents.closeHidden();
    expect(fetches).toEqual(beacons);
    expect(beacons).toHaveLength(2);
  });

  it('in far less than 2 KiB', async () => {
    await begin();
    pageEvents.leave();
    expect(JSON.stringify(beacons[0]).length).toBeLessThan(2048);
  });

  it('that it is hidden, which is no leave', async () => {
    await begin();
    pageEvents.switchAway();
    expect(brief()).toEqual(['/koji/heartbeat hidden']);
  });

  it('S6: that a hidden tab is closed', async () => {
    await begin();
    pageEvents.switchAway();
    pageEvents.closeHidden();
    expect(brief()).toEqual(['/koji/heartbeat hidden', '/koji/complete respondent_left']);
  });

  it('that it is in sight again', async () => {
    const { proxy } = await begin();
    pageEvents.switchAway();
    pageEvents.switchBack();
    await waitForCalls(proxy, 'heartbeat');
    expect(proxy.sent('heartbeat')).toMatchObject([{ state: 'visible' }]);
    expect(proxy.sent('resume')).toEqual([]);
  });

  it.each(['returnFromCache', 'returnVisibleFirst'] as const)(
    'that a page from the cache is back (%s), which takes the leave back',
    async returning => {
      const { proxy } = await begin();
      pageEvents.leave(true);
      pageEvents[returning]();
      await waitForCalls(proxy, 'resume');
      const left = beacons[0]![1];
      expect(proxy.sent('resume')).toHaveLength(1);
      const { page, seq } = proxy.sent('resume')[0];
      expect(page).toBe(left.page);
      expect(seq).toBeGreaterThan(left.seq as number);
    },
  );

  it('of a second leave under another number', async () => {
    await begin();
    pageEvents.leave(true);
    pageEvents.returnVisibleFirst();
    pageEvents.leave();
    const [first, , second, again] = beacons.map(([, body]) => body);
    expect(second).toEqual(again);
    expect(second!.seq).toBeGreaterThan(first!.seq as number);
    expect(second!.page).toBe(first!.page);
  });

  it('every 20 seconds that it is in sight, and only then', async () => {
    const { proxy } = await begin();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(proxy.sent('heartbeat').map(({ state }) => state)).toEqual(['visible', 'visible', 'visible']);
    pageEvents.switchAway();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(proxy.sent('heartbeat')).toHaveLength(3);
  });

  it('why it was being completed, where the page goes in the middle of that', async () => {
    const { interview, proxy } = await begin();
    proxy.holdResponses('complete');
    void interview.complete('timeout');
    pageEvents.leave();
    expect(brief()).toEqual(['/koji/complete timeout', '/koji/complete timeout']);
  });

  it('of a leave that the browser is to tell if nothing else gets out, later than all that was told before', async () => {
    const left: { body: string; signal: AbortSignal }[] = [];
    vi.stubGlobal('fetchLater', (_url: string, init: (typeof left)[number]) => void left.push(init));
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'fetchLater'));
    const armed = () => left.filter(({ signal }) => !signal.aborted).map(({ body }) => JSON.parse(body));
    const { interview, proxy } = await begin();
    await vi.waitUntil(() => armed().length === 1);
    expect(armed()).toEqual([
      { ticket: TICKET, reason: 'respondent_left', page: expect.any(String), seq: expect.any(Number) },
    ]);
    await vi.advanceTimersByTimeAsync(20_000);
    await vi.waitUntil(() => left.length === 2);
    expect(armed()).toHaveLength(1);
    expect(armed()[0].seq).toBeGreaterThan(proxy.sent('heartbeat')[0].seq);
    pageEvents.switchAway();
    await vi.waitUntil(() => left.length === 3);
    expect(armed()).toHaveLength(1);
    expect(armed()[0].seq).toBeGreaterThan(beacons[0]![1].seq as number);
    await interview.complete('manual');
    expect(armed()).toEqual([]);
  });

  it('of an end that found no network as soon as there is one', async () => {
    const { interview, proxy } = await begin();
    proxy.fail('complete', 'unreachable');
    await interview.complete('timeout');
    expect(interview.state.value.phase).toBe('failed');
    window.dispatchEvent(new Event('online'));
    await waitForPhase(interview, 'completed');
    expect(proxy.sent('complete')).toEqual([{ reason: 'timeout' }, { reason: 'timeout' }]);
  });

  it('of an end that found no network when the page goes', async () => {
    const { interview, proxy } = await begin();
    proxy.fail('complete', 'unreachable');
    await interview.complete('timeout');
    pageEvents.leave();
    expect(brief()).toEqual(['/koji/complete timeout', '/koji/complete timeout']);
  });

  it('that it is hidden, where the host takes the widget down: the interview is not ended', async () => {
    const { end } = await begin();
    end();
    pageEvents.leave();
    expect(brief()).toEqual(['/koji/heartbeat hidden']);
  });
});

describe('a leave that the page can not get out', () => {
  it('is kept for the next visit, as it was told', async () => {
    const { unsent } = await begin();
    isTaken = false;
    pageEvents.leave();
    expect(unsent.record).toEqual([beacons[0]![1]]);
  });

  it('is kept where the browser knows that there is no network, whatever it says of the beacon', async () => {
    const { unsent } = await begin();
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    pageEvents.leave();
    expect(unsent.record).toEqual([beacons[0]![1]]);
  });

  it('is not kept where it gets out, nor when the page is merely hidden', async () => {
    const { unsent } = await begin();
    pageEvents.leave(true);
    pageEvents.returnFromCache();
    isTaken = false;
    pageEvents.switchAway();
    expect([unsent.record, beacons.length]).toEqual([null, 3]);
  });

  it('is forgotten when the page comes back', async () => {
    const { unsent } = await begin();
    isTaken = false;
    pageEvents.leave(true);
    expect(unsent.record).toHaveLength(1);
    pageEvents.returnFromCache();
    expect(unsent.record).toBeNull();
  });

  it('is forgotten when the next page takes the interview up again; those of other interviews are not', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    const report = (ticket: string) => ({ ticket, reason: 'respondent_left', page: 'before', seq: 7 }) as const;
    const unsent = createMemoryRecord<UnsentReport[]>([report(TICKET), report('another')]);
    runInModel(() =>
      reportPageLifecycle(
        { proxyBase: '/koji', client: setup.proxy, unsentReports: unsent, widgetElement: document.body },
        setup.interview,
      ),
    );
    expect(unsent.record).toEqual([report('another')]);
  });
});

it('a widget that the page has taken off without a word is not told to be in sight', async () => {
  const { proxy, host } = await begin();
  host.isConnected = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(proxy.sent('heartbeat')).toEqual([]);
  host.isConnected = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(proxy.sent('heartbeat')).toMatchObject([{ state: 'visible' }]);
});

it('a heartbeat that fails is nothing to speak of', async () => {
  const { interview, proxy } = await begin();
  proxy.fail('heartbeat', 'unreachable');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(proxy.sent('heartbeat')).toEqual([{ state: 'visible', page: expect.any(String), seq: expect.any(Number) }]);
  expect(interview.state.value.phase).toBe('active');
});

describe('nothing is told', () => {
  it('before there is an interview', () => {
    const { interview, proxy } = createTestInterview();
    const unsent = createMemoryRecord<UnsentReport[]>();
    runInModel(() =>
      reportPageLifecycle(
        { proxyBase: '/koji', client: proxy, unsentReports: unsent, widgetElement: document.body },
        interview,
      ),
    );
    pageEvents.switchAway();
    pageEvents.leave();
    expect([beacons, vi.getTimerCount()]).toEqual([[], 0]);
  });

  it('of an interview that is completed', async () => {
    const { interview, proxy } = await begin();
    await interview.complete('manual');
    pageEvents.switchAway();
    pageEvents.switchBack();
    pageEvents.leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([beacons, proxy.sent('heartbeat'), vi.getTimerCount()]).toEqual([[], [], 0]);
  });
});

it('listens to nothing that would cost the host its back/forward cache', async () => {
  const listened = [vi.spyOn(window, 'addEventListener'), vi.spyOn(globalThis, 'addEventListener')];
  await begin();
  pageEvents.leave();
  const types = listened.flatMap(({ mock }) => mock.calls.map(([type]) => type as string));
  expect(types).toContain('pagehide');
  expect(types).not.toContain('unload');
  expect(types).not.toContain('beforeunload');
});
