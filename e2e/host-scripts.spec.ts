import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  completeShortInterview,
  expect,
  expectEndedByRespondent,
  PLAIN_PAGE,
  readHostPage,
  scriptTag,
  test,
} from './support/host-page.ts';

const require = createRequire(import.meta.url);

/**
 * Removes Prototype.js's `Array.prototype.toJSON` while a host event goes to the test. Playwright
 * serialises the event with JSON.stringify, which that method breaks. The widget still meets it.
 */
function protectEventRecorder(): void {
  const page = window as unknown as { recordHostEvent(event: object): void };
  const arrays = Array.prototype as { toJSON?: unknown };
  const { recordHostEvent } = page;
  page.recordHostEvent = event => {
    const { toJSON } = arrays;
    delete arrays.toJSON;
    recordHostEvent(event);
    if (toJSON) arrays.toJSON = toJSON;
  };
}

// The npm packages of Prototype.js and MooTools are not what pages load, so the test pages contain
// excerpts of both libraries.
for (const [name, scripts] of [
  ['prototype', 'Prototype.js'],
  ['mootools', 'MooTools'],
  ['zone-js', 'zone.js'],
  ['frozen-prototypes', 'frozen prototypes'],
  ['late-polyfills', 'polyfills that come after the widget'],
  ['extensions', 'elements that extensions add to the widget'],
  ['module-loaders', 'AMD and CommonJS loaders, a base address and a wrong language'],
  ['monitoring', 'an error tracker, a session recorder and extended prototypes'],
] as const) {
  test(`a complete interview works on a page with ${scripts}`, async ({ page, product, respondent, site }) => {
    site.addPage('/zone.js', readFileSync(require.resolve('zone.js'), 'utf8'));
    await page.addInitScript(protectEventRecorder);
    await page.goto(site.addPage(`/${name}`, readHostPage(name, scriptTag(product))));
    if (name === 'zone-js') expect(await page.evaluate(() => String(Promise))).toContain('ZoneAwarePromise');
    await respondent.launcher.click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    const answered = await respondent.answerAll();
    const { reason, transcript } = await product.waitForCompletion(await respondent.interviewId());
    expect(reason).toBe('natural');
    // Arrays arrive as arrays.
    const ranking = answered.find(({ type }) => type === 'ranking')!;
    const order = transcript.find(({ answer }) => answer?.question_id === ranking.id)?.answer?.value;
    expect(order).toHaveLength(5);
    await respondent.callKoji('destroy');
    await expect(respondent.thanksHeading).toHaveCount(0);
  });
}

test('an interview works if the page’s fetch returns no stream: each reply then appears at once', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.goto(site.addPage('/no-stream', readHostPage('fetch-without-stream', scriptTag(product))));
  const { stats } = await completeShortInterview(respondent, product);
  expect(stats.respondent_messages).toBe(1);
});

test('an interview works with a blocker: no address matches its list, and no step needs a beacon', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const requestPaths: string[] = [];
  page.on('request', request => requestPaths.push(new URL(request.url()).pathname));
  await page.route(/beacon|collect|track|analytics|telemetry|pixel|\bads?\b|metric|log\b/i, route => route.abort());
  await page.addInitScript(() => {
    navigator.sendBeacon = () => true;
    const { fetch } = window;
    window.fetch = (input, init) => (init?.keepalive ? new Promise(() => {}) : fetch(input, init));
    Object.defineProperty(window, 'fetchLater', { value: undefined });
  });
  await page.goto(site.addPage('/blocked', PLAIN_PAGE + scriptTag(product)));
  await completeShortInterview(respondent, product);
  expect(requestPaths.filter(path => /\/koji/.test(path)).length).toBeGreaterThan(5);
});

test('a router that replaces the body keeps the interview and its draft', async ({
  page,
  product,
  respondent,
  site,
}) => {
  for (const path of ['/routes/one', '/routes/two'])
    site.addPage(path, readHostPage('body-replacing-router', scriptTag(product)));
  await page.goto(`${site.origin}/routes/one`);
  const historyLength = await page.evaluate(() => history.length);
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answerBox.fill('Half a thought');
  await page.getByRole('link', { name: 'Two' }).click();
  await expect(page).toHaveURL(/two$/);
  await expect(respondent.answerBox).toHaveValue('Half a thought');
  await respondent.answer();
  await page.goBack();
  await expect(page).toHaveURL(/one$/);
  await expect(respondent.respondentTurns).toHaveCount(1);
  await page.getByRole('button', { name: 'Rewrite the body' }).click();
  await expect(page.getByRole('heading', { name: 'Rewritten' })).toBeVisible();
  await expect(respondent.panel).toHaveCount(1);
  await respondent.endInterview();
  expect(respondent.eventsNamed('start')).toHaveLength(1);
  await expectEndedByRespondent(respondent, product);
  // The one new history entry is the router's.
  expect(await page.evaluate(() => history.length)).toBe(historyLength + 1);
});

test('an interview works on an XHTML page', async ({ page, product, respondent, site }) => {
  const body = `<p>Words</p>${scriptTag(product).replace('async', 'async="async"')}`;
  const document = `<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><title>XHTML</title></head><body>${body}</body></html>`;
  await page.goto(site.addPage('/xhtml', document, { 'content-type': 'application/xhtml+xml' }));
  await completeShortInterview(respondent, product);
});
