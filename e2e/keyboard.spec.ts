import type { Page } from 'playwright/test';
import { answerByKeyboard, pressTabUntilFocused } from './support/answer-by-keyboard.ts';
import { collectAnswerValues, EXTRA_QUESTIONS, STRUCTURED_ANSWERS } from './support/answers.ts';
import { DEFERRED_CHUNK, delayRequests } from './support/delay-requests.ts';
import { expect, test } from './support/fixtures.ts';
import type { Respondent } from './support/respondent.ts';
import {
  type ScriptedInterviewer,
  sendAnswerAndReply,
  sendMessageWithoutReply,
} from './support/scripted-interviewer.ts';

test('a respondent completes an interview by keyboard alone, with the focus always on the next control', async ({
  page,
  product,
  respondent,
}) => {
  await page.goto('/');
  await pressTabUntilFocused(respondent.launcher);
  await page.keyboard.press('Enter');
  await expect(respondent.answerBox).toBeFocused();

  while (await respondent.hasOpenQuestion()) await answerByKeyboard(respondent);
  await expect(respondent.thanksHeading).toBeFocused();

  const { transcript, reason } = await product.waitForCompletion(await respondent.interviewId());
  expect(reason).toBe('natural');
  expect(collectAnswerValues(transcript)).toEqual(STRUCTURED_ANSWERS);

  await page.keyboard.press('Escape');
  await expect(respondent.launcher).toBeFocused();
});

test('the keyboard works for "Something else", a slider, digits on a scale, and the buttons of a ranking', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  respondent.press = () => press('Enter');
  const { singleWithOther, slider, zeroToTen, ranking, multipleWithOther, yesNo } = EXTRA_QUESTIONS;
  await page.goto(scriptedInterviewer.pageUrl());
  await pressTabUntilFocused(respondent.launcher);
  await press('Enter');
  await expect(respondent.answerBox).toBeFocused();
  await page.keyboard.type('The price.');
  await sendAnswerAndReply(scriptedInterviewer, respondent, singleWithOther);

  await expect(page.getByRole('radio').first()).toBeFocused();
  await press('ArrowUp', 'Tab');
  await expect(page.getByRole('textbox', { name: 'Something else' })).toBeFocused();
  await page.keyboard.type('A whiteboard');
  await sendAnswerAndReply(scriptedInterviewer, respondent, slider);

  await expect(page.getByRole('slider', { name: slider.text })).toBeFocused();
  await press('End', 'ArrowLeft');
  await sendAnswerAndReply(scriptedInterviewer, respondent, zeroToTen);

  await expect(page.getByRole('radio').first()).toBeFocused();
  await press('1', '0');
  await sendAnswerAndReply(scriptedInterviewer, respondent, ranking);

  await expect(page.getByRole('listitem').first()).toBeFocused();
  const down = page.getByRole('button', { name: 'Move Price down' });
  await pressTabUntilFocused(down);
  await press('Enter', 'Space');
  await expect(down).toBeFocused();
  await pressTabUntilFocused(respondent.answerBox);
  await sendAnswerAndReply(scriptedInterviewer, respondent, multipleWithOther);

  await expect(page.getByRole('checkbox').first()).toBeFocused();
  await press('Space', 'Tab', 'Tab', 'Space', 'Tab');
  await page.keyboard.type('Parties');
  await sendAnswerAndReply(scriptedInterviewer, respondent, yesNo);

  await expect(page.getByRole('radio', { name: 'Yes' })).toBeFocused();
  await press('ArrowRight');
  await sendAnswerAndReply(scriptedInterviewer, respondent);
  expect(scriptedInterviewer.receivedValues.slice(-6)).toEqual([
    'A whiteboard',
    99,
    10,
    ['Speed', 'Help', 'Price'],
    ['Shifts', 'Parties'],
    false,
  ]);
});

test('Escape closes the panel and focuses the launcher, and Enter reopens it with the draft', async ({
  page,
  respondent,
}) => {
  await respondent.openInterview();
  await expect(respondent.answerBox).toBeFocused();
  await page.keyboard.type('Half a thou');
  await page.keyboard.press('Escape');
  await expect(respondent.panel).toBeHidden();
  await expect(respondent.launcher).toBeFocused();

  await page.keyboard.press('Enter');
  await expect(respondent.answerBox).toBeFocused();
  await page.keyboard.type('ght');
  await expect(respondent.answerBox).toHaveValue('Half a thought');
});

test('the confirmation of "End interview" takes the focus, and Escape returns it to the answer box', async ({
  page,
  respondent,
}) => {
  await respondent.openInterview();
  await pressTabUntilFocused(respondent.endButton);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alertdialog', { name: 'End the interview?' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Keep going' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(respondent.answerBox).toBeFocused();

  await pressTabUntilFocused(respondent.endButton);
  await page.keyboard.press('Enter');
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(respondent.thanksHeading).toBeFocused();
});

