import type { Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';
import { Respondent } from './support/respondent.ts';

/** The tab again, as browsers duplicate it: at the same address, with a copy of what the tab keeps. */
async function duplicate(page: Page): Promise<Respondent> {
  const kept = await page.evaluate(() => Object.entries(sessionStorage));
  const copy = await page.context().newPage();
  const respondent = new Respondent(copy);
  await respondent.recordHostEvents();
  await copy.addInitScript(entries => {
    if (sessionStorage.length === 0) for (const [key, value] of entries) sessionStorage.setItem(key, value);
  }, kept);
  await copy.goto(page.url());
  return respondent;
}

const elsewhere = (respondent: Respondent) =>
  respondent.page.getByRole('heading', { name: 'This interview is open in another tab' });
const goOnHere = (respondent: Respondent) => respondent.page.getByRole('button', { name: 'Continue here' }).click();

test('a duplicated tab offers to go on there; the first one then says where the interview is', async ({
  page,
  product,
  respondent,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();

  const second = await duplicate(page);
  await expect(elsewhere(second)).toBeVisible();
  // The first one is not disturbed by that.
  await respondent.answer();

  await goOnHere(second);
  await expect(second.interviewerTurns).toHaveCount(3);
  await expect(elsewhere(respondent)).toBeVisible();
  await second.answer();

  await goOnHere(respondent);
  await expect(respondent.interviewerTurns).toHaveCount(4);
  await expect(elsewhere(second)).toBeVisible();

  // A tab that has handed it over ends nothing by being closed.
  await second.page.close();
  await respondent.endInterview();
  const { reason, stats } = await product.completed(id);
  expect([reason, stats.respondent_messages]).toEqual(['respondent_left', 3]);
});

test('an interview whose tab was closed goes on in its duplicate', async ({ page, respondent, product }) => {
  const id = await respondent.openInterview();
  const second = await duplicate(page);
  await expect(elsewhere(second)).toBeVisible();
  await page.close();
  await goOnHere(second);
  await expect(second.interviewerTurns).toHaveCount(1);
  await second.answer();
  expect((await product.interview(id)).status).toBe('active');
});
