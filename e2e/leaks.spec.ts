import type { CDPSession, Page } from 'playwright/test';
import { bundleApps } from './support/bundle-apps.ts';
import { expect, test } from './support/fixtures.ts';

// A trace keeps references to the nodes that it shows.
test.use({ trace: 'off' });

let app: string;
test.beforeAll(async () => {
  app = (await bundleApps('mount-and-remove'))['mount-and-remove'];
});

/** Counts nodes, listeners and heap bytes after garbage collection. */
async function measureMemory(cdp: CDPSession) {
  // The first round may release references to more objects. A request in flight keeps its widget
  // alive until its response has come.
  for (let round = 0; round < 4; round++) {
    await new Promise(resolve => setTimeout(resolve, 250));
    await cdp.send('HeapProfiler.collectGarbage');
  }
  const { nodes, jsEventListeners } = await cdp.send('Memory.getDOMCounters');
  const { metrics } = await cdp.send('Performance.getMetrics');
  return { nodes, jsEventListeners, heap: metrics.find(({ name }) => name === 'JSHeapUsedSize')!.value };
}

/**
 * Adds and removes widgets `times` times, then twice as often, and expects the same counts after
 * both.
 */
async function expectNoGrowth(page: Page, addAndRemove: (times: number) => Promise<unknown>, times = 100) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await addAndRemove(times);
  const before = await measureMemory(cdp);
  await addAndRemove(2 * times);
  const after = await measureMemory(cdp);
  expect({ nodes: after.nodes, listeners: after.jsEventListeners }).toEqual({
    nodes: before.nodes,
    listeners: before.jsEventListeners,
  });
  // The engine's own growth is far smaller than a widget.
  expect((after.heap - before.heap) / (2 * times)).toBeLessThan(1000);
}

for (const [method, title] of [
  ['mount', 'mount() and destroy()'],
  ['element', 'adding and removing the element'],
] as const) {
  test(`300 interviews leave no node, no listener and no memory behind: ${title}`, async ({
    page,
    scriptedInterviewer,
  }) => {
    const { origin } = new URL(scriptedInterviewer.pageUrl());
    // The scripted interviewer serves pages of its own origin only.
    await page.route(`${origin}/sample*`, async route => {
      const isScript = route.request().url().endsWith('.js');
      await route.fulfill({
        contentType: isScript ? 'text/javascript' : 'text/html',
        body: isScript ? app : '<!doctype html><html lang="en"><body><script type="module" src="/sample.js"></script>',
      });
    });
    await page.goto(`${origin}/sample`);
    await page.waitForFunction(() => 'addAndRemove' in window);
    await expectNoGrowth(page, times =>
      page.evaluate(
        ([method, times]) =>
          (window as unknown as { addAndRemove: Record<string, (n: number, proxy: string) => Promise<void>> })
            .addAndRemove[method]!(times, '/koji'),
        [method, times] as const,
      ),
    );
  });
}

test('90 script tags leave no node and no listener behind', async ({ page, scriptedInterviewer }) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await expectNoGrowth(
    page,
    times =>
      page.evaluate(async count => {
        const { Koji } = window as unknown as { Koji: Record<string, () => void> };
        Koji.destroy!();
        for (let n = 0; n < count; n++) {
          const started = new Promise(resolve => document.addEventListener('koji-start', resolve, { once: true }));
          const script = document.createElement('script');
          Object.assign(script.dataset, { study: '1', persist: 'none' });
          script.src = '/koji.js';
          await new Promise(resolve => {
            script.onload = resolve;
            document.head.append(script);
          });
          const koji = (window as unknown as { Koji: Record<string, () => void> }).Koji;
          koji.open!();
          await started;
          koji.destroy!();
          script.remove();
        }
      }, times),
    30,
  );
});

test('the same counting finds a node that stays', async ({ page, scriptedInterviewer }) => {
  await page.goto(scriptedInterviewer.pageUrl());
  const keepElements = (times: number) =>
    page.evaluate(count => {
      const { keptElements } = Object.assign(window, {
        keptElements: [...((window as { keptElements?: Element[] }).keptElements ?? [])],
      });
      for (let n = 0; n < count; n++) keptElements.push(document.createElement('p'));
    }, times);
  await expect(expectNoGrowth(page, keepElements, 1)).rejects.toThrow('nodes');
});
