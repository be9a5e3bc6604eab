import type { Page } from 'playwright/test';
import { expect, PLAIN_PAGE, scriptTag, test } from './support/host-page.ts';

/** Records the paths of the product's requests, without the hashes in them. */
function recordPaths(page: Page, origin: string): string[] {
  const paths: string[] = [];
  page.on('request', request => {
    const { href, pathname } = new URL(request.url());
    if (href.startsWith(origin)) paths.push(pathname.replace(/-[\w-]{8}\.js$/, '.js'));
  });
  return paths;
}

/** Sets `navigator.connection`, as Chromium has it. */
const setConnection = (page: Page, connection: object) =>
  page.addInitScript(value => {
    Object.defineProperty(Navigator.prototype, 'connection', { configurable: true, get: () => value });
  }, connection);

const IDLE = 'data-preload="idle"';
/** Time in which nothing may happen, in milliseconds. */
const WAIT = 700;

test('preload "idle" fetches the widget once, at a low priority, and a press needs no more code', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const paths = recordPaths(page, product.origin);
  const priorities: string[] = [];
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Network.enable');
  cdp.on('Network.requestWillBeSent', ({ request }) => {
    if (/widget-/.test(request.url)) priorities.push(request.initialPriority);
  });
  await page.goto(site.addPage('/idle', PLAIN_PAGE + scriptTag(product, IDLE)));
  await expect.poll(() => paths).toEqual(['/koji.js', '/koji-embed/triggers.js', '/koji-embed/widget.js']);
  expect(priorities).toEqual(['Low']);
  await page.waitForTimeout(WAIT);
  expect(paths).toHaveLength(3);

  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  expect(paths.filter(path => /widget|triggers|koji\.js/.test(path))).toHaveLength(3);
  expect(paths[3]).toBe('/koji/start');
});

for (const connection of [{ saveData: true }, { effectiveType: '2g' }, { effectiveType: 'slow-2g' }]) {
  test(`preload "idle" fetches nothing with ${JSON.stringify(connection)}`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    await setConnection(page, connection);
    const paths = recordPaths(page, product.origin);
    await page.goto(site.addPage('/saving', PLAIN_PAGE + scriptTag(product, IDLE)));
    await expect(respondent.launcher).toBeVisible();
    await page.waitForTimeout(WAIT);
    // The module that decides is about 1 KB.
    expect(paths).toEqual(['/koji.js', '/koji-embed/triggers.js']);
  });
}

test('preload "none" fetches nothing before the press', async ({ page, product, respondent, site }) => {
  const paths = recordPaths(page, product.origin);
  await page.goto(site.addPage('/none', PLAIN_PAGE + scriptTag(product, 'data-preload="none"')));
  await respondent.launcher.hover();
  await page.waitForTimeout(WAIT);
  expect(paths).toEqual(['/koji.js']);
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
});

test('a finger loads the widget when it touches the launcher, before it is lifted', async ({
  browser,
  product,
  site,
}) => {
  const context = await browser.newContext({ hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const paths = recordPaths(page, product.origin);
  await page.goto(site.addPage('/touched', PLAIN_PAGE + scriptTag(product)));
  const launcher = page.getByRole('button', { name: 'Share your thoughts' });
  const { x, y } = (await launcher.boundingBox())!;
  const cdp = await context.newCDPSession(page);
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x: x + 20, y: y + 20 }] });
  await expect.poll(() => paths).toEqual(['/koji.js', '/koji-embed/widget.js']);
  await cdp.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  await expect(page.getByRole('log').locator('[part=interviewer]')).toHaveCount(1);
  expect(paths.filter(path => /widget/.test(path))).toHaveLength(1);
  await context.close();
});