test.describe('the control of a new question', () => {
  const { zeroToTen } = EXTRA_QUESTIONS;

  /**
   * Opens an interview whose first question is a scale, without the deferred chunk that renders the
   * scale. Returns a function that loads the chunk.
   */
  const openWithoutControl = async (page: Page, interviewer: ScriptedInterviewer, respondent: Respondent) => {
    const release = await delayRequests(page, DEFERRED_CHUNK);
    interviewer.openingQuestion = zeroToTen;
    await page.goto(interviewer.pageUrl());
    await pressTabUntilFocused(respondent.launcher);
    await page.keyboard.press('Enter');
    await expect(respondent.answerBox).toBeFocused();
    return async () => {
      release();
      await expect(respondent.controlsOf(zeroToTen)).toBeVisible();
    };
  };

  test('takes the focus from an empty answer box when it loads late', async ({
    page,
    scriptedInterviewer,
    respondent,
  }) => {
    const loadControl = await openWithoutControl(page, scriptedInterviewer, respondent);
    await loadControl();
    await expect(page.getByRole('radio').first()).toBeFocused();
  });

  test('leaves the focus on another element when it loads late', async ({ page, scriptedInterviewer, respondent }) => {
    const loadControl = await openWithoutControl(page, scriptedInterviewer, respondent);
    await page.keyboard.press('Shift+Tab');
    await pressTabUntilFocused(respondent.endButton);
    await loadControl();
    await expect(respondent.endButton).toBeFocused();
  });

  test('leaves the focus in a box with text when it loads late', async ({ page, scriptedInterviewer, respondent }) => {
    const loadControl = await openWithoutControl(page, scriptedInterviewer, respondent);
    await page.keyboard.type('About 7');
    await loadControl();
    await page.keyboard.type(', I think');
    await expect(respondent.answerBox).toHaveValue('About 7, I think');
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  });

  test('leaves the focus in a box with text when it comes with a reply', async ({
    page,
    scriptedInterviewer,
    respondent,
  }) => {
    await page.goto(scriptedInterviewer.pageUrl());
    await respondent.launcher.click();
    await sendMessageWithoutReply(scriptedInterviewer, respondent, 'The price.');
    await respondent.answerBox.focus();
    await page.keyboard.type('And 7');
    scriptedInterviewer.sendDelta(zeroToTen.text);
    scriptedInterviewer.endReply(zeroToTen);
    await expect(respondent.controlsOf(zeroToTen)).toBeVisible();
    await page.keyboard.type(' bugs');
    await expect(respondent.answerBox).toHaveValue('And 7 bugs');
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  });
});

test('Shift+Enter inserts a new line, and Enter sends', async ({ page, product, respondent }) => {
  const id = await respondent.openInterview();
  await page.keyboard.type('The price.');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('And the export, which took me an hour each month.');
  await page.keyboard.press('Enter');
  await respondent.waitForReply(1);
  const { transcript } = await product.getInterview(id);
  expect(transcript[1]?.content).toBe('The price.\nAnd the export, which took me an hour each month.');
});

test('Tab leaves a panel beside the page, but stays in a panel that covers the page', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  const hostInput = page.getByRole('textbox', { name: 'Host' });
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await expect(respondent.panel).toHaveAttribute('aria-modal', 'false');
  await pressTabUntilFocused(hostInput);

  await page.setViewportSize({ width: 360, height: 740 });
  await expect(respondent.panel).toHaveAttribute('aria-modal', 'true');
  await respondent.answerBox.focus();
  const close = page.getByRole('button', { name: 'Close' });
  await page.keyboard.press('Tab');
  await expect(respondent.sendButton).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(close).toBeFocused();
  await page.keyboard.press('Shift+Tab');
  await expect(respondent.sendButton).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(respondent.launcher).toBeFocused();
});

test('a popup or drawer moves to the other side when it covers the focused element of the page', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  const isUncovered = (name: string) =>
    page.getByRole('button', { name }).evaluate(button => {
      const { x, y } = button.getBoundingClientRect();
      return document.elementFromPoint(x + 50, y + 5) === button;
    });
  for (const mode of ['popup', 'drawer']) {
    await page.goto(scriptedInterviewer.pageUrl(1, { mode }));
    await page.evaluate(() => {
      for (const [name, left] of Object.entries({ Early: 60, Late: innerWidth - 160 })) {
        const button = Object.assign(document.createElement('button'), { textContent: name });
        button.style.cssText = `position: fixed; top: 400px; left: ${left}px; width: 100px`;
        document.body.append(button);
      }
    });
    await respondent.launcher.click();
    await expect(respondent.answerBox).toBeFocused();
    expect([await isUncovered('Early'), await isUncovered('Late')]).toEqual([true, false]);
    await pressTabUntilFocused(page.getByRole('button', { name: 'Late' }));
    await expect.poll(() => isUncovered('Late')).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('button', { name: 'Early' })).toBeFocused();
    await expect.poll(() => isUncovered('Early')).toBe(true);
    await expect(respondent.panel).toBeInViewport({ ratio: 1 });
    await page.evaluate(() => sessionStorage.clear());
  }
});

test('a deletion can be undone, and a long pasted text is sent completely', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await expect(respondent.answerBox).toBeFocused();
  await page.keyboard.type('It lost two bookings.');
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.press('Delete');
  await expect(respondent.answerBox).toHaveValue('');
  await page.keyboard.press('ControlOrMeta+z');
  await expect(respondent.answerBox).toHaveValue('It lost two bookings.');

  const long = `${'A line of a long text, with emoji 👩🏽‍💻 in it.\n'.repeat(150)}`;
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(long);
  await page.keyboard.press('Enter');
  await expect.poll(() => scriptedInterviewer.receivedMessages.at(-1)).toBe(long.trim());
  scriptedInterviewer.endReply();
});

test('Enter during input method composition does not send', async ({ page, scriptedInterviewer, respondent }) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await expect(respondent.answerBox).toBeFocused();
  const cdp = await page.context().newCDPSession(page);
  const received = scriptedInterviewer.receivedMessages.length;
  await cdp.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await cdp.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 229 });
  await cdp.send('Input.insertText', { text: '日本' });
  await expect(respondent.answerBox).toHaveValue('日本');
  expect(scriptedInterviewer.receivedMessages).toHaveLength(received);
  await page.keyboard.press('Enter');
  await expect.poll(() => scriptedInterviewer.receivedMessages.at(-1)).toBe('日本');
  scriptedInterviewer.endReply();
});
