import type { Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';
import type { Product } from './support/product.ts';
import type { Respondent } from './support/respondent.ts';

const ANSWER = 'The price went up by a third in October, which is more than a workshop of nine can pay.';

const errorHeading = (page: Page) => page.getByRole('heading', { name: 'That did not work' });
const retryButton = (page: Page) => page.getByRole('button', { name: 'Try again' });

/**
 * Makes requests to these addresses fail, as a broken network does. Returns a function that ends
 * this.
 */
async function failRequests(page: Page, pattern: string): Promise<() => Promise<void>> {
  await page.route(pattern, route => route.abort('connectionrefused'));
  return () => page.unroute(pattern);
}

/** Reads the respondent's messages that Koji has stored. */
const readStoredMessages = async (respondent: Respondent, product: Product) =>
  (await product.getInterview(await respondent.interviewId())).transcript
    .filter(({ role }) => role === 'respondent')
    .map(({ content }) => content);

test('the widget says that the proxy is unreachable, and "Try again" works once it is back', async ({
  page,
  respondent,
}) => {
  const restore = await failRequests(page, '**/koji/start');
  await page.goto('/');
  await respondent.launcher.click();
  await expect(errorHeading(page)).toBeVisible();
  await expect(respondent.panel).toContainText('We can’t reach the interviewer. Check your connection and try again.');
  await retryButton(page).click();
  await expect(errorHeading(page)).toBeVisible();
  await expect
    .poll(() => respondent.eventsNamed('error')[0]?.detail)
    .toMatchObject({
      code: 'unreachable',
      recoverable: true,
    });

  await restore();
  await retryButton(page).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
});

for (const key of ['', 'Enter'])
  test(`a widget that fails to load on ${key || 'hover'} loads on the next click`, async ({ page, respondent }) => {
    const restore = await failRequests(page, '**/koji-embed/widget-*.js');
    await page.goto('/');
    const consoleMessage = page.waitForEvent('console', message =>
      message.text().includes('dynamically imported module'),
    );
    await (key ? respondent.launcher.press(key) : respondent.launcher.hover());
    expect((await consoleMessage).type()).toBe('error');
    await restore();
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
  });

test('a message that cannot be sent stays in the box, and is stored once after another try', async ({
  page,
  product,
  respondent,
}) => {
  await respondent.openInterview();
  const restore = await failRequests(page, '**/koji/message');
  await respondent.answerBox.fill(ANSWER);
  await respondent.sendButton.click();
  await expect(page.getByText('Your answer is still here')).toBeVisible({ timeout: 30_000 });
  await expect(respondent.answerBox).toHaveValue(ANSWER);
  await expect(respondent.respondentTurns).toHaveCount(0);

  await restore();
  await respondent.sendButton.click();
  await respondent.waitForReply(1);
  await expect(respondent.answerBox).toHaveValue('');
  expect(await readStoredMessages(respondent, product)).toEqual([ANSWER]);
});

test('a message whose reply is lost is sent again and stored once', async ({ page, product, respondent }) => {
  await respondent.openInterview();
  let lostReplies = 0;
  await page.route('**/koji/message', async route => {
    if (lostReplies > 0) return route.continue();
    lostReplies += 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await respondent.sendText(ANSWER);
  expect(lostReplies).toBe(1);
  await expect(respondent.respondentTurns).toHaveCount(1);
  expect(await readStoredMessages(respondent, product)).toEqual([ANSWER]);
});

test('an offline message stays visible and is sent when the network is back', async ({
  page,
  context,
  product,
  respondent,
}) => {
  await respondent.openInterview();
  await respondent.answer();
  await context.setOffline(true);
  await respondent.enterAnswer(await respondent.readOpenQuestion());
  await respondent.sendButton.click();
  await expect(page.getByText('You are offline. Your answer goes out as soon as you are back.')).toBeVisible();
  expect(await readStoredMessages(respondent, product)).toHaveLength(1);

  await context.setOffline(false);
  await respondent.waitForReply(2);
  await expect(page.getByText('You are offline.')).toBeHidden();
  expect(await readStoredMessages(respondent, product)).toHaveLength(2);
});

test('the first message can be sent after going offline before the deferred chunk has loaded', async ({
  context,
  product,
  respondent,
}) => {
  await respondent.openInterview();
  await context.setOffline(true);
  await respondent.answerBox.fill(ANSWER);
  await respondent.sendButton.click();
  await context.setOffline(false);
  await expect(async () => {
    if (await respondent.sendButton.isEnabled()) await respondent.sendButton.click();
    expect(await readStoredMessages(respondent, product)).toEqual([ANSWER]);
  }).toPass();
});

test('the respondent can retry a completion that could not be sent', async ({ page, product, respondent }) => {
  const id = await respondent.openInterview();
  const restore = await failRequests(page, '**/koji/complete');
  await respondent.endButton.click();
  await page.getByRole('button', { name: 'End now' }).click();
  await expect(errorHeading(page)).toBeVisible({ timeout: 30_000 });
  await restore();
  await retryButton(page).click();
  await expect(respondent.thanksHeading).toBeVisible();
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
});

test('an interview continues after the proxy restarts', async ({ page, respondent, startOtherProduct }) => {
  const product = await startOtherProduct({});
  const id = await respondent.openInterview(product.origin);
  await respondent.answer();
  await product.stop();
  await product.start();
  await respondent.answer();
  expect((await product.getInterview(id)).stats.respondent_messages).toBe(2);
  await respondent.endInterview();
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
  await page.close();
});

test('the widget says that the interviewer is busy when the start limit is reached', async ({
  page,
  respondent,
  startOtherProduct,
}) => {
  const product = await startOtherProduct({ KOJI_START_LIMIT: '1' });
  const id = await respondent.openInterview(product.origin);
  await respondent.endInterview();
  await product.waitForCompletion(id);

  await page.reload();
  await respondent.launcher.click();
  await expect(errorHeading(page)).toBeVisible();
  await expect(respondent.panel).toContainText('The interviewer is busy just now. Try again in a moment.');
  await expect(retryButton(page)).toBeVisible();
});

// The browser withholds the proxy's 403 from a page of another origin, so it looks like no
// response.
test('the widget says that the interviewer is unreachable on an origin that the proxy refuses', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const { origin } = product;
  site.addPage('/foreign', `<script async src="${origin}/koji.js" data-proxy="${origin}/koji"></script>`);
  await page.goto(`${site.origin.replace('127.0.0.1', 'localhost')}/foreign`);
  await respondent.launcher.click();
  await expect(page.getByText('We can’t reach the interviewer.')).toBeVisible();
});

test('the widget says that a stored interview is over, and offers a new one', async ({ page, respondent }) => {
  await respondent.openInterview();
  await page.evaluate(() => {
    const key = 'koji:/koji:churn';
    sessionStorage[key] = JSON.stringify({ ...JSON.parse(sessionStorage[key]), ticket: 'forged' });
  });
  await page.reload();
  await expect(respondent.panel).toContainText('What you have sent is saved. You can start a new one');
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
});
