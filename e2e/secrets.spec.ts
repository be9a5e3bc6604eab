import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { WIDGET_DIR } from '../demo/tools/build-widget.ts';
import { expect, test } from './support/fixtures.ts';

const SECRETS = /pk_live_|st_live_|whsec_/;

/**
 * Records the page's requests and responses as texts: addresses, headers, bodies. Playwright may
 * never report the sent headers of a request that a reload cancels. `read` waits 5 s for them and
 * then takes the headers that the page set.
 */
function recordTraffic(page: Page) {
  const texts: Promise<string>[] = [];
  const timeout = Promise.withResolvers<void>();
  const withFallback = <T>(value: Promise<T>, fallback: () => T) =>
    Promise.race([value.catch(fallback), timeout.promise.then(fallback)]);

  page.on('response', response => {
    const request = response.request();
    const readExchange = async () => {
      const body = await withFallback(
        response.body().then(bytes => bytes.toString()),
        () => '',
      );
      const sent = await withFallback(request.allHeaders(), () => request.headers());
      const received = await withFallback(response.allHeaders(), () => response.headers());
      return [request.method(), response.url(), JSON.stringify([sent, received]), request.postData(), body].join('\n');
    };
    texts.push(readExchange());
  });
  return {
    read() {
      setTimeout(timeout.resolve, 5_000);
      return Promise.all(texts);
    },
  };
}

test('S94: nothing that the browser receives, sends or stores contains a key or a session token', async ({
  page,
  context,
  respondent,
}) => {
  const traffic = recordTraffic(page);
  await respondent.openInterview();
  await respondent.answer();
  await page.reload();
  await expect(respondent.interviewerTurns).toHaveCount(2);
  await respondent.answer();
  const stored = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  await respondent.endInterview();

  const texts = await traffic.read();
  const routes = texts.map(text => /\/koji\/\w+/.exec(text)?.[0]);
  expect(routes).toEqual(expect.arrayContaining(['/koji/start', '/koji/message', '/koji/resume', '/koji/complete']));
  expect(stored).toContain('ticket');
  const allTexts = [
    ...texts,
    stored,
    JSON.stringify(await context.storageState()),
    JSON.stringify(respondent.hostEvents),
  ];
  expect(allTexts.filter(text => SECRETS.test(text))).toEqual([]);

  const { ticket } = JSON.parse(JSON.parse(stored)[0]['koji:/koji:churn']);
  const parts = String(ticket).split('.');
  expect(
    parts.map(part => Buffer.from(part, 'base64url').toString('latin1')).filter(part => SECRETS.test(part)),
  ).toEqual([]);
});

test('S94: no script of the widget contains a key or a session token', async () => {
  const scripts = readdirSync(WIDGET_DIR, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(2);
  const scriptsWithSecrets = scripts.filter(name => SECRETS.test(readFileSync(`${WIDGET_DIR}/${name}`, 'utf8')));
  expect(scriptsWithSecrets).toEqual([]);
});

test('S94: the same search finds a key of the product', async ({ product }) => {
  expect(await product.createKey('interview:read')).toMatch(SECRETS);
});
