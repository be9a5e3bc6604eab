import type { CDPSession, Page } from 'playwright';
import { readHeapSize, readMainThreadTime, readMetrics } from '../support/chromium-metrics.ts';
import { WORDS_PER_REPLY } from './fake-proxy.ts';

const KEYS = 40;

/** Values by metric. */
export type Values = Record<string, number>;

/** Measures one size in a new page that has `window.mountWidget`. */
export type Measurement = (page: Page, cdp: CDPSession, size: number) => Promise<Values>;

/** Opens an interview that has `messages` messages already, types into it and receives a reply. */
export const measureTranscript: Measurement = async (page, cdp, messages) => {
  const heapBefore = await readHeapSize(cdp);
  const openTime = await page.evaluate(async count => {
    const startedAt = performance.now();
    const { host } = window.mountWidget({ proxy: `/fake-proxy/${count}`, mode: 'inline' });
    const waitForFrame = () => new Promise(requestAnimationFrame);
    while (host.shadowRoot!.querySelectorAll('.turn').length < count) await waitForFrame();
    // The messages are laid out and painted in the next frame.
    await waitForFrame();
    await waitForFrame();
    return performance.now() - startedAt;
  }, messages);
  // By tag name: looking up a role among thousands of messages takes longer than what is measured.
  await page.locator('textarea').click();
  const interviewerTurns = page.locator('[part=interviewer]');
  const turnsBefore = await interviewerTurns.count();
  const timeBeforeTyping = await readMainThreadTime(cdp);
  await page.keyboard.type('a'.repeat(KEYS));
  const timeAfterTyping = await readMainThreadTime(cdp);
  await page.keyboard.press('Enter');
  await interviewerTurns.nth(turnsBefore).waitFor();
  const timeAfterReply = await readMainThreadTime(cdp);
  return {
    'time to open, ms': openTime,
    'main thread per key, ms': (timeAfterTyping - timeBeforeTyping) / KEYS,
    'main thread per word of the reply, ms': (timeAfterReply - timeAfterTyping) / WORDS_PER_REPLY,
    'heap, KB': ((await readHeapSize(cdp)) - heapBefore) / 1000,
  };
};

/** Mounts several inline widgets on one page and starts their interviews. */
export const measureWidgets: Measurement = async (page, cdp, widgets) => {
  const heapBefore = await readHeapSize(cdp);
  const mainThreadBefore = await readMainThreadTime(cdp);
  const startTime = await page.evaluate(async count => {
    const startedAt = performance.now();
    const hosts = Array.from(
      { length: count },
      (_, index) => window.mountWidget({ proxy: `/fake-proxy/1/${index}`, mode: 'inline' }).host,
    );
    const waitForFrame = () => new Promise(requestAnimationFrame);
    while (hosts.some(host => !host.shadowRoot!.querySelector('[part=interviewer]'))) await waitForFrame();
    await waitForFrame();
    await waitForFrame();
    return performance.now() - startedAt;
  }, widgets);
  return {
    'until every widget shows its first question, ms': startTime,
    'main thread, ms': (await readMainThreadTime(cdp)) - mainThreadBefore,
    'heap, KB': ((await readHeapSize(cdp)) - heapBefore) / 1000,
  };
};

/** Mounts and removes a widget many times. */
export const measureMounts: Measurement = async (page, cdp, mounts) => {
  const mountAndRemove = (times: number) =>
    page.evaluate(async count => {
      const startedAt = performance.now();
      for (let mount = 0; mount < count; mount++) {
        const { handle } = window.mountWidget({ proxy: '/fake-proxy/1', mode: 'popup' });
        // Includes the microtasks that the widget queues when it is mounted.
        await null;
        handle.destroy();
      }
      return performance.now() - startedAt;
    }, times);
  // The first mount keeps its style sheets for later ones. That is no leak.
  await mountAndRemove(1);
  const heapBefore = await readHeapSize(cdp);
  const nodesBefore = (await readMetrics(cdp)).Nodes!;
  const time = await mountAndRemove(mounts);
  return {
    'total time, ms': time,
    'heap left behind, KB': ((await readHeapSize(cdp)) - heapBefore) / 1000,
    'nodes left behind': (await readMetrics(cdp)).Nodes! - nodesBefore,
  };
};
