import { expect, test } from './support/fixtures.ts';

test('S11: without a limit there is no countdown and no timeout', async ({ page, product, respondent }) => {
  await page.clock.install();
  const id = await respondent.openInterview();
  await expect(page.getByRole('timer')).toBeHidden();
  await page.clock.fastForward('08:00:00');
  await respondent.answer();
  await expect(page.getByRole('timer')).toBeHidden();
  expect((await product.getInterview(id)).status).toBe('active');
});
