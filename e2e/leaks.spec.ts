import type { CDPSession, Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';
import { bundleApps } from './support/npm-package.ts';

// A trace holds on to what it shows.
test.use({ trace: 'off' });

let app: string;
test.beforeAll(async () => {
  app = (await bundleApps('leaks')).leaks;
});

/** What is there after everything that nobody holds has gone. */
async function remains(cdp: CDPSession) {
  // What the first round frees may let go of more; requests that are answered late hold their widget until then.
  for (let round = 0; round < 4; round++) {
    await new Promise(resolve => setTimeout(resolve, 250));
    await cdp.send('HeapProfiler.collectGarbage');
  }
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return { nodes, jsEventListeners, heap: metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value };
}

/** Comes and goes so many times, then twice as many more; what is left must not have grown with it. */
async function comeAndGo(page: Page, come: (times: number) => Promise<unknown>, times = 100) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await come(times);
  const before = await remains(cdp);
  await come(2 * times);
  const after = await remains(cdp);
  expect({ nodes: after.nodes, listeners: after.jsEventListeners }).toEqual({
    nodes: before.nodes,
    listeners: before.jsEventListeners,
  });
  // What the engine keeps of its own accord is far less than one widget is.
  expect((after.heap - before.heap) / (2 * times)).toBeLessThan(1000);
}

for (const [door, what] of [
  ['mounted', 'mount() and destroy()'],
  ['element', 'the element, put on the page and removed'],
] as const) {
  test(`interviews come and go 300 times, and leave no node, no listener and no memory behind: ${what}`, async ({
    page,
    scriptedInterviewer,
  }) => {
    const { origin } = new URL(scriptedInterviewer.pageUrl());
    // The interviewer answers pages of its own origin only.
    await page.route(`${origin}/leaks*`, async route => {
      const isScript = route.request().url().endsWith('.js');
      await route.fulfill({
        contentType: isScript ? 'text/javascript' : 'text/html',
        body: isScript ? app : '<!doctype html><html lang="en"><body><script type="module" src="/leaks.js"></script>',
      });
    });
    await page.goto(`${origin}/leaks`);
    await page.waitForFunction(() => 'come' in window);
    await comeAndGo(page, times =>
      page.evaluate(
        ([door, times]) =>
          (window as unknown as { come: Record<string, (n: number, proxy: string) => Promise<void>> }).come[door]!(
            times,
            '/koji',
          ),
        [door, times] as const,
      ),
    );
  });
}

test('script tags come and go 90 times, and leave no node and no listener behind', async ({
  page,
  scriptedInterviewer,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await comeAndGo(
    page,
    times =>
      page.evaluate(async wanted => {
        const { Koji } = window as unknown as { Koji: Record<string, () => void> };
        Koji.destroy!();
        for (let n = 0; n < wanted; n++) {
          const start = new Promise(resolve => document.addEventListener('koji-start', resolve, { once: true }));
          const script = document.createElement('script');
          Object.assign(script.dataset, { study: '1', persist: 'none' });
          script.src = '/koji.js';
          await new Promise(resolve => {
            script.onload = resolve;
            document.head.append(script);
          });
          const koji = (window as unknown as { Koji: Record<string, () => void> }).Koji;
          koji.open!();
          await start;
          koji.destroy!();
          script.remove();
        }
      }, times),
    30,
  );
});

test('what does stay is found by the same counting', async ({ page, scriptedInterviewer }) => {
  await page.goto(scriptedInterviewer.pageUrl());
  const leave = (times: number) =>
    page.evaluate(wanted => {
      const { kept } = Object.assign(window, { kept: [...((window as { kept?: Element[] }).kept ?? [])] });
      for (let n = 0; n < wanted; n++) kept.push(document.createElement('p'));
    }, times);
  await expect(comeAndGo(page, leave, 1)).rejects.toThrow('nodes');
});
