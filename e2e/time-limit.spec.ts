import { expect, test } from './support/fixtures.ts';

test.use({ environment: { KOJI_MAX_DURATION: '6s' } });

test('S10: the proxy’s time limit counts down in sight and ends the interview as timeout, once', async ({
  page,
  product,
  respondent,
  webhooks,
}) => {
  const id = await respondent.openInterview();
  await expect(page.getByRole('timer')).toHaveText(/^0:0[1-6] left$/);
  await respondent.answer();
  await expect(respondent.thanks).toBeVisible();
  await expect(page.getByText('The time was up.')).toBeVisible();
  const { reason, stats } = await product.analysed(id);
  expect(reason).toBe('timeout');
  expect(stats.respondent_messages).toBe(1);
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);
});

test('S10: a page’s own limit ends the interview where it is the sooner one', async ({ product, respondent, site }) => {
  const { origin } = product;
  const page = site.addPage(
    '/limited',
    `<script async src="${origin}/koji.js" data-proxy="${origin}/koji" data-max-duration="2s"></script>`,
  );
  const id = await respondent.openInterview(page);
  await expect(respondent.thanks).toBeVisible();
  const { reason, stats } = await product.completed(id);
  expect(reason).toBe('timeout');
  expect(stats.duration_seconds).toBeLessThan(6);
});

test('S10: the proxy keeps the limit where the page can’t, because it has crashed', async ({
  page,
  product,
  respondent,
}) => {
  // A browser with fetchLater reports the crash as a leave; here nothing gets out.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'fetchLater'));
  const id = await respondent.openInterview();
  await Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => {})]);
  expect((await product.completed(id)).reason).toBe('timeout');
});

test('S10: a laptop that slept through the limit ends the interview when it wakes', async ({
  page,
  product,
  respondent,
}) => {
  await page.clock.install();
  const id = await respondent.openInterview();
  await expect(page.getByRole('timer')).toBeVisible();
  await page.clock.fastForward('08:00:00');
  await expect(respondent.thanks).toBeVisible();
  expect((await product.completed(id)).reason).toBe('timeout');
});
