import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import { WIDGET_DIR } from '../demo/tools/build-widget.ts';
import { expect, test } from './support/fixtures.ts';

const SECRETS = /pk_live_|st_live_|whsec_/;

/**
 * Everything that goes between the browser and servers, as text: addresses, headers, bodies.
 * A request that a reload cuts off may never get the headers that went over the wire; when the rest has been told for
 * a while, those the page asked for are taken.
 */
function recordTraffic(page: Page) {
  const texts: Promise<string>[] = [];
  const late = Promise.withResolvers<void>();
  const orWhenLate = <T>(told: Promise<T>, instead: () => T) =>
    Promise.race([told.catch(instead), late.promise.then(instead)]);

  page.on('response', response => {
    const request = response.request();
    const whole = async () => {
      const body = await orWhenLate(
        response.body().then(bytes => bytes.toString()),
        () => '',
      );
      const sent = await orWhenLate(request.allHeaders(), () => request.headers());
      const received = await orWhenLate(response.allHeaders(), () => response.headers());
      return [request.method(), response.url(), JSON.stringify([sent, received]), request.postData(), body].join('\n');
    };
    texts.push(whole());
  });
  return {
    all() {
      setTimeout(late.resolve, 5_000);
      return Promise.all(texts);
    },
  };
}

test('S94: nothing that the browser receives, sends or keeps holds a key or a session token', async ({
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
  const kept = await page.evaluate(() => JSON.stringify([{ ...sessionStorage }, { ...localStorage }]));
  await respondent.endInterview();

  const texts = await traffic.all();
  const routes = texts.map(text => /\/koji\/\w+/.exec(text)?.[0]);
  expect(routes).toEqual(expect.arrayContaining(['/koji/start', '/koji/message', '/koji/resume', '/koji/complete']));
  expect(kept).toContain('ticket');
  const seen = [...texts, kept, JSON.stringify(await context.storageState()), JSON.stringify(respondent.hostEvents)];
  expect(seen.filter(text => SECRETS.test(text))).toEqual([]);

  const { ticket } = JSON.parse(JSON.parse(kept)[0]['koji:/koji:churn']);
  const parts = String(ticket).split('.');
  expect(
    parts.map(part => Buffer.from(part, 'base64url').toString('latin1')).filter(part => SECRETS.test(part)),
  ).toEqual([]);
});

test('S94: no script of the widget holds a key or a session token', async () => {
  const scripts = readdirSync(WIDGET_DIR, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(2);
  const holding = scripts.filter(name => SECRETS.test(readFileSync(`${WIDGET_DIR}/${name}`, 'utf8')));
  expect(holding).toEqual([]);
});

test('S94: what the product itself holds is found by the same search', async ({ product }) => {
  expect(await product.createKey('interview:read')).toMatch(SECRETS);
});
