import type { CDPSession, Page } from 'playwright/test';
import { readMetrics } from './bench/support/chromium-metrics.ts';
import { DEFERRED_CHUNK, delayRequests } from './support/delay-requests.ts';
import { expect, test } from './support/fixtures.ts';
import { scriptTag } from './support/host-page.ts';

/** What the page has recorded until the first question was painted. */
interface Recording {
  /** Classes of the panel's children, in the order in which they were added. */
  screens: string[];
  /** Changes of what was drawn already. */
  changes: string[];
  /** Constructors of `Intl` that were called, and methods that call one. */
  intl: string[];
  styleSheets: number;
}

/** Its source runs in the page, before its scripts. */
function recordDrawing() {
  const recording: Recording = { screens: [], changes: [], intl: [], styleSheets: 0 };
  let isPainted = false;
  for (const name of ['NumberFormat', 'PluralRules', 'DateTimeFormat', 'Locale', 'Segmenter'] as const) {
    Object.defineProperty(Intl, name, {
      value: new Proxy(Intl[name], {
        construct(target, args) {
          recording.intl.push(name);
          return Reflect.construct(target, args);
        },
      }),
    });
  }
  for (const { prototype } of [Number, String, Date] as { prototype: { toLocaleString?: unknown } }[]) {
    const original = prototype.toLocaleString as () => string;
    prototype.toLocaleString = function (...args: []) {
      recording.intl.push('toLocaleString');
      return original.apply(this, args);
    };
  }

  const observer = new MutationObserver(records => {
    for (const { target, addedNodes, type } of records) {
      const added = [...addedNodes].filter(node => node instanceof Element);
      const screens = added.flatMap(node => [...node.querySelectorAll('.panel > :not(.close)')]);
      if ((target as Element).className === 'panel') screens.push(...added);
      recording.screens.push(...screens.map(({ className }) => className));
      if (recording.screens.length > 0 && screens.length === 0 && !isPainted) {
        recording.changes.push(`${type} in ${(target as Element).className ?? target.nodeName}`);
      }
    }
  });
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    const root = attachShadow.call(this, init);
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    const look = () => {
      if (!root.querySelector('[role=log] .turn')) return requestAnimationFrame(look);
      // This frame paints the question. A task after it runs after the painting.
      return setTimeout(() => {
        isPainted = true;
        recording.styleSheets = root.adoptedStyleSheets.length;
        Object.assign(window, { recording: structuredClone(recording) });
      });
    };
    requestAnimationFrame(look);
    return root;
  };
}

const readRecording = async (page: Page): Promise<Recording> => {
  await page.waitForFunction(() => 'recording' in window);
  return page.evaluate(() => (window as unknown as { recording: Recording }).recording);
};

const countLayouts = async (cdp: CDPSession) => (await readMetrics(cdp)).LayoutCount!;

test('an interview that has started before the widget has come is drawn once', async ({ page, product, site }) => {
  await page.addInitScript(recordDrawing);
  await delayRequests(page, DEFERRED_CHUNK);
  const releaseWidget = await delayRequests(page, '**/widget-*.js');
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await page.goto(site.addPage('/drawn-once', scriptTag(product)));
  await expect(page.getByRole('button')).toBeVisible();
  const started = page.waitForResponse('**/koji/start');
  await page.evaluate(() => (window as unknown as { Koji(command: string): void }).Koji('open'));
  await started;
  const layouts = await countLayouts(cdp);
  releaseWidget();

  const recording = await readRecording(page);
  expect(recording.screens, 'no "Getting ready…" before it').toEqual(['conversation']);
  expect(recording.changes, 'what is drawn is not changed').toEqual([]);
  expect(recording.intl, 'Intl takes longer to start than the screen takes to draw').toEqual([]);
  expect(recording.styleSheets, 'those of the launcher and of the widget').toBe(2);
  // The focus moves to the message box, which needs a layout; its caret needs a second, small one.
  expect((await countLayouts(cdp)) - layouts).toBeLessThanOrEqual(2);
});
