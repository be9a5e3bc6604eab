import type { Page } from 'playwright/test';
import { expect, openOnProductOrigin, readHostPage, scriptTag, test } from './support/host-page.ts';
import type { Respondent } from './support/respondent.ts';

/** Reads all texts of the widget. */
const readTexts = (page: Page) =>
  page.evaluate(() =>
    (document.querySelector('koji-interview-host')!.shadowRoot!.querySelector('.root') as HTMLElement).innerText
      .split(/\s*\n\s*/)
      .filter(Boolean),
  );

/**
 * Conducts an interview with each kind of control, a failed message and a question about the end.
 * Returns what the widget says at each step.
 */
async function readAllSteps(page: Page, respondent: Respondent): Promise<string[][]> {
  const steps: string[][] = [];
  const addStep = async () => void steps.push(await readTexts(page));
  await addStep();
  await respondent.answerBox.fill('x'.repeat(8001));
  await addStep();
  await respondent.answerBox.fill('We no longer needed it.');
  await addStep();
  const refusal = { status: 403, json: { error: 'forbidden', message: 'Refused by the test.' } };
  await page.route('**/koji/message', route => route.fulfill(refusal), { times: 1 });
  await respondent.answerBox.press('Enter');
  await expect(page.getByText('could not be sent')).toBeVisible();
  await addStep();
  while (await respondent.hasOpenQuestion()) {
    const question = await respondent.readOpenQuestion();
    await respondent.enterAnswer(question);
    await addStep();
    const turns = await respondent.interviewerTurns.count();
    await respondent.press(respondent.sendButton);
    await respondent.waitForReply(turns);
    await addStep();
  }
  await expect(respondent.thanksHeading).toBeVisible();
  await page.getByRole('button', { name: 'Loved it' }).click();
  await addStep();
  return steps;
}

test.describe('a translator of the browser', () => {
  test.use({ ignoredConsoleMessages: /status of 403/ });

  test('changes nothing of what the widget says, from the first question to the thanks', async ({
    page,
    respondent,
  }) => {
    await openOnProductOrigin(page, readHostPage('translated', scriptTag({ origin: '' })));
    const results: string[][][] = [];
    for (const isTranslated of [false, true]) {
      await respondent.launcher.click();
      await expect(respondent.interviewerTurns).toHaveCount(1);
      if (isTranslated) {
        await page.evaluate(() => (window as unknown as { startTranslator(): void }).startTranslator());
        await expect(respondent.interviewerTurns.last().locator('font')).not.toHaveCount(0);
      }
      results.push(await readAllSteps(page, respondent));
      await page.reload();
    }
    const [plain, translated] = results;
    expect(translated).toEqual(plain);
  });
});
