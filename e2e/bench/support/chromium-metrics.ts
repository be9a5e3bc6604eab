import type { CDPSession } from 'playwright';

/**
 * Chromium's metrics of a page, such as `TaskDuration` in seconds. Send `Performance.enable` first.
 */
export async function readMetrics(cdp: CDPSession): Promise<Record<string, number>> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return Object.fromEntries(metrics.map(({ name, value }) => [name, value]));
}

/** The time that the page's main thread has spent in tasks, in milliseconds. */
export const readMainThreadTime = async (cdp: CDPSession): Promise<number> =>
  (await readMetrics(cdp)).TaskDuration! * 1000;

/** The size of the JavaScript heap after garbage collection, in bytes. */
export async function readHeapSize(cdp: CDPSession): Promise<number> {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await readMetrics(cdp)).JSHeapUsedSize!;
}
