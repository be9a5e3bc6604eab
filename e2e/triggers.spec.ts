import type { Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';
import type { Product } from './support/product.ts';

/** Waits until nothing is being loaded, as far as the browser tells: now and then Chromium never does. */
const settle = (page: Page) => page.waitForLoadState('networkidle', { timeout: 10_000 }).catch(() => {});

/** A long page with a box the visitor may be busy in, and a widget that opens by itself. */
const longPage = ({ origin }: Product, trigger: string) => `<!doctype html><html lang="en">
  <input aria-label="Search"><main style="height: 5000px">A long read.</main>
  <script async src="${origin}/koji.js" data-proxy="${origin}/koji" data-trigger="${trigger}"></script>`;

for (const [trigger, act] of [
  ['delay:1s', 'nothing'],
  ['scroll:40%', 'scroll'],
  ['exit', 'leave by the top'],
] as const) {
  test(`${trigger}: opens by itself, leaves the focus where it is, and not again once it was closed`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    const asked: string[] = [];
    page.on('request', request => asked.push(new URL(request.url()).pathname));
    const come = async () => {
      await page.getByLabel('Search').focus();
      if (act === 'scroll') await page.evaluate(() => scrollTo(0, 3000));
      // A driver's mouse can't leave the window.
      if (act === 'leave by the top') {
        await page.mouse.move(200, 5);
        await page.evaluate(() =>
          document.documentElement.dispatchEvent(new MouseEvent('mouseout', { clientY: -1, bubbles: true })),
        );
      }
    };
    const address = site.addPage('/long', longPage(product, trigger));
    await page.goto(address);
    await settle(page);
    await expect(respondent.launcher).toHaveCount(0);
    if (act !== 'nothing') expect(asked.filter(path => /widget-/.test(path))).toEqual([]);
    await come();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    await expect(page.getByLabel('Search')).toBeFocused();
    await respondent.callKoji('close');
    await expect(respondent.panel).toBeHidden();

    // The interview goes on, closed; nothing opens it but the page's own call.
    await page.goto(address);
    await settle(page);
    await come();
    await page.waitForTimeout(1500);
    await expect(respondent.panel).toBeHidden();
    await respondent.callKoji('open');
    await expect(respondent.interviewerTurns).toHaveCount(1);
  });
}

test('a trigger that makes no sense is said in the console, and the page goes on', async ({
  page,
  product,
  site,
  respondent,
}) => {
  const said: string[] = [];
  page.on('console', message => message.type() === 'error' && said.push(message.text()));
  await page.goto(site.addPage('/wrong', longPage(product, 'scroll:halfway')));
  await expect.poll(() => said.join()).toContain('option "trigger" is "scroll:halfway"');
  await respondent.callKoji('open');
  await expect(respondent.interviewerTurns).toHaveCount(1);
});
