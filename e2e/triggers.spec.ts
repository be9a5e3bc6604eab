import type { Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';
import { scriptTag } from './support/host-page.ts';
import type { Product } from './support/product.ts';

/** Waits for network idle, at most 10 s: Chromium sometimes never reports it. */
const waitForNetworkIdle = (page: Page) => page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => {});

/** A long page with an input that has the focus, and a widget that opens by itself. */
const longPage = (product: Product, trigger: string) => `<!doctype html><html lang="en">
  <input aria-label="Search"><main style="height: 5000px">A long read.</main>
  ${scriptTag(product, `data-trigger="${trigger}"`)}`;

for (const [trigger, action] of [
  ['delay:1s', 'nothing'],
  ['scroll:40%', 'scroll'],
  ['exit', 'leave by the top'],
] as const) {
  test(`trigger ${trigger} opens the widget without moving the focus, and not again after it was closed`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const requestPaths: string[] = [];
    page.on('request', request => requestPaths.push(new URL(request.url()).pathname));
    const causeTrigger = async () => {
      await page.getByLabel('Search').focus();
      if (action === 'scroll') await page.evaluate(() => scrollTo(0, 3000));
      // Playwright's mouse can't leave the window.
      if (action === 'leave by the top') {
        await page.mouse.move(200, 5);
        await page.evaluate(() =>
          document.documentElement.dispatchEvent(new MouseEvent('mouseout', { clientY: -1, bubbles: true })),
        );
      }
    };
    const address = site.addPage('/long', longPage(product, trigger));
    await page.goto(address);
    await waitForNetworkIdle(page);
    await expect(respondent.launcher).toHaveCount(0);
    if (action !== 'nothing') expect(requestPaths.filter(path => /widget-/.test(path))).toEqual([]);
    await causeTrigger();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await expect(page.getByLabel('Search')).toBeFocused();
    await respondent.callKoji('close');
    await expect(respondent.panel).toBeHidden();

    // The interview resumes with the panel closed. Only the page's own call opens it.
    await page.goto(address);
    await waitForNetworkIdle(page);
    await causeTrigger();
    await page.waitForTimeout(1500);
    await expect(respondent.panel).toBeHidden();
    await respondent.callKoji('open');
    await expect(respondent.interviewerTurns).toHaveCount(1);
  });
}

test('the trigger "scroll" hears a container that scrolls instead of the page, and no small one', async ({
  page,
  product,
  site,
  respondent,
}) => {
  const content = '<div style="height: 5000px">A long read.</div>';
  await page.goto(
    site.addPage(
      '/container',
      `<!doctype html><html lang="en"><style>body { margin: 0 } main, aside { overflow: auto }</style>
      <aside style="height: 100px">${content}</aside><main style="height: 80vh">${content}</main>
      ${scriptTag(product, 'data-trigger="scroll:40%"')}`,
    ),
  );
  await waitForNetworkIdle(page);
  await page.locator('aside').evaluate(box => box.scrollTo(0, 3000));
  await page.locator('main').evaluate(box => box.scrollTo(0, 500));
  await page.evaluate(() => new Promise(resolve => setTimeout(resolve, 300)));
  expect(respondent.eventsNamed('open')).toEqual([]);
  await page.locator('main').evaluate(box => box.scrollTo(0, 3000));
  await expect.poll(() => respondent.eventsNamed('open').length).toBe(1);
});

test('an invalid trigger is an error in the console, and the widget still opens from code', async ({
  page,
  product,
  site,
  respondent,
}) => {
  const consoleErrors: string[] = [];
  page.on('console', message => message.type() === 'error' && consoleErrors.push(message.text()));
  await page.goto(site.addPage('/wrong', longPage(product, 'scroll:halfway')));
  await expect.poll(() => consoleErrors.join()).toContain('option "trigger" is "scroll:halfway"');
  await respondent.callKoji('open');
  await expect(respondent.interviewerTurns).toHaveCount(1);
});
