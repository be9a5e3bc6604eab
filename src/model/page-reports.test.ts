// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pageEvents } from '../page/testing/page-events.ts';
import type { StoredReport } from '../page/unsent-reports.ts';
import { reportPageLifecycle } from './page-reports.ts';
import { TICKET } from './testing/scripted-proxy.ts';
import {
  createMemoryRecord,
  createTestInterview,
  runInModel,
  waitForCalls,
  waitForPhase,
} from './testing/test-interview.ts';

/** What the page has sent by beacon and by fetch: the path, and the report with its ticket. */
let beacons: [path: string, body: Record<string, unknown>][];
let fetches: typeof beacons;
/** What `sendBeacon` returns. */
let isBeaconAccepted: boolean;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  pageEvents.reset();
  beacons = [];
  fetches = [];
  isBeaconAccepted = true;
  const record = (list: typeof beacons) => (url: string, body: string, ticket?: string) => {
    list.push([new URL(url).pathname, { ...(ticket && { ticket }), ...JSON.parse(body) }]);
    return isBeaconAccepted;
  };
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: record(beacons) });
  vi.stubGlobal('fetch', async (url: string, init: { body: string; headers?: Record<string, string> }) => {
    record(fetches)(url, init.body, init.headers?.['x-koji-ticket']);
    return new Response();
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

async function startReportedInterview() {
  const setup = createTestInterview();
  const unsentReports = createMemoryRecord<StoredReport[]>();
  const widgetElement = { isConnected: true };
  const { dispose } = runInModel(() =>
    reportPageLifecycle(
      { proxyBase: '/koji', client: setup.proxy, unsentReports, keepsUnsentReports: true, widgetElement },
      setup.interview,
    ),
  );
  await setup.interview.start();
  return { ...setup, unsentReports, dispose, widgetElement };
}

const summariseBeacons = () => beacons.map(([url, { state, reason }]) => `${url} ${state ?? reason}`);

describe('while an interview is open, the page reports', () => {
  it('S6, S7: a leave at both events, with one number', async () => {
    await startReportedInterview();
    pageEvents.leave();
    expect(beacons).toHaveLength(2);
    expect(beacons[0]).toEqual([
      '/koji/complete',
      { ticket: TICKET, reason: 'respondent_left', page: expect.any(String), seq: expect.any(Number) },
    ]);
    expect(beacons[1]).toEqual(beacons[0]);
  });

  it('everything by beacon and by fetch', async () => {
    await startReportedInterview();
    pageEvents.switchAway();
    pageEvents.closeHidden();
    expect(fetches).toEqual(beacons);
    expect(beacons).toHaveLength(2);
  });

  it('and each report is far smaller than 2 KiB', async () => {
    await startReportedInterview();
    pageEvents.leave();
    expect(JSON.stringify(beacons[0]).length).toBeLessThan(2048);
  });

  it('that it is hidden, which is not a leave', async () => {
    await startReportedInterview();
    pageEvents.switchAway();
    expect(summariseBeacons()).toEqual(['/koji/heartbeat hidden']);
  });

  it('S6: a leave when a hidden tab is closed', async () => {
    await startReportedInterview();
    pageEvents.switchAway();
    pageEvents.closeHidden();
    expect(summariseBeacons()).toEqual(['/koji/heartbeat hidden', '/koji/complete respondent_left']);
  });

  it('that it is visible again', async () => {
    const { proxy } = await startReportedInterview();
    pageEvents.switchAway();
    pageEvents.switchBack();
    await waitForCalls(proxy, 'heartbeat');
    expect(proxy.sent('heartbeat')).toMatchObject([{ state: 'visible' }]);
    expect(proxy.sent('resume')).toEqual([]);
  });

  it.each(['returnFromCache', 'returnVisibleFirst'] as const)(
    'by a resume that it is back from the cache (%s), which cancels the leave',
    async returning => {
      const { proxy } = await startReportedInterview();
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

  it('a second leave with another number', async () => {
    await startReportedInterview();
    pageEvents.leave(true);
    pageEvents.returnVisibleFirst();
    pageEvents.leave();
    const [first, , second, again] = beacons.map(([, body]) => body);
    expect(second).toEqual(again);
    expect(second!.seq).toBeGreaterThan(first!.seq as number);
    expect(second!.page).toBe(first!.page);
  });

  it('every 20 seconds that it is visible, but not while it is hidden', async () => {
    const { proxy } = await startReportedInterview();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(proxy.sent('heartbeat').map(({ state }) => state)).toEqual(['visible', 'visible', 'visible']);
    pageEvents.switchAway();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(proxy.sent('heartbeat')).toHaveLength(3);
  });

  it('the reason of a completion that is being requested when the page goes', async () => {
    const { interview, proxy } = await startReportedInterview();
    proxy.holdResponses('complete');
    void interview.complete('timeout');
    pageEvents.leave();
    expect(summariseBeacons()).toEqual(['/koji/complete timeout', '/koji/complete timeout']);
  });

  it('by fetchLater a leave with a higher number than all earlier reports', async () => {
    const scheduled: { body: string; signal: AbortSignal }[] = [];
    vi.stubGlobal('fetchLater', (_url: string, init: (typeof scheduled)[number]) => void scheduled.push(init));
    onTestFinished(() => void Reflect.deleteProperty(globalThis, 'fetchLater'));
    const active = () => scheduled.filter(({ signal }) => !signal.aborted).map(({ body }) => JSON.parse(body));
    const { interview, proxy } = await startReportedInterview();
    await vi.waitUntil(() => active().length === 1);
    expect(active()).toEqual([
      { ticket: TICKET, reason: 'respondent_left', page: expect.any(String), seq: expect.any(Number) },
    ]);
    await vi.advanceTimersByTimeAsync(20_000);
    await vi.waitUntil(() => scheduled.length === 2);
    expect(active()).toHaveLength(1);
    expect(active()[0].seq).toBeGreaterThan(proxy.sent('heartbeat')[0].seq);
    pageEvents.switchAway();
    await vi.waitUntil(() => scheduled.length === 3);
    expect(active()).toHaveLength(1);
    expect(active()[0].seq).toBeGreaterThan(beacons[0]![1].seq as number);
    await interview.complete('manual');
    expect(active()).toEqual([]);
  });

  it('a failed completion again as soon as the browser is online', async () => {
    const { interview, proxy } = await startReportedInterview();
    proxy.fail('complete', 'unreachable');
    await interview.complete('timeout');
    expect(interview.state.value.phase).toBe('failed');
    window.dispatchEvent(new Event('online'));
    await waitForPhase(interview, 'completed');
    expect(proxy.sent('complete')).toEqual([{ reason: 'timeout' }, { reason: 'timeout' }]);
  });

  it('a failed completion again when the page goes', async () => {
    const { interview, proxy } = await startReportedInterview();
    proxy.fail('complete', 'unreachable');
    await interview.complete('timeout');
    pageEvents.leave();
    expect(summariseBeacons()).toEqual(['/koji/complete timeout', '/koji/complete timeout']);
  });

  it('that it is hidden when the host unmounts the widget, which does not end the interview', async () => {
    const { dispose } = await startReportedInterview();
    dispose();
    pageEvents.leave();
    expect(summariseBeacons()).toEqual(['/koji/heartbeat hidden']);
  });
});

describe('a leave report that cannot be sent', () => {
  it('is stored for the next visit, unchanged', async () => {
    const { unsentReports } = await startReportedInterview();
    isBeaconAccepted = false;
    pageEvents.leave();
    expect(unsentReports.record).toEqual([{ ...beacons[0]![1], expiresAt: expect.any(Number) }]);
  });

  it('is stored when the browser is offline, whatever sendBeacon returns', async () => {
    const { unsentReports } = await startReportedInterview();
    vi.spyOn(navigator, 'onLine', 'get').mockReturnValue(false);
    pageEvents.leave();
    expect(unsentReports.record).toEqual([{ ...beacons[0]![1], expiresAt: expect.any(Number) }]);
  });

  it('is not stored when it is sent, or when the page is only hidden', async () => {
    const { unsentReports } = await startReportedInterview();
    pageEvents.leave(true);
    pageEvents.returnFromCache();
    isBeaconAccepted = false;
    pageEvents.switchAway();
    expect([unsentReports.record, beacons.length]).toEqual([null, 3]);
  });

  it('is removed when the page comes back', async () => {
    const { unsentReports } = await startReportedInterview();
    isBeaconAccepted = false;
    pageEvents.leave(true);
    expect(unsentReports.record).toHaveLength(1);
    pageEvents.returnFromCache();
    expect(unsentReports.record).toBeNull();
  });

  it('is removed when the next page resumes the interview; those of other interviews stay', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    const expiresAt = Date.now() + 60_000;
    const report = (ticket: string) =>
      ({ ticket, reason: 'respondent_left', page: 'before', seq: 7, expiresAt }) as const;
    const unsentReports = createMemoryRecord<StoredReport[]>([report(TICKET), report('another')]);
    runInModel(() =>
      reportPageLifecycle(
        {
          proxyBase: '/koji',
          client: setup.proxy,
          unsentReports,
          keepsUnsentReports: true,
          widgetElement: document.body,
        },
        setup.interview,
      ),
    );
    expect(unsentReports.record).toEqual([report('another')]);
  });
});

it('a widget that has been removed from the document sends no heartbeats', async () => {
  const { proxy, widgetElement } = await startReportedInterview();
  widgetElement.isConnected = false;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(proxy.sent('heartbeat')).toEqual([]);
  widgetElement.isConnected = true;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(proxy.sent('heartbeat')).toMatchObject([{ state: 'visible' }]);
});

it('a failed heartbeat is ignored', async () => {
  const { interview, proxy } = await startReportedInterview();
  proxy.fail('heartbeat', 'unreachable');
  await vi.advanceTimersByTimeAsync(20_000);
  expect(proxy.sent('heartbeat')).toEqual([{ state: 'visible', page: expect.any(String), seq: expect.any(Number) }]);
  expect(interview.state.value.phase).toBe('active');
});

describe('the page reports nothing', () => {
  it('before there is an interview', () => {
    const { interview, proxy } = createTestInterview();
    const unsentReports = createMemoryRecord<StoredReport[]>();
    runInModel(() =>
      reportPageLifecycle(
        { proxyBase: '/koji', client: proxy, unsentReports, keepsUnsentReports: true, widgetElement: document.body },
        interview,
      ),
    );
    pageEvents.switchAway();
    pageEvents.leave();
    expect([beacons, vi.getTimerCount()]).toEqual([[], 0]);
  });

  it('after the completion', async () => {
    const { interview, proxy } = await startReportedInterview();
    await interview.complete('manual');
    pageEvents.switchAway();
    pageEvents.switchBack();
    pageEvents.leave();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([beacons, proxy.sent('heartbeat'), vi.getTimerCount()]).toEqual([[], [], 0]);
  });
});

it('does not disable the host’s back/forward cache', async () => {
  const addListenerSpies = [vi.spyOn(window, 'addEventListener'), vi.spyOn(globalThis, 'addEventListener')];
  await startReportedInterview();
  pageEvents.leave();
  const types = addListenerSpies.flatMap(({ mock }) => mock.calls.map(([type]) => type as string));
  expect(types).toContain('pagehide');
  expect(types).not.toContain('unload');
  expect(types).not.toContain('beforeunload');
});
