import type { Browser, CDPSession } from 'playwright';
import type { Candidate } from './candidates.ts';
import { watchTraffic } from './traffic.ts';
import { watchPage } from './watch-page.ts';

/** What the browser is told to pretend. */
export interface Network {
  name: string;
  /** Kilobits a second. */
  down: number;
  up: number;
  /** Milliseconds from a request to the beginning of its answer, at least. */
  latency: number;
}

/** As WebPageTest has them by these names (its connectivity.ini). */
export const NETWORKS: Network[] = [
  { name: 'fast 3G', down: 1600, up: 768, latency: 150 },
  { name: 'cable', down: 5000, up: 1000, latency: 28 },
];

/** How many times slower than it is the processor is made. */
export const SLOWED = 4;
/** How long a mouse is over a launcher before it is pressed, where it is said so, in milliseconds. */
export const POINTED = 150;
/** A page is at rest when it has asked for nothing for so long, in milliseconds. */
const REST = 700;

/** What one visit showed: milliseconds and bytes. */
export interface Visit {
  /** From navigation to the page's `load`. */
  load: number;
  /** From navigation until the launcher is there and does something. */
  launcher: number;
  /** From the press until all is seen and the box takes what is typed. */
  ready: number;
  bytesAtLoad: number;
  bytesUntilReady: number;
  bytesInAll: number;
  requestsUntilReady: number;
  requestsInAll: number;
  mainThread: number;
  /** 0 where none took 50 ms. */
  longestTask: number;
  heap: number;
  shift: number;
}

/**
 * Opens a candidate's page in a browser that has seen nothing yet, waits until it is at rest, presses, waits until it can be
 * answered, and types.
 *
 * @param pointed how long it points at the launcher before it presses, in milliseconds
 */
export async function visit(
  browser: Browser,
  { launcher, works, shown }: Candidate,
  address: string,
  network: Network,
  pointed = 0,
): Promise<Visit & { elsewhere: string[] }> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    const page = await context.newPage();
    const cdp = await context.newCDPSession(page);
    const traffic = await watchTraffic(cdp, new URL(address).origin);
    await cdp.send('Performance.enable');
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: SLOWED });
    await cdp.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: network.latency,
      downloadThroughput: (network.down * 1000) / 8,
      uploadThroughput: (network.up * 1000) / 8,
    });
    await page.addInitScript(watchPage, { launcher, works: works ?? null, shown });

    await page.goto(address, { waitUntil: 'load' });
    await page.waitForFunction(() => window.watched.launcher !== null);
    await traffic.rest(REST);
    const atLoad = traffic.sum();
    if (shown.length > 0) {
      const button = page.locator(launcher.join(' ')).first();
      if (pointed > 0) {
        await button.hover();
        await page.waitForTimeout(pointed);
        await page.mouse.down();
        await page.mouse.up();
      } else await button.click();
      await page.waitForFunction(() => window.watched.ready !== null);
    }
    const { TaskDuration = 0 } = await metrics(cdp);
    const noted = await page.evaluate(() => ({ ...window.watched, origin: performance.timeOrigin }));
    const until = traffic.sum(noted.ready === null ? undefined : noted.origin + noted.ready);
    const box = shown.at(-1);
    if (box) {
      const field = page.locator(box.join(' ')).first();
      await field.click();
      await page.keyboard.type('ok');
      const typed = await field.evaluate(element => (element as HTMLInputElement).value ?? element.textContent);
      if (typed !== 'ok') throw new Error(`What was typed did not get there: ${JSON.stringify(typed)}.`);
    }
    await traffic.rest(REST);
    const inAll = traffic.sum();
    await cdp.send('HeapProfiler.collectGarbage');
    const { JSHeapUsedSize = 0 } = await metrics(cdp);
    const { load, shift } = await page.evaluate(() => ({
      load: (performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).loadEventStart,
      shift: window.watched.shift,
    }));
    return {
      load,
      launcher: noted.launcher ?? Number.NaN,
      ready: box ? noted.ready! - noted.pressed! : 0,
      bytesAtLoad: atLoad.bytes,
      bytesUntilReady: until.bytes,
      bytesInAll: inAll.bytes,
      requestsUntilReady: until.requests,
      requestsInAll: inAll.requests,
      mainThread: TaskDuration * 1000,
      longestTask: noted.longestTask,
      heap: JSHeapUsedSize,
      shift,
      elsewhere: inAll.elsewhere,
    };
  } finally {
    await context.close();
  }
}

/** What Chromium counts of a page, such as `TaskDuration` in seconds. */
export async function metrics(cdp: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}
