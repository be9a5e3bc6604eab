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
  const { reason, stats } = await product.analysed(id);
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
  await page.goto(site.addPage('/elsewhere', '<h1>Elsewhere</h1>'));
  expect((await product.analysed(id)).reason).toBe('respondent_left');
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);
});

for (const [what, block] of Object.entries({
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
  test(`S6: a tab closed in a browser ${what} completes the interview too`, async ({ page, product, respondent }) => {
    await page.addInitScript(block);
    const id = await respondent.openInterview();
    // What reports of the page comes after the first question: whoever is faster is left to the lease's idle time.
    await respondent.answer();
    await page.close();
    expect((await product.completed(id)).reason).toBe('respondent_left');
  });
}

test('S6: a tab closed without a network completes the interview at the next visit of the site, long before its idle time', async ({
  context,
  page,
  product,
  respondent,
}) => {
  // A request that was left with the browser is none of the page's, and not held up by its having no network.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'fetchLater'));
  const id = await respondent.openInterview();
  await respondent.answer();
  await context.setOffline(true);
  await page.close();
  await context.setOffline(false);
  // Nothing has told the proxy of it.
  expect((await product.interview(id)).status).toBe('active');
  const next = await context.newPage();
  await next.goto('/');
  expect((await product.completed(id)).reason).toBe('respondent_left');
  await expect.poll(() => next.evaluate(() => Object.keys(localStorage))).toEqual([]);
  await expect(next.getByRole('button', { name: 'Share your thoughts' })).toBeVisible();
});

test('S6: a tab that crashes completes the interview too, by what it left with the browser', async ({
  page,
  product,
  respondent,
}) => {
  const id = await respondent.openInterview();
  const canLeave = await page.evaluate(() => 'fetchLater' in window);
  test.skip(!canLeave, 'this browser has no fetchLater');
  await respondent.answer();
  await Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => {})]);
  // Far sooner than the idle time of half an hour, which is all that is left where nothing is told.
  expect((await product.completed(id)).reason).toBe('respondent_left');
});

test('S6: a tab closed while its interview waits behind the launcher completes it too', async ({
  page,
  product,
  respondent,
}) => {
  const id = await respondent.openInterview();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await expect.poll(() => respondent.eventsNamed('start').length).toBe(2);
  await page.close();
  expect((await product.completed(id)).reason).toBe('respondent_left');
});

test('a tab closed after the thanks changes nothing', async ({ page, product, respondent, webhooks }) => {
  const id = await respondent.openInterview();
  await respondent.callKoji('complete');
  await expect(respondent.thanks).toBeVisible();
  const before = await product.completed(id);
  await page.close();
  const after = await product.analysed(id);
  expect(after).toMatchObject({ reason: 'manual', completed_at: before.completed_at, stats: before.stats });
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);
});
