import { expect, test } from './support/fixtures.ts';

test.use({ environment: { KOJI_LEAVE_GRACE: '500ms' } });

test('S6: closing the tab completes the interview as respondent_left, once', async ({
  page,
  product,
  respondent,
  webhooks,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  await respondent.answer();
  await page.close();
  const { reason, stats } = await product.waitForAnalysis(id);
  expect(reason).toBe('respondent_left');
  expect(stats.respondent_messages).toBe(2);
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);
});

test('S7: navigating away completes the interview as respondent_left, once', async ({
  page,
  product,
  site,
  respondent,
  webhooks,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  await page.goto(site.addPage('/next', '<h1>Next</h1>'));
  expect((await product.waitForAnalysis(id)).reason).toBe('respondent_left');
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);
});

for (const [browser, block] of Object.entries({
  'that drops beacons': () => {
    navigator.sendBeacon = () => true;
  },
  'whose beacons throw': () => {
    navigator.sendBeacon = () => {
      throw new TypeError('blocked');
    };
  },
  'that drops keepalive requests': () => {
    const { fetch } = window;
    window.fetch = (input, init) => (init?.keepalive ? Promise.reject(new TypeError('blocked')) : fetch(input, init));
  },
})) {
  test(`S6: a tab closed in a browser ${browser} completes the interview`, async ({ page, product, respondent }) => {
    await page.addInitScript(block);
    const id = await respondent.openInterview();
    // The code that reports a leave loads after the first question. Before that, only the lease's
    // idle time completes the interview.
    await respondent.answer();
    await page.close();
    expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
  });
}

test('S6: a tab closed while offline completes the interview on the next visit to the site, long before the idle time', async ({
  context,
  page,
  product,
  respondent,
}) => {
  // Playwright's offline mode does not affect fetchLater requests, which the browser process sends.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'fetchLater'));
  const id = await respondent.openInterview();
  await respondent.answer();
  await context.setOffline(true);
  await page.close();
  await context.setOffline(false);
  // The proxy has received no report.
  expect((await product.getInterview(id)).status).toBe('active');
  const nextPage = await context.newPage();
  await nextPage.goto('/');
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
  await expect.poll(() => nextPage.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await expect(nextPage.getByRole('button', { name: 'Share your thoughts' })).toBeVisible();
});

test('S6: a tab that crashes completes the interview with its fetchLater request', async ({
  page,
  product,
  respondent,
}) => {
  const id = await respondent.openInterview();
  const hasFetchLater = await page.evaluate(() => 'fetchLater' in window);
  test.skip(!hasFetchLater, 'this browser has no fetchLater');
  await respondent.answer();
  await Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => {})]);
  // Without a report, the interview would be completed after the idle time of 30 minutes.
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
});

test('S6: closing a tab with a closed panel completes the interview', async ({ page, product, respondent }) => {
  const id = await respondent.openInterview();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await expect.poll(() => respondent.eventsNamed('start').length).toBe(2);
  await page.close();
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
});

test('closing the tab after the thanks changes nothing', async ({ page, product, respondent, webhooks }) => {
  const id = await respondent.openInterview();
  await respondent.callKoji('complete');
  await expect(respondent.thanksHeading).toBeVisible();
  const before = await product.waitForCompletion(id);
  await page.close();
  const after = await product.waitForAnalysis(id);
  expect(after).toMatchObject({ reason: 'manual', completed_at: before.completed_at, stats: before.stats });
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);
});
