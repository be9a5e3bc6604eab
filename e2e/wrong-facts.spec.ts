import { expect, test } from './support/fixtures.ts';
import {
  completeShortInterview,
  expectEndedByRespondent,
  openOnProductOrigin,
  PLAIN_PAGE,
  scriptTag,
} from './support/host-page.ts';

test.use({ environment: { KOJI_MAX_DURATION: '5m' } });

/** Moves the page's clock by so many milliseconds, from its beginning on. */
function shiftClock(change: number): void {
  const { now } = Date;
  Date.now = () => now() + change;
}

for (const [name, change] of [
  ['10 minutes ahead', 600_000],
  ['10 minutes behind', -600_000],
] as const)
  test(`S10: a time limit is not ${name} where the page’s clock is`, async ({ page, product, respondent }) => {
    await page.addInitScript(shiftClock, change);
    const id = await respondent.openInterview();
    await expect(page.getByRole('timer')).toHaveText(/^(5:00|4:5\d) left$/);
    await respondent.answer();
    expect((await product.getInterview(id)).status).toBe('active');
    await page.reload();
    await expect(page.getByRole('timer')).toHaveText(/^(5:00|4:[45]\d) left$/);
    await respondent.endInterview();
    await expectEndedByRespondent(respondent, product);
  });

test('S10: a clock that is set forward in the middle ends no interview', async ({ page, respondent }) => {
  await respondent.openInterview();
  const resumed = page.waitForResponse('**/koji/resume');
  await page.evaluate(shiftClock, 600_000);
  expect((await resumed).status()).toBe(200);
  await expect(page.getByRole('timer')).toHaveText(/^4:[345]\d left$/);
  await respondent.answer();
});

test('an answer goes out although the browser says that it is offline', async ({ page, product, respondent }) => {
  await page.addInitScript(() => Object.defineProperty(navigator, 'onLine', { get: () => false }));
  const id = await respondent.openInterview();
  await respondent.answer();
  expect((await product.getInterview(id)).stats.respondent_messages).toBe(1);
});

test('an interview works on a page that was opened with a user name in its address', async ({
  page,
  product,
  respondent,
}) => {
  const address = new URL('/', product.origin);
  address.username = 'user';
  address.password = 'pass';
  // Playwright takes credentials out of the addresses that it opens; a link keeps them.
  await page.goto('/');
  await page.evaluate(href => location.assign(href), address.href);
  await page.waitForURL(url => url.username === 'user' || url.pathname === '/');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
  await respondent.endInterview();
  await expectEndedByRespondent(respondent, product);
});

for (const [name, wrap] of [
  [
    'expects a string',
    () => {
      const { fetch } = window;
      window.fetch = (url, init) => {
        if ((url as string).startsWith('/blocked')) throw new Error('blocked');
        return fetch(url, init);
      };
    },
  ],
  [
    'replaces the headers',
    () => {
      const { fetch } = window;
      window.fetch = (url, init) =>
        fetch(url, { ...init, headers: { ...(init?.headers as object), 'X-Requested-With': 'site' } });
    },
  ],
  [
    'calls String(url)',
    () => {
      const { fetch } = window;
      window.fetch = (url, init) => fetch(String(url), init);
    },
  ],
] as const)
  test(`an interview works where the page’s fetch ${name}`, async ({ page, product, respondent }) => {
    await page.addInitScript(wrap);
    await page.goto('/');
    const { stats } = await completeShortInterview(respondent, product);
    expect(stats.respondent_messages).toBe(1);
  });

test('S6: a leave is reported where the server refuses every text/plain request', async ({
  page,
  product,
  respondent,
}) => {
  // `route` sees keepalive requests of a page that goes, but not its beacons.
  await page.addInitScript(() => {
    navigator.sendBeacon = () => true;
    Object.defineProperty(window, 'fetchLater', { value: undefined });
  });
  await page.route('**/koji/*', (route, request) =>
    request.headers()['content-type']?.startsWith('text/plain') ? route.fulfill({ status: 403 }) : route.continue(),
  );
  const id = await respondent.openInterview();
  await respondent.answer();
  const reported = page.waitForRequest(request => request.url().endsWith('/koji/complete'));
  await page.goto('about:blank');
  const report = await reported;
  expect(report.headers()['content-type']).toBe('application/json');
  expect(report.postDataJSON()).toEqual({
    reason: 'respondent_left',
    page: expect.any(String),
    seq: expect.any(Number),
  });
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
});

test('the next person at the same browser sees nothing of an interview, which ends', async ({
  page,
  product,
  respondent,
}) => {
  const openAs = (id: string) =>
    openOnProductOrigin(page, PLAIN_PAGE + scriptTag(product, `data-respondent='{"external_id":"${id}"}'`));
  await openAs('ada');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.sendText('A secret of Ada’s');
  const id = await respondent.interviewId();
  await respondent.answerBox.fill('A draft of Ada’s');
  await page.unroute('**/guest');
  await openAs('grace');
  await expect(respondent.launcher).toBeVisible();
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
  expect(await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]))).not.toContain('Ada');
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await expect(respondent.respondentTurns).toHaveCount(0);
  await expect(respondent.answerBox).toHaveValue('');
  await expect.poll(() => respondent.interviewId()).not.toBe(id);
});

test('an answer with a NUL character and half a surrogate pair arrives, cleaned', async ({ product, respondent }) => {
  const id = await respondent.openInterview();
  await respondent.answerBox.evaluate(box => {
    (box as HTMLTextAreaElement).value = 'The price\0 went up \ud83d by a third.';
    box.dispatchEvent(new Event('input', { bubbles: true }));
  });
  await respondent.press(respondent.sendButton);
  await respondent.waitForReply(1);
  expect((await product.getInterview(id)).transcript[1]!.content).toBe('The price went up \ufffd by a third.');
});

test('where no proxy is mounted, the respondent reads a calm sentence, and the console names the address', async ({
  page,
  product,
  respondent,
}) => {
  const said = page.waitForEvent('console', message => message.text().startsWith('koji-embed:'));
  await openOnProductOrigin(page, `${PLAIN_PAGE}<script async src="/koji.js" data-proxy="/nowhere"></script>`);
  await respondent.launcher.click();
  await expect(respondent.panel).toContainText('The interview is not connected to this page yet.');
  expect((await said).text()).toContain(`no proxy responds at ${product.origin}/nowhere/start: HTTP 404.`);
});
