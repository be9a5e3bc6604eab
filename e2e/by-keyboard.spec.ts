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

test('a panel beside the page leaves the keys to both; one that covers the page keeps them', async ({
  page,
  prompter,
  respondent,
}) => {
  const host = page.getByRole('textbox', { name: 'Host' });
  await page.goto(prompter.page());
  await respondent.launcher.click();
  await expect(respondent.panel).toHaveAttribute('aria-modal', 'false');
  await tabTo(host);

  await page.setViewportSize({ width: 360, height: 740 });
  await expect(respondent.panel).toHaveAttribute('aria-modal', 'true');
  await respondent.box.focus();
  const close = page.getByRole('button', { name: 'Close' });
  await page.keyboard.press('Tab');
  await expect(respondent.send).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(close).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(respondent.send).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(respondent.launcher).toBeFocused();
});

test('what was typed can be undone, and a long paste stays whole', async ({ page, prompter, respondent }) => {
  await page.goto(prompter.page());
  await respondent.launcher.click();
  await expect(respondent.box).toBeFocused();
  await page.keyboard.type('It lost two bookings.');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(respondent.box).toHaveValue('');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(respondent.box).toHaveValue('It lost two bookings.');

  const long = `${'A line of a long text, with emoji 👩🏽‍💻 in it.\n'.repeat(150)}`;
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(long);
  await page.keyboard.press('Enter');
  await expect.poll(() => prompter.heard.at(-1)).toBe(long.trim());
  prompter.stop();
});

test('a word that an input method composes is sent by no key of its own', async ({ page, prompter, respondent }) => {
  await page.goto(prompter.page());
  await respondent.launcher.click();
  await expect(respondent.box).toBeFocused();
  const input = await page.context().newCDPSession(page);
  const heard = prompter.heard.length;
  await input.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 229 });
  await input.send('Input.insertText', { text: '日本' });
  await expect(respondent.box).toHaveValue('日本');
  expect(prompter.heard).toHaveLength(heard);
  await page.keyboard.press('Enter');
  await expect.poll(() => prompter.heard.at(-1)).toBe('日本');
  prompter.stop();
});
