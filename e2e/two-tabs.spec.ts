import type { Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';
import { Respondent } from './support/respondent.ts';

/** Duplicates the tab as browsers do: at the same address, with a copy of its session storage. */
async function duplicateTab(page: Page): Promise<Respondent> {
  const stored = await page.evaluate(() => Object.entries(sessionStorage));
  const copy = await page.context().newPage();
  const respondent = new Respondent(copy);
  await respondent.recordHostEvents();
  await copy.addInitScript(entries => {
    if (sessionStorage.length === 0) for (const [key, value] of entries) sessionStorage.setItem(key, value);
  }, stored);
  await copy.goto(page.url());
  return respondent;
}

const otherTabHeading = (respondent: Respondent) =>
  respondent.page.getByRole('heading', { name: 'This interview is open in another tab' });
const continueHere = (respondent: Respondent) => respondent.page.getByRole('button', { name: 'Continue here' }).click();

test('a duplicated tab can take over the interview, and the first tab then says so', async ({
  page,
  product,
  respondent,
}) => {
  const id = await respondent.openInterview();
  await respondent.answer();

  const second = await duplicateTab(page);
  await expect(otherTabHeading(second)).toBeVisible();
  // The first tab still works.
  await respondent.answer();

  await continueHere(second);
  await expect(second.interviewerTurns).toHaveCount(3);
  await expect(otherTabHeading(respondent)).toBeVisible();
  await second.answer();

  await continueHere(respondent);
  await expect(respondent.interviewerTurns).toHaveCount(4);
  await expect(otherTabHeading(second)).toBeVisible();

  // Closing a tab that no longer holds the interview does not complete it.
  await second.page.close();
  await respondent.endInterview();
  const { reason, stats } = await product.waitForCompletion(id);
  expect([reason, stats.respondent_messages]).toEqual(['respondent_left', 3]);
});

test('a duplicated tab can take over after the first tab was closed', async ({ page, respondent, product }) => {
  const id = await respondent.openInterview();
  const second = await duplicateTab(page);
  await expect(otherTabHeading(second)).toBeVisible();
  await page.close();
  await continueHere(second);
  await expect(second.interviewerTurns).toHaveCount(1);
  await second.answer();
  expect((await product.getInterview(id)).status).toBe('active');
});
