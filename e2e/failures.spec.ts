import type { Page } from 'playwright/test';
import { expect, test } from './support/fixtures.ts';
import type { Respondent } from './support/respondent.ts';

const WORDS = 'The price went up by a third in October, which is more than a workshop of nine can pay.';

const failed = (page: Page) => page.getByRole('heading', { name: 'That did not work' });
const retry = (page: Page) => page.getByRole('button', { name: 'Try again' });

/** Cuts the way to some addresses, as a broken network does; gives back what mends it. */
async function cut(page: Page, pattern: string): Promise<() => Promise<void>> {
  await page.route(pattern, route => route.abort('connectionrefused'));
  return () => page.unroute(pattern);
}

/** What Koji has of the respondent's words. */
const recorded = async (respondent: Respondent, product: { interview(id: string): Promise<{ transcript: Said[] }> }) =>
  (await product.interview(await respondent.interviewId())).transcript
    .filter(({ role }) => role === 'respondent')
    .map(({ content }) => content);

interface Said {
  role: string;
  content: string;
}

test('a proxy that is out of reach is said plainly, and Try again works once it is back', async ({
  page,
  respondent,
}) => {
  const mend = await cut(page, '**/koji/start');
  await page.goto('/');
  await respondent.launcher.click();
  await expect(failed(page)).toBeVisible();
  await expect(respondent.panel).toContainText('We can’t reach the interviewer. Check your connection and try again.');
  await retry(page).click();
  await expect(failed(page)).toBeVisible();
  await expect
    .poll(() => respondent.eventsNamed('error')[0]?.detail)
    .toMatchObject({
      code: 'unreachable',
      recoverable: true,
    });

  await mend();
  await retry(page).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
});

for (const key of ['', 'Enter'])
  test(`a widget that does not come with ${key || 'pointing'} comes with the press after it`, async ({
    page,
    respondent,
  }) => {
    const mend = await cut(page, '**/koji-embed/widget-*.js');
    await page.goto('/');
    const told = page.waitForEvent('console', message => message.text().includes('dynamically imported module'));
    await (key ? respondent.launcher.press(key) : respondent.launcher.hover());
    expect((await told).type()).toBe('error');
    await mend();
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
  });

test('a message that can’t be sent stays in the box, and is stored once when it is sent again', async ({
  page,
  product,
  respondent,
}) => {
  await respondent.openInterview();
  const mend = await cut(page, '**/koji/message');
  await respondent.box.fill(WORDS);
  await respondent.send.click();
  await expect(page.getByText('Your answer is still here')).toBeVisible({ timeout: 30_000 });
  await expect(respondent.box).toHaveValue(WORDS);
  await expect(respondent.ownTurns).toHaveCount(0);

  await mend();
  await respondent.send.click();
  await respondent.waitForReply(1);
  await expect(respondent.box).toHaveValue('');
  expect(await recorded(respondent, product)).toEqual([WORDS]);
});

test('a reply that never arrives is fetched by sending the message once more, which is stored once', async ({
  page,
  product,
  respondent,
}) => {
  await respondent.openInterview();
  let lost = 0;
  await page.route('**/koji/message', async route => {
    if (lost > 0) return route.continue();
    lost += 1;
    await route.fetch();
    await route.abort('connectionreset');
  });
  await respondent.answerInWords(WORDS);
  expect(lost).toBe(1);
  await expect(respondent.ownTurns).toHaveCount(1);
  expect(await recorded(respondent, product)).toEqual([WORDS]);
});

test('offline, a message waits in sight and goes out when the network is back', async ({
  page,
  context,
  product,
  respondent,
}) => {
  await respondent.openInterview();
  await respondent.answer();
  await context.setOffline(true);
  await respondent.choose(await respondent.question());
  await respondent.send.click();
  await expect(page.getByText('You are offline. Your answer goes out as soon as you are back.')).toBeVisible();
  expect(await recorded(respondent, product)).toHaveLength(1);

  await context.setOffline(false);
  await respondent.waitForReply(2);
  await expect(page.getByText('You are offline.')).toBeHidden();
  expect(await recorded(respondent, product)).toHaveLength(2);
});

test('offline at the first message ever, which needs a part of the widget that is not there yet', async ({
  context,
  product,
  respondent,
}) => {
  await respondent.openInterview();
  await context.setOffline(true);
  await respondent.box.fill(WORDS);
  await respondent.send.click();
  await context.setOffline(false);
  await expect(async () => {
    if (await respondent.send.isEnabled()) await respondent.send.click();
    expect(await recorded(respondent, product)).toEqual([WORDS]);
  }).toPass();
});

test('an end that can’t be reported is tried again by the respondent, and by the proxy in any case', async ({
  page,
  product,
  respondent,
}) => {
  const id = await respondent.openInterview();
  const mend = await cut(page, '**/koji/complete');
  await respondent.end.click();
  await page.getByRole('button', { name: 'End now' }).click();
  await expect(failed(page)).toBeVisible({ timeout: 30_000 });
  await mend();
  await retry(page).click();
  await expect(respondent.thanks).toBeVisible();
  expect((await product.completed(id)).reason).toBe('respondent_left');
});

test('a proxy that is restarted in the middle of an interview goes on with it', async ({
  page,
  respondent,
  startOther,
}) => {
  const product = await startOther({});
  const id = await respondent.openInterview(product.origin);
  await respondent.answer();
  await product.stop();
  await product.start();
  await respondent.answer();
  expect((await product.interview(id)).stats.respondent_messages).toBe(2);
  await respondent.endInterview();
  expect((await product.completed(id)).reason).toBe('respondent_left');
  await page.close();
});

test('where starts are limited the respondent is told that the interviewer is busy', async ({
  page,
  respondent,
  startOther,
}) => {
  const product = await startOther({ KOJI_START_LIMIT: '1' });
  const id = await respondent.openInterview(product.origin);
  await respondent.endInterview();
  await product.completed(id);

  await page.reload();
  await respondent.launcher.click();
  await expect(failed(page)).toBeVisible();
  await expect(respondent.panel).toContainText('The interviewer is busy just now. Try again in a moment.');
  await expect(retry(page)).toBeVisible();
});

// A browser keeps the refusal from a page that it is not for, so that it looks like no answer.
test('a page of another origin, which the proxy refuses, is told that the interviewer can’t be reached', async ({
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

test('a remembered interview that is over by now is told as such, with another one on offer', async ({
  page,
  respondent,
}) => {
  await respondent.openInterview();
  await page.evaluate(() => {
    sessionStorage['koji:/koji:churn'] = JSON.stringify({ ticket: 'forged', endsAt: null });
  });
  await page.reload();
  await expect(respondent.panel).toContainText('What you had sent is kept. You can start a new one');
  await page.getByRole('button', { name: 'Start again' }).click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
});
