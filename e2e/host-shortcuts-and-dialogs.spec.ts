import type { Page } from 'playwright/test';
import { DEFERRED_CHUNK, delayRequests } from './support/delay-requests.ts';
import { expect, expectEndedByRespondent, PLAIN_PAGE, readHostPage, scriptTag, test } from './support/host-page.ts';

/** Returns the keys and events that the page's listeners have received since the last call. */
const takeReceivedEvents = (page: Page) =>
  page.evaluate(() => (window as unknown as { receivedEvents: string[] }).receivedEvents.splice(0));

const setDrawerOpen = (page: Page, isOpen: boolean) =>
  page.evaluate(open => (window as unknown as { setDrawerOpen(open: boolean): void }).setDrawerOpen(open), isOpen);

test('typing triggers no shortcut of the page, and Escape closes the widget but none of the page’s dialogs', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const koji = scriptTag(product, 'data-trigger="#why"');
  await page.goto(site.addPage('/shortcuts', readHostPage('shortcuts-and-dialogs', koji)));
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search')).toBeFocused();
  await page.getByRole('button', { name: 'Tell us why' }).click();
  await expect(respondent.answerBox).toBeFocused();
  await expect(respondent.endButton).toBeVisible();
  await takeReceivedEvents(page);
  await page.keyboard.type('gi/?k Enter ');
  await page.keyboard.press('Shift+Enter');
  await page.keyboard.press('Escape');
  await expect(respondent.panel).toBeHidden();
  expect(await takeReceivedEvents(page)).toEqual([]);
  await expect(page.getByRole('button', { name: 'Tell us why' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(respondent.answerBox).toHaveValue('gi/?k Enter \n');

  // An open modal dialog of the page blocks everything behind it, the widget included.
  await page.evaluate(() => document.querySelector('dialog')!.showModal());
  await expect(page.getByLabel('Name')).toBeFocused();
  await page.keyboard.type('Ines');
  await expect(page.getByLabel('Name')).toHaveValue('Ines');
  await expect(respondent.panel).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden();
  await expect(respondent.panel).toBeVisible();

  // A focus trap of the page takes the focus from a visitor who presses the message box, and gets
  // it back only once.
  await setDrawerOpen(page, true);
  await takeReceivedEvents(page);
  await respondent.answerBox.click();
  await expect(respondent.answerBox).toBeFocused();
  expect((await takeReceivedEvents(page)).filter(event => event === 'trapped').length).toBeLessThanOrEqual(2);
  await setDrawerOpen(page, false);
  await page.mouse.click(400, 200);
  await page.getByLabel('Search').click();
  await expect(page.getByLabel('Search')).toBeFocused();

  await respondent.answerBox.fill('The price.');
  await respondent.sendButton.click();
  await respondent.waitForReply(1);
  await respondent.endInterview();
  await expectEndedByRespondent(respondent, product);
});

test('typing triggers no shortcut of the page before the deferred chunk has loaded', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const release = await delayRequests(page, DEFERRED_CHUNK);
  await page.goto(site.addPage('/shortcuts', readHostPage('shortcuts-and-dialogs', scriptTag(product))));
  // A button takes no text, so the page's shortcuts still work there.
  await respondent.launcher.focus();
  await page.keyboard.press('g');
  expect(await takeReceivedEvents(page)).toEqual(['g', 'pressed g', 'released g']);
  await respondent.launcher.click();
  await expect(respondent.answerBox).toBeFocused();
  await takeReceivedEvents(page);
  await page.keyboard.type('gi/?k ');
  expect(await takeReceivedEvents(page)).toEqual([]);
  await expect(respondent.answerBox).toHaveValue('gi/?k ');
  release();
  await respondent.sendButton.click();
  await respondent.waitForReply(1);
  await page.keyboard.press('Escape');
  await expect(respondent.launcher).toBeFocused();
  await page.keyboard.press('g');
  expect(await takeReceivedEvents(page)).toEqual(['g', 'pressed g', 'released g']);
});

test('a capturing listener of the page receives every key, with the widget’s element as target', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const listener = `<script>
    receivedEvents = [];
    addEventListener('keydown', ({ key, target }) => receivedEvents.push(key + ' ' + target.localName), true);
  </script>`;
  await page.goto(site.addPage('/capturing', PLAIN_PAGE + listener + scriptTag(product)));
  await respondent.launcher.click();
  await expect(respondent.answerBox).toBeFocused();
  await page.keyboard.press('g');
  expect(await takeReceivedEvents(page)).toEqual(['g koji-interview-host']);
  await expect(respondent.answerBox).toHaveValue('g');
});

test('inside a modal dialog of the page, Escape closes the interview first and the dialog second', async ({
  page,
  product,
  respondent,
  site,
}) => {
  // The test moves the script tag's widget into the dialog, as `mount` with a target would place
  // it.
  await page.goto(site.addPage('/modal', readHostPage('shortcuts-and-dialogs', scriptTag(product))));
  await expect(respondent.launcher).toBeVisible();
  await page.evaluate(() => {
    const dialog = document.querySelector('dialog')!;
    dialog.append(document.querySelector('koji-interview-host')!);
    dialog.showModal();
  });
  await respondent.launcher.click();
  await expect(respondent.answerBox).toBeFocused();
  await respondent.answer();
  await page.keyboard.press('Escape');
  await expect(respondent.panel).toBeHidden();
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog', { name: 'Settings' })).toBeHidden();
  await page.evaluate(() => document.querySelector('dialog')!.showModal());
  await respondent.launcher.click();
  await respondent.endInterview();
  await expectEndedByRespondent(respondent, product);
});
