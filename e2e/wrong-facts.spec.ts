import { createServer, request as httpRequest, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './support/fixtures.ts';
import {
  completeShortInterview,
  expectEndedByRespondent,
  openOnProductOrigin,
  PLAIN_PAGE,
  scriptTag,
} from './support/host-page.ts';
import type { Product } from './support/product.ts';

// A leave that is not reported would be completed after the idle time of 30 minutes.
test.use({ environment: { KOJI_MAX_DURATION: '5m', KOJI_LEAVE_GRACE: '3s' } });

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
  await expect(page.getByRole('timer')).toBeVisible();
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
  await page.waitForFunction(() => document.baseURI.includes('user:pass@'));
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

/** A server in front of the product that refuses `text/plain` posts, as a framework's form guard does. */
async function startFormGuard(product: Product): Promise<Server> {
  const server = createServer((request, response) => {
    if (request.headers['content-type']?.startsWith('text/plain')) {
      response.writeHead(403).end('Cross-site POST form submissions are forbidden');
      return;
    }
    const { url = '/', method, headers } = request;
    const forwarded = httpRequest(new URL(url, product.origin), { method, headers }, answer => {
      response.writeHead(answer.statusCode!, answer.headers);
      answer.pipe(response);
    });
    request.pipe(forwarded);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

test('S6: a leave is reported where the server refuses every text/plain request', async ({
  page,
  product,
  respondent,
}) => {
  const guard = await startFormGuard(product);
  const id = await respondent.openInterview(`http://127.0.0.1:${(guard.address() as AddressInfo).port}/`);
  await respondent.answer();
  await page.goto('about:blank');
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
  guard.close();
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

test('a respondent with empty fields, numbers and pasted characters is interviewed as anybody', async ({
  page,
  product,
  respondent,
}) => {
  const data = JSON.stringify({ external_id: 42, display_name: 'A\0da', metadata: null });
  await openOnProductOrigin(page, `${PLAIN_PAGE}${scriptTag(product, `data-respondent='${data}'`)}`);
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const { respondent: stored } = await product.getInterview(await respondent.interviewId());
  expect(stored).toMatchObject({ external_id: '42', display_name: 'Ada' });
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
