import type { Browser, Locator, Page } from 'playwright';
import { readHeapSize, readMainThreadTime } from '../support/chromium-metrics.ts';
import { recordPageTimings } from './record-page-timings.ts';
import { recordTraffic } from './record-traffic.ts';
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

/**
 * Visits a widget's page with an empty cache: waits until the page is idle, presses the launcher,
 * waits until the visitor can answer, and types.
 *
 * @param hoverTime how long the mouse rests on the launcher before it presses, in milliseconds
 */
export async function measureVisit(
  browser: Browser,
  { launcher, isReadyExpression, openElements }: MeasuredWidget,
  url: string,
  network: Network,
  hoverTime = 0,
): Promise<VisitMeasurements> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const traffic = await recordTraffic(cdp, new URL(url).origin);
    await cdp.send('Performance.enable');
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: network.latency,
      downloadThroughput: (network.download * 1000) / 8,
      uploadThroughput: (network.upload * 1000) / 8,
    });
    await page.addInitScript(recordPageTimings, {
      launcher,
      isReadyExpression: isReadyExpression ?? null,
      openElements,
    });

    await page.goto(url, { waitUntil: 'load' });
    await page.waitForFunction(() => window.pageTimings.launcherReady !== null);
    await traffic.waitForIdle(IDLE_TIME);
    const atLoad = traffic.totals();

    const textBoxPath = openElements.at(-1);
    if (textBoxPath) {
      await pressLauncher(page, page.locator(launcher.join(' ')).first(), hoverTime);
      await page.waitForFunction(() => window.pageTimings.readyToType !== null);
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

async function pressLauncher(page: Page, launcher: Locator, hoverTime: number): Promise<void> {
  if (hoverTime === 0) return launcher.click();
  await launcher.hover();
  await page.waitForTimeout(hoverTime);
  await page.mouse.down();
  await page.mouse.up();
}

async function typeInto(page: Page, textBox: Locator): Promise<void> {
  await textBox.click();
  await page.keyboard.type('ok');
  const text = await textBox.evaluate(element => (element as HTMLInputElement).value ?? element.textContent);
  if (text !== 'ok') throw new Error(`The text box contains ${JSON.stringify(text)} instead of "ok".`);
}
