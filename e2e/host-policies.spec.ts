import type { Locator } from 'playwright/test';
import {
  completeShortInterview,
  expect,
  expectEndedByRespondent,
  openOnProductOrigin,
  PLAIN_PAGE,
  scriptTag,
  test,
} from './support/host-page.ts';

const STRICTEST_POLICY =
  "default-src 'none'; script-src 'nonce-guest'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'";

for (const mode of ['inline', 'popup', 'fullscreen']) {
  test(`${mode} mode works if the policy allows only the script tag’s nonce, no inline code and no Trusted Types`, async ({
    page,
    product,
    respondent,
  }) => {
    const koji = `<script nonce="guest" async src="/koji.js" data-mode="${mode}"></script>`;
    await openOnProductOrigin(page, PLAIN_PAGE + koji, { 'content-security-policy': STRICTEST_POLICY });
    if (mode !== 'popup') {
      await completeShortInterview(respondent, product, mode);
      return;
    }
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    while ((await respondent.readOpenQuestion()).type !== 'ranking') await respondent.answer();
    const ranking = await respondent.readOpenQuestion();
    const rows = respondent.controlsOf(ranking).getByRole('listitem');
    const lastOption = (await rows.last().locator('.item').innerText()).trim();
    const centreOf = async (row: Locator) => {
      const { x, y, width, height } = (await row.boundingBox())!;
      return [x + width / 2, y + height / 2] as const;
    };
    await rows.last().scrollIntoViewIfNeeded();
    await page.mouse.move(...(await centreOf(rows.last().locator('.place'))));
    await page.mouse.down();
    await page.mouse.move(...(await centreOf(rows.first())), { steps: 5 });
    await page.mouse.up();
    await expect(rows.first()).toContainText(lastOption);
    await respondent.sendButton.click();
    await respondent.waitForReply(await respondent.interviewerTurns.count());
    await respondent.endInterview();
    const { transcript } = await expectEndedByRespondent(respondent, product);
    const order = transcript.find(({ answer }) => answer?.question_id === ranking.id)?.answer?.value;
    expect((order as string[])[0]).toBe(lastOption);
  });
}

test('an interview works on a page that is isolated from other origins (COOP and COEP)', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.goto(
    site.addPage('/isolated', PLAIN_PAGE + scriptTag(product), {
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    }),
  );
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  await completeShortInterview(respondent, product);
});
