import { ANSWERS } from './support/answers.ts';
import { answerByKeyboard, tabTo } from './support/keyboard.ts';
import { expect, test } from './support/test.ts';

test('a whole interview with keys alone, the focus always where one goes on', async ({ page, product, respondent }) => {
  await page.goto('/');
  await tabTo(respondent.launcher);
  await page.keyboard.press('Enter');
  await expect(respondent.box).toBeFocused();

  while (await respondent.isAsked()) await answerByKeyboard(respondent);
  await expect(respondent.thanks).toBeFocused();

  const { transcript, reason } = await product.completed(await respondent.interviewId());
  expect(reason).toBe('natural');
  const values = transcript.flatMap(({ answer }) => (answer ? [[answer.question_id, answer.value]] : []));
  const { reason: why, everyday, last_word, ...structured } = ANSWERS;
  expect(Object.fromEntries(values)).toEqual(structured);

  await page.keyboard.press('Escape');
  await expect(respondent.launcher).toBeFocused();
});

test('Escape closes, the launcher has the focus, and Enter brings back what was being typed', async ({
  page,
  respondent,
}) => {
  await respondent.openInterview();
  await expect(respondent.box).toBeFocused();
  await page.keyboard.type('Half a thou');
  await page.keyboard.press('Escape');
  await expect(respondent.panel).toBeHidden();
  await expect(respondent.launcher).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(respondent.box).toBeFocused();
  await page.keyboard.type('ght');
  await expect(respondent.box).toHaveValue('Half a thought');
});

test('the question whether to end takes the focus, and Escape goes back to the conversation', async ({
  page,
  respondent,
}) => {
  await respondent.openInterview();
  await tabTo(respondent.end);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog', { name: 'End the interview?' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep going' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(respondent.box).toBeFocused();

  await tabTo(respondent.end);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(respondent.thanks).toBeFocused();
});

test('Shift and Enter begin a new line; Enter sends', async ({ page, product, respondent }) => {
  const id = await respondent.openInterview();
  await page.keyboard.type('The price.');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('And the export, which took me an hour each month.');
  await page.keyboard.press('Enter');
  await respondent.replied(1);
  const { transcript } = await product.interview(id);
  expect(transcript[1]?.content).toBe('The price.\nAnd the export, which took me an hour each month.');
});
