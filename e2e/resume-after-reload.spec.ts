import { recordAnnouncements } from './support/announcements.ts';
import { expect, test } from './support/fixtures.ts';

/**
 * In milliseconds. Longer than any page load in these tests, but short enough to wait for its end.
 */
const GRACE = 5000;
test.use({ environment: { KOJI_LEAVE_GRACE: `${GRACE}ms` } });

test('a reload resumes the same interview with its transcript and draft', async ({ page, product, respondent }) => {
  const announcements = await recordAnnouncements(page);
  const id = await respondent.openInterview();
  await respondent.answer();
  await respondent.answer();
  await respondent.answerBox.fill('Not finished yet');
  const transcript = await respondent.log.innerText();
  expect(transcript).toContain('• Shift planning\n• Reports');

  announcements.length = 0;
  await page.reload();
  const reloadedAt = Date.now();
  await expect(respondent.interviewerTurns).toHaveCount(3);
  expect(await respondent.log.innerText()).toBe(transcript);
  await expect(respondent.answerBox).toHaveValue('Not finished yet');
  await expect
    .poll(() => respondent.eventsNamed('start').map(({ detail }) => detail))
    .toEqual([
      { interviewId: id, resumed: false },
      { interviewId: id, resumed: true },
    ]);

  // Screen readers do not announce the restored transcript.
  expect(announcements.filter(text => /Shift planning|price/.test(text))).toEqual([]);

  // The proxy received the reload as a leave. The resume cancels it: the grace ends without a
  // completion.
  await expect.poll(() => Date.now() - reloadedAt).toBeGreaterThan(GRACE + 500);
  expect((await product.getInterview(id)).status).toBe('active');
  await respondent.answer();
});

test('the next page of the same site resumes the same interview', async ({ page, product, respondent }) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  await page.goto('/?page=invoices');
  await expect(respondent.interviewerTurns).toHaveCount(2);
  await respondent.answer();
  await respondent.endInterview();
  const { reason, stats } = await product.waitForCompletion(id);
  expect(reason).toBe('respondent_left');
  expect(stats.respondent_messages).toBe(2);
});

test('a page restored from the back/forward cache continues the interview', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  await page.goto(site.addPage('/next', '<h1>Next</h1>'));
  // A page from the cache does not load again, so there is no load event.
  await page.goBack({ waitUntil: 'commit' });
  await expect(respondent.interviewerTurns).toHaveCount(2);
  await respondent.answer();
  await respondent.endInterview();
  expect((await product.waitForCompletion(id)).stats.respondent_messages).toBe(2);
});

test('a closed panel stays closed after a reload and reopens with the same interview', async ({ page, respondent }) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.reload();
  await expect.poll(() => respondent.eventsNamed('start').length).toBe(2);
  await expect(respondent.panel).toBeHidden();
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(2);
  expect(await respondent.interviewId()).toBe(id);
});

test('a reload after the thanks shows the launcher, which starts another interview', async ({ page, respondent }) => {
  const id = await respondent.openInterview();
  await respondent.endInterview();
  await page.reload();
  await expect(respondent.panel).toBeHidden();
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await expect.poll(() => respondent.eventsNamed('start').length).toBe(2);
  expect(await respondent.interviewId()).not.toBe(id);
});

test('nothing is stored before the respondent starts', async ({ page, respondent }) => {
  const readStoredKeys = () =>
    page.evaluate(() => [document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort());
  await page.goto('/');
  await expect(respondent.launcher).toBeVisible();
  expect(await readStoredKeys()).toEqual(['']);
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  expect(await readStoredKeys()).toEqual(['', 'koji:/koji:churn', 'koji:/koji:churn:widget']);
});
