import type { Browser, BrowserContext, CDPSession, Locator, Page } from 'playwright';
import { readHeapSize, readMainThreadTime } from '../support/chromium-metrics.ts';
import { recordPageTimings } from './record-page-timings.ts';
import { recordTraffic, type TrafficRecorder } from './record-traffic.ts';
import type { MeasuredWidget } from './widgets.ts';

/** A network that the browser emulates. */
export interface Network {
  name: string;
  /** Kilobits per second. */
  download: number;
  upload: number;
  /** The least time from a request to the start of its response, in milliseconds. */
  latency: number;
}

/** With the names and numbers of WebPageTest's connectivity.ini. */
export const NETWORKS: Network[] = [
  { name: 'fast 3G', download: 1600, upload: 768, latency: 150 },
  { name: 'cable', download: 5000, upload: 1000, latency: 28 },
];

/** How a visitor presses the launcher. */
export type Press =
  /** The mouse moves to the launcher right before it presses. */
  | 'mouse'
  /** The mouse rests on the launcher for `HOVER_TIME` first. */
  | 'resting mouse'
  /** A tap, without any pointer above the launcher before. */
  | 'finger';

/** How long a resting mouse is on the launcher before it presses, in milliseconds. */
export const HOVER_TIME = 150;

/** How many times the browser slows the processor down. */
export const CPU_SLOWDOWN = 4;
/** The page is idle when it has sent no request for this long, in milliseconds. */
const IDLE_TIME = 700;

/** The measurements of one visit, in milliseconds and bytes. */
export interface VisitMeasurements {
  /** From navigation to the page's `load`. */
  load: number;
  /** From navigation until the launcher is visible and works. */
  launcherReady: number;
  /** From the press until the question is visible and the text box is enabled. */
  readyToType: number;
  /**
   * From the end of the next page's document until that page shows the running interview. Absent
   * where the visit ended with the first page.
   */
  resumed?: number;
  bytesAtLoad: number;
  bytesUntilReady: number;
  totalBytes: number;
  requestsUntilReady: number;
  totalRequests: number;
  /** Time that the main thread spent in tasks until ready. */
  mainThread: number;
  /** 0 if no task took 50 ms. */
  longestTask: number;
  heap: number;
  layoutShift: number;
  /** URLs on other origins that the page requested. */
  otherOriginUrls: string[];
}

export interface VisitOptions {
  network: Network;
  /** Default: `mouse`. */
  press?: Press;
  /** Whether the visitor then goes to this page of the site, where the interview goes on. */
  nextUrl?: string;
  /** Writes a trace from the press until ready to this file, for Chromium's developer tools. */
  traceFile?: string;
}

/**
 * Visits a widget's page with an empty cache: waits until the page is idle, presses the launcher,
 * waits until the visitor can answer, and types.
 */
export async function measureVisit(
  browser: Browser,
  widget: MeasuredWidget,
  url: string,
  { network, press = 'mouse', nextUrl, traceFile }: VisitOptions,
): Promise<VisitMeasurements> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    hasTouch: press === 'finger',
  });
  try {
    const { page, cdp, traffic } = await openSlowPage(context, widget, network, new URL(url).origin);
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForFunction(() => window.pageTimings.launcherReady !== null);
    await traffic.waitForIdle(IDLE_TIME);
    const atLoad = traffic.totals();

    const textBoxPath = widget.openElements.at(-1);
    if (textBoxPath) {
      if (traceFile) await browser.startTracing(page, { path: traceFile, categories: TRACE_CATEGORIES });
      await pressLauncher(page, page.locator(widget.launcher.join(' ')).first(), press);
      await page.waitForFunction(() => window.pageTimings.readyToType !== null);
      if (traceFile) await browser.stopTracing();
    }
    const mainThread = await readMainThreadTime(cdp);
    const timings = await page.evaluate(() => ({ ...window.pageTimings, timeOrigin: performance.timeOrigin }));
    const untilReady = traffic.totals(
      timings.readyToType === null ? undefined : timings.timeOrigin + timings.readyToType,
    );
    if (textBoxPath) await typeInto(page, page.locator(textBoxPath.join(' ')).first());
    await traffic.waitForIdle(IDLE_TIME);
    const total = traffic.totals();
    const heap = await readHeapSize(cdp);
    const { load, layoutShift } = await page.evaluate(() => ({
      load: (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).loadEventStart,
      layoutShift: window.pageTimings.layoutShift,
    }));
    return {
      load,
      launcherReady: timings.launcherReady ?? Number.NaN,
      readyToType: textBoxPath ? timings.readyToType! - timings.launcherPressed! : 0,
      ...(nextUrl === undefined ? {} : { resumed: await measureResume(page, nextUrl) }),
      bytesAtLoad: atLoad.bytes,
      bytesUntilReady: untilReady.bytes,
      totalBytes: total.bytes,
      requestsUntilReady: untilReady.requests,
      totalRequests: total.requests,
      mainThread,
      longestTask: timings.longestTask,
      heap,
      layoutShift,
      otherOriginUrls: total.otherOriginUrls,
    };
  } finally {
    await context.close();
  }
}

/** What the developer tools' panel "Performance" shows, with the script's functions. */
const TRACE_CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'disabled-by-default-devtools.timeline.frame',
  'disabled-by-default-v8.cpu_profiler',
  'blink.user_timing',
  'loading',
  'v8.execute',
  'toplevel',
];

/** Opens a page with a slow processor and network, and records its timings and requests. */
async function openSlowPage(
  context: BrowserContext,
  { launcher, isReadyExpression, openElements }: MeasuredWidget,
  network: Network,
  origin: string,
): Promise<{ page: Page; cdp: CDPSession; traffic: TrafficRecorder }> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  const traffic = await recordTraffic(cdp, origin);
  await cdp.send('Performance.enable');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  await cdp.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: network.latency,
    downloadThroughput: (network.download * 1000) / 8,
    uploadThroughput: (network.upload * 1000) / 8,
  });
  await page.addInitScript(recordPageTimings, { launcher, isReadyExpression: isReadyExpression ?? null, openElements });
  return { page, cdp, traffic };
}

async function pressLauncher(page: Page, launcher: Locator, press: Press): Promise<void> {
  if (press === 'finger') return launcher.tap();
  if (press === 'mouse') return launcher.click();
  await launcher.hover();
  await page.waitForTimeout(HOVER_TIME);
  await page.mouse.down();
  await page.mouse.up();
}

/**
 * Goes to a page where the interview goes on. The scripts come from the browser's cache.
 *
 * @returns the time from the end of its document until the interview is painted, in milliseconds
 */
async function measureResume(page: Page, url: string): Promise<number> {
  await page.goto(url, { waitUntil: 'load' });
  await page.waitForFunction(() => window.pageTimings.openPainted !== null);
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return window.pageTimings.openPainted! - navigation!.responseEnd;
  });
}

async function typeInto(page: Page, textBox: Locator): Promise<void> {
  await textBox.click();
  await page.keyboard.type('ok');
  const text = await textBox.evaluate(element => (element as HTMLInputElement).value ?? element.textContent);
  if (text !== 'ok') throw new Error(`The text box contains ${JSON.stringify(text)} instead of "ok".`);
}
