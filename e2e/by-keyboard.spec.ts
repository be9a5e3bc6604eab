import type { Page } from 'playwright/test';
import { EXTRA_QUESTIONS, STRUCTURED, valuesIn } from './support/answers.ts';
import { DEFERRED_CHUNK, delayRequests } from './support/delay-requests.ts';
import { expect, test } from './support/fixtures.ts';
import { answerByKeyboard, tabTo } from './support/keyboard.ts';
import type { Respondent } from './support/respondent.ts';
import { type ScriptedInterviewer, sendAnswer, sendMessage } from './support/scripted-interviewer.ts';

test('a whole interview with keys alone, the focus always where one goes on', async ({ page, product, respondent }) => {
  await page.goto('/');
  await tabTo(respondent.launcher);
  await page.keyboard.press('Enter');
  await expect(respondent.box).toBeFocused();

  while (await respondent.hasOpenQuestion()) await answerByKeyboard(respondent);
  await expect(respondent.thanks).toBeFocused();

  const { transcript, reason } = await product.completed(await respondent.interviewId());
  expect(reason).toBe('natural');
  expect(valuesIn(transcript)).toEqual(STRUCTURED);

  await page.keyboard.press('Escape');
  await expect(respondent.launcher).toBeFocused();
});

test('with keys also what an interview of the demo does not ask for: words of one’s own, a slider, digits, the buttons of an order', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  respondent.press = () => press('Enter');
  const { own, slider, digits, ranking, owns, no } = EXTRA_QUESTIONS;
  await page.goto(scriptedInterviewer.pageUrl());
  await tabTo(respondent.launcher);
  await press('Enter');
  await expect(respondent.box).toBeFocused();
  await page.keyboard.type('The price.');
  await sendAnswer(scriptedInterviewer, respondent, own);

  await expect(page.getByRole('radio').first()).toBeFocused();
  await press('ArrowUp', 'Tab');
  await expect(page.getByRole('textbox', { name: 'Something else' })).toBeFocused();
  await page.keyboard.type('A whiteboard');
  await sendAnswer(scriptedInterviewer, respondent, slider);

  await expect(page.getByRole('slider', { name: slider.text })).toBeFocused();
  await press('End', 'ArrowLeft');
  await sendAnswer(scriptedInterviewer, respondent, digits);

  await expect(page.getByRole('radio').first()).toBeFocused();
  await press('1', '0');
  await sendAnswer(scriptedInterviewer, respondent, ranking);

  await expect(page.getByRole('listitem').first()).toBeFocused();
  const down = page.getByRole('button', { name: 'Move Price down' });
  await tabTo(down);
  await press('Enter', 'Space');
  await expect(down).toBeFocused();
  await tabTo(respondent.box);
  await sendAnswer(scriptedInterviewer, respondent, owns);

  await expect(page.getByRole('checkbox').first()).toBeFocused();
  await press('Space', 'Tab', 'Tab', 'Space', 'Tab');
  await page.keyboard.type('Parties');
  await sendAnswer(scriptedInterviewer, respondent, no);

  await expect(page.getByRole('radio', { name: 'Yes' })).toBeFocused();
  await press('ArrowRight');
  await sendAnswer(scriptedInterviewer, respondent);
  expect(scriptedInterviewer.receivedValues.slice(-6)).toEqual([
    'A whiteboard',
    99,
    10,
    ['Speed', 'Help', 'Price'],
    ['Shifts', 'Parties'],
    false,
  ]);
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

test.describe('the control of a question', () => {
  const { digits } = EXTRA_QUESTIONS;

  /** Opens an interview that begins with a scale, and holds what its control is in until told. */
  const openHeld = async (page: Page, interviewer: ScriptedInterviewer, respondent: Respondent) => {
    const release = await delayRequests(page, DEFERRED_CHUNK);
    interviewer.openingQuestion = digits;
    await page.goto(interviewer.pageUrl());
    await tabTo(respondent.launcher);
    await page.keyboard.press('Enter');
    await expect(respondent.box).toBeFocused();
    return async () => {
      release();
      await expect(respondent.group(digits)).toBeVisible();
    };
  };

  test('that comes late takes the focus from the empty box', async ({ page, scriptedInterviewer, respondent }) => {
    const release = await openHeld(page, scriptedInterviewer, respondent);
    await release();
    await expect(page.getByRole('radio').first()).toBeFocused();
  });

  test('that comes late leaves the focus where the respondent has gone meanwhile', async ({
    page,
    scriptedInterviewer,
    respondent,
  }) => {
    const release = await openHeld(page, scriptedInterviewer, respondent);
    await page.keyboard.press('Shift+Tab');
    await tabTo(respondent.end);
    await release();
    await expect(respondent.end).toBeFocused();
  });

  test('that comes late leaves words alone that were begun', async ({ page, scriptedInterviewer, respondent }) => {
    const release = await openHeld(page, scriptedInterviewer, respondent);
    await page.keyboard.type('About 7');
    await release();
    await page.keyboard.type(', I think');
    await expect(respondent.box).toHaveValue('About 7, I think');
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  });

  test('that comes with a reply leaves words alone that were begun while it was written', async ({
    page,
    scriptedInterviewer,
    respondent,
  }) => {
    await page.goto(scriptedInterviewer.pageUrl());
    await respondent.launcher.click();
    await sendMessage(scriptedInterviewer, respondent, 'The price.');
    await respondent.box.focus();
    await page.keyboard.type('And 7');
    scriptedInterviewer.sendDelta(digits.text);
    scriptedInterviewer.endReply(digits);
    await expect(respondent.group(digits)).toBeVisible();
    await page.keyboard.type(' bugs');
    await expect(respondent.box).toHaveValue('And 7 bugs');
    await expect(page.getByRole('radio', { checked: true })).toHaveCount(0);
  });
});

test('Shift and Enter begin a new line; Enter sends', async ({ page, product, respondent }) => {
  const id = await respondent.openInterview();
  await page.keyboard.type('The price.');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.type('And the export, which took me an hour each month.');
  await page.keyboard.press('Enter');
  await respondent.waitForReply(1);
  const { transcript } = await product.interview(id);
  expect(transcript[1]?.content).toBe('The price.\nAnd the export, which took me an hour each month.');
});

test('a panel beside the page leaves the keys to both; one that covers the page keeps them', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  const host = page.getByRole('textbox', { name: 'Host' });
  await page.goto(scriptedInterviewer.pageUrl());
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

test('a popup or drawer steps aside for what has the focus in the page behind it', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  const isSeen = (name: string) =>
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
    await expect(respondent.box).toBeFocused();
    expect([await isSeen('Early'), await isSeen('Late')]).toEqual([true, false]);
    await tabTo(page.getByRole('button', { name: 'Late' }));
    await expect.poll(() => isSeen('Late')).toBe(true);
    await page.keyboard.press('Shift+Tab');
    await expect(page.getByRole('button', { name: 'Early' })).toBeFocused();
    await expect.poll(() => isSeen('Early')).toBe(true);
    await expect(respondent.panel).toBeInViewport({ ratio: 1 });
    await page.evaluate(() => sessionStorage.clear());
  }
});

test('what was typed can be undone, and a long paste stays whole', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
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
  await expect.poll(() => scriptedInterviewer.receivedMessages.at(-1)).toBe(long.trim());
  scriptedInterviewer.endReply();
});

test('a word that an input method composes is sent by no key of its own', async ({
  page,
  scriptedInterviewer,
  respondent,
}) => {
  await page.goto(scriptedInterviewer.pageUrl());
  await respondent.launcher.click();
  await expect(respondent.box).toBeFocused();
  const input = await page.context().newCDPSession(page);
  const heard = scriptedInterviewer.receivedMessages.length;
  await input.send('Input.imeSetComposition', { text: 'にほん', selectionStart: 3, selectionEnd: 3 });
  await input.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key: 'Enter', windowsVirtualKeyCode: 229 });
  await input.send('Input.insertText', { text: '日本' });
  await expect(respondent.box).toHaveValue('日本');
  expect(scriptedInterviewer.receivedMessages).toHaveLength(heard);
  await page.keyboard.press('Enter');
  await expect.poll(() => scriptedInterviewer.receivedMessages.at(-1)).toBe('日本');
  scriptedInterviewer.endReply();
});
