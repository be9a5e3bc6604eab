import { expect, test } from './support/fixtures.ts';
import { scriptTag } from './support/host-page.ts';

test.use({ environment: { KOJI_MAX_DURATION: '6s' } });

test('S10: the proxy’s time limit shows a countdown and completes the interview as timeout, once', async ({
  page,
  product,
  respondent,
  webhooks,
}) => {
  const id = await respondent.openInterview();
  await expect(page.getByRole('timer')).toHaveText(/^0:0[1-6] left$/);
  await respondent.answer();
  await expect(respondent.thanksHeading).toBeVisible();
  await expect(page.getByText('The time was up.')).toBeVisible();
  const { reason, stats } = await product.waitForAnalysis(id);
  expect(reason).toBe('timeout');
  expect(stats.respondent_messages).toBe(1);
  await expect.poll(() => webhooks.eventsOf(id)).toEqual(['interview.analysis_ready', 'interview.completed']);
});

test('S10: a page’s shorter limit completes the interview as timeout', async ({ product, respondent, site }) => {
  const address = site.addPage('/limited', scriptTag(product, 'data-max-duration="2s"'));
  const id = await respondent.openInterview(address);
  await expect(respondent.thanksHeading).toBeVisible();
  const { reason, stats } = await product.waitForCompletion(id);
  expect(reason).toBe('timeout');
  expect(stats.duration_seconds).toBeLessThan(6);
});

test('S10: the proxy completes the interview as timeout after the page has crashed', async ({
  page,
  product,
  respondent,
}) => {
  // With fetchLater the browser would report the crash as a leave.
  await page.addInitScript(() => Reflect.deleteProperty(window, 'fetchLater'));
  const id = await respondent.openInterview();
  await Promise.all([page.waitForEvent('crash'), page.goto('chrome://crash').catch(() => {})]);
  expect((await product.waitForCompletion(id)).reason).toBe('timeout');
});

test('S10: a page that slept through the limit completes the interview when it wakes', async ({
  page,
  product,
  respondent,
}) => {
  await page.clock.install();
  const id = await respondent.openInterview();
  await expect(page.getByRole('timer')).toBeVisible();
  await page.clock.fastForward('08:00:00');
  await expect(respondent.thanksHeading).toBeVisible();
  expect((await product.waitForCompletion(id)).reason).toBe('timeout');
});
