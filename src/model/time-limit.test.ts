// @vitest-environment happy-dom
import { signal } from '@preact/signals';
import { afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { pageEvents } from '../page/testing/page-events.ts';
import type { StoredReport } from '../page/unsent-reports.ts';
import { startBackgroundTasks } from './background-tasks.ts';
import { createScriptedProxy, SCRIPT } from './testing/scripted-proxy.ts';
import {
  createMemoryRecord,
  createTestInterview,
  loadDeferred,
  runInModel,
  type TestInterview,
} from './testing/test-interview.ts';

const START = Date.parse('2026-03-01T09:00:00Z');
const MINUTE = 60_000;

/** How long the computer has slept: the proxy's clock went on, and `performance.now()` did not. */
let slept = 0;
/** The proxy's clock, which differs from the page's by three hours. */
const readProxyClock = () => START + 180 * MINUTE + performance.now() + slept;

// The first import takes a while, and fake timers do not wait for it.
beforeAll(loadDeferred);
beforeEach(() => {
  slept = 0;
  vi.useFakeTimers({
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    now: START,
  });
  vi.stubGlobal('fetch', async () => new Response());
  Object.defineProperty(navigator, 'sendBeacon', { configurable: true, value: () => true });
  pageEvents.reset();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Sets this computer's clock to another time, while no time passes. */
const setClock = (change: number) => void vi.setSystemTime(Date.now() + change);

/** Lets the computer sleep. As in most browsers, `performance.now()` stands still meanwhile. */
function sleep(milliseconds: number): void {
  slept += milliseconds;
  setClock(milliseconds);
}

/** Watches the time of an interview, as the widget does. */
function watchTime({ interview, proxy }: TestInterview) {
  const millisecondsLeft = signal<number | null>(null);
  const settings = {
    proxyBase: '/koji',
    client: proxy,
    unsentReports: createMemoryRecord<StoredReport[]>(),
    keepsUnsentReports: false,
    widgetElement: { isConnected: true },
  };
  runInModel(() =>
    startBackgroundTasks(settings, interview, {
      chosenValue: signal(undefined),
      millisecondsLeft,
      isShowingClosingMessage: signal(false),
    }),
  );
  return millisecondsLeft;
}

/** Starts an interview with a time limit. */
async function startTimedInterview(
  maxDuration: number | null,
  proxyLimit: number | null = null,
  clock: (() => number) | null = readProxyClock,
) {
  const endsAt = proxyLimit === null ? null : new Date(readProxyClock() + proxyLimit).toISOString();
  const setup = createTestInterview(createScriptedProxy(SCRIPT, endsAt, clock), { maxDuration });
  await setup.interview.start();
  return { ...setup, millisecondsLeft: watchTime(setup) };
}

const getReasons = ({ proxy }: Pick<TestInterview, 'proxy'>) => proxy.sent('complete').map(({ reason }) => reason);

describe('a time limit', () => {
  it('S10: completes the interview as timeout, once, and exactly on time', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    await vi.advanceTimersByTimeAsync(15 * MINUTE - 1);
    expect(getReasons(setup)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(getReasons(setup)).toEqual(['timeout']);
    expect(setup.interview.state.value).toMatchObject({ phase: 'completed', reason: 'timeout' });
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  it('S10: is the proxy’s when that is earlier', async () => {
    const setup = await startTimedInterview(15 * MINUTE, 5 * MINUTE);
    await vi.advanceTimersByTimeAsync(5 * MINUTE);
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  describe.each([
    ['the page’s own', 15 * MINUTE, null],
    ['the proxy’s', null, 15 * MINUTE],
  ])('(%s)', (_, own, proxyLimit) => {
    it.each([
      ['10 minutes ahead', 10 * MINUTE],
      ['10 minutes behind', -10 * MINUTE],
      ['years behind', -(START - 1)],
    ])('S10: ends on time where the page’s clock is %s', async (_clock, change) => {
      setClock(change);
      const setup = await startTimedInterview(own, proxyLimit);
      expect(setup.millisecondsLeft.value).toBe(15 * MINUTE);
      await vi.advanceTimersByTimeAsync(15 * MINUTE - 1);
      expect(getReasons(setup)).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(getReasons(setup)).toEqual(['timeout']);
    });

    it.each([
      ['forward', 10 * MINUTE],
      ['forward by a day', 1440 * MINUTE],
      ['back', -10 * MINUTE],
    ])('S10: ends on time where the page’s clock is set %s in the middle', async (_clock, change) => {
      const setup = await startTimedInterview(own, proxyLimit);
      await vi.advanceTimersByTimeAsync(7 * MINUTE);
      setClock(change);
      await vi.advanceTimersByTimeAsync(8 * MINUTE - 1);
      expect(getReasons(setup)).toEqual([]);
      expect(setup.millisecondsLeft.value).toBeLessThanOrEqual(1000);
      await vi.advanceTimersByTimeAsync(1);
      expect(getReasons(setup)).toEqual(['timeout']);
    });

    it('S10: is not extended by a sleeping laptop', async () => {
      const setup = await startTimedInterview(own, proxyLimit);
      await vi.advanceTimersByTimeAsync(MINUTE);
      sleep(120 * MINUTE);
      expect(getReasons(setup)).toEqual([]);
      await vi.advanceTimersByTimeAsync(5000);
      expect(getReasons(setup)).toEqual(['timeout']);
      expect(setup.proxy.sent('resume')).toHaveLength(1);
    });

    it('S10: goes on by the proxy’s clock after a short sleep', async () => {
      const setup = await startTimedInterview(own, proxyLimit);
      sleep(5 * MINUTE);
      await vi.advanceTimersByTimeAsync(5000);
      expect(setup.millisecondsLeft.value).toBeLessThanOrEqual(10 * MINUTE - 5000);
      await vi.advanceTimersByTimeAsync(10 * MINUTE - 5001);
      expect(getReasons(setup)).toEqual([]);
      await vi.advanceTimersByTimeAsync(1);
      expect(getReasons(setup)).toEqual(['timeout']);
    });

    it('S10: is checked as soon as a page that was hidden while the laptop slept is visible again', async () => {
      const setup = await startTimedInterview(own, proxyLimit);
      pageEvents.switchAway();
      sleep(120 * MINUTE);
      await vi.advanceTimersByTimeAsync(5000);
      // Asking would tell the proxy that the page is visible.
      expect(setup.proxy.sent('resume')).toEqual([]);
      pageEvents.switchBack();
      await vi.advanceTimersByTimeAsync(0);
      expect(getReasons(setup)).toEqual(['timeout']);
    });

    it('asks the proxy again until it answers, where the network comes back later than the laptop', async () => {
      const setup = await startTimedInterview(own, proxyLimit);
      setup.proxy.fail('resume', 'unreachable', 'unreachable');
      sleep(120 * MINUTE);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(setup.proxy.sent('resume')).toHaveLength(3);
      expect(getReasons(setup)).toEqual(['timeout']);
    });
  });

  it.each([
    ['ahead', 10 * MINUTE],
    ['behind', -10 * MINUTE],
  ])('of a proxy that does not tell its clock is left to that proxy, with the page’s clock %s', async (_, change) => {
    setClock(change);
    const setup = await startTimedInterview(null, 5 * MINUTE, null);
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect([getReasons(setup), setup.millisecondsLeft.value]).toEqual([[], null]);
  });

  it('of the page itself holds with a proxy that does not tell its clock', async () => {
    const setup = await startTimedInterview(5 * MINUTE, 15 * MINUTE, null);
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 1);
    expect(getReasons(setup)).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  it('asks the proxy nothing on a page whose clock stands still, as test tools make it', async () => {
    const { now } = Date;
    onTestFinished(() => {
      Date.now = now;
    });
    Date.now = () => START;
    const setup = await startTimedInterview(5 * MINUTE);
    await vi.advanceTimersByTimeAsync(5 * MINUTE - 1);
    expect([getReasons(setup), setup.proxy.sent('resume')]).toEqual([[], []]);
    await vi.advanceTimersByTimeAsync(1);
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  it('S11: that is not set never ends an interview', async () => {
    const setup = await startTimedInterview(null);
    sleep(365 * 24 * 60 * MINUTE);
    document.dispatchEvent(new Event('visibilitychange'));
    await vi.advanceTimersByTimeAsync(24 * 60 * MINUTE);
    expect(getReasons(setup)).toEqual([]);
    expect(setup.millisecondsLeft.value).toBeNull();
    expect(setup.interview.state.value.phase).toBe('active');
  });

  it('updates millisecondsLeft at each full second', async () => {
    const { millisecondsLeft } = await startTimedInterview(3400);
    const seen = [millisecondsLeft.value];
    for (let step = 0; step < 17; step++) {
      await vi.advanceTimersByTimeAsync(200);
      if (millisecondsLeft.value !== seen.at(-1)) seen.push(millisecondsLeft.value);
    }
    expect(seen).toEqual([3400, 3000, 2000, 1000, null]);
  });

  it('that has passed since the last page ends the interview when it is resumed', async () => {
    const { proxy, storedInterview } = await startTimedInterview(15 * MINUTE);
    slept = 16 * MINUTE;
    setClock(-5 * MINUTE);
    const setup = createTestInterview(proxy, {}, storedInterview);
    await setup.interview.start();
    watchTime(setup);
    await vi.advanceTimersByTimeAsync(0);
    expect(setup.interview.state.value).toMatchObject({ reason: 'timeout' });
  });

  it('ends the interview even while a message is being sent', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    setup.proxy.holdResponses('message');
    const sent = setup.interview.send('It became too exp');
    await vi.advanceTimersByTimeAsync(15 * MINUTE);
    expect(await sent).toBeNull();
    expect(getReasons(setup)).toEqual(['timeout']);
  });

  it('leaves no timer behind after the interview', async () => {
    const setup = await startTimedInterview(15 * MINUTE);
    await setup.interview.complete('manual');
    expect([vi.getTimerCount(), setup.millisecondsLeft.value]).toEqual([0, null]);
    await vi.advanceTimersByTimeAsync(60 * MINUTE);
    expect(getReasons(setup)).toEqual(['manual']);
  });
});
