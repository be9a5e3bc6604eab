import { recordAnnouncements } from './support/announcements.ts';
import { expect, test } from './support/fixtures.ts';

/** Long enough for any page load here, short enough to outwait. */
const GRACE = 5000;
test.use({ environment: { KOJI_LEAVE_GRACE: `${GRACE}ms` } });

test('a reload takes up the same interview, with its transcript and the words in the box', async ({
  page,
  product,
  respondent,
}) => {
  const heard = await recordAnnouncements(page);
  const id = await respondent.openInterview();
  await respondent.answer();
  await respondent.answer();
  await respondent.box.fill('Not finished yet');
  const turns = await respondent.log.innerText();
  expect(turns).toContain('• Shift planning\n• Reports');

  heard.length = 0;
  await page.reload();
  const left = Date.now();
  await expect(respondent.interviewerTurns).toHaveCount(3);
  expect(await respondent.log.innerText()).toBe(turns);
  await expect(respondent.box).toHaveValue('Not finished yet');
  await expect
    .poll(() => respondent.eventsNamed('start').map(({ detail }) => detail))
    .toEqual([
      { interviewId: id, resumed: false },
      { interviewId: id, resumed: true },
    ]);

  // What was said before is there to be read, and is not read out.
  expect(heard.filter(said => /Shift planning|price/.test(said))).toEqual([]);

  // The reload had looked like a leave to the proxy; its grace passes without an end.
  await expect.poll(() => Date.now() - left).toBeGreaterThan(GRACE + 500);
  expect((await product.interview(id)).status).toBe('active');
  await respondent.answer();
});

test('the next page of the same site goes on with the same interview', async ({ page, product, respondent }) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  await page.goto('/?page=invoices');
  await expect(respondent.interviewerTurns).toHaveCount(2);
  await respondent.answer();
  await respondent.endInterview();
  const { reason, stats } = await product.completed(id);
  expect(reason).toBe('respondent_left');
  expect(stats.respondent_messages).toBe(2);
});

test('a page that comes back from the back/forward cache goes on where it was', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();
  await page.goto(site.addPage('/elsewhere', '<h1>Elsewhere</h1>'));
  // Such a page is not loaded again, so there is no load to wait for.
  await page.goBack({ waitUntil: 'commit' });
  await expect(respondent.interviewerTurns).toHaveCount(2);
  await respondent.answer();
  await respondent.endInterview();
  expect((await product.completed(id)).stats.respondent_messages).toBe(2);
});

test('a closed conversation stays closed over a reload, and opens where it was', async ({ page, respondent }) => {
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

test('after the thanks a reload begins with the launcher, and the launcher with another interview', async ({
  page,
  respondent,
}) => {
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
  const stored = () =>
    page.evaluate(() => [document.cookie, ...Object.keys(localStorage), ...Object.keys(sessionStorage)].sort());
  await page.goto('/');
  await expect(respondent.launcher).toBeVisible();
  expect(await stored()).toEqual(['']);
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  expect(await stored()).toEqual(['', 'koji:/koji:churn', 'koji:/koji:churn:widget']);
});
