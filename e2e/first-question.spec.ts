import { DEFERRED_CHUNK, delayRequests } from './support/delay-requests.ts';
import { expect, test } from './support/fixtures.ts';

const WIDGET_CHUNK = '**/widget-*.js';

/** Opens the interview without pointing at the launcher before, as a finger or a key does. */
const PRESS = () => (window as unknown as { Koji(command: string): void }).Koji('open');

test('the first question needs three requests: the loader, the widget and the start', async ({ page, respondent }) => {
  await delayRequests(page, DEFERRED_CHUNK);
  const paths: string[] = [];
  page.on('request', request => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith('/koji')) paths.push(pathname.replace(/-[\w-]{8}\.js$/, '.js'));
  });
  await page.goto('/');
  await expect(respondent.launcher).toBeVisible();
  await page.evaluate(PRESS);
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answerBox.fill('It can be answered.');
  expect(paths.filter(path => !path.includes('deferred')).sort()).toEqual([
    '/koji-embed/widget.js',
    '/koji.js',
    '/koji/start',
  ]);
});

test('the interview is started while the widget is still loading', async ({ page, respondent }) => {
  const releaseWidget = await delayRequests(page, WIDGET_CHUNK);
  const started = page.waitForResponse('**/koji/start');
  await page.goto('/');
  await expect(respondent.launcher).toBeVisible();
  await page.evaluate(PRESS);
  expect((await started).status()).toBe(201);
  await expect(respondent.interviewerTurns).toHaveCount(0);

  releaseWidget();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  const { interview } = await (await started).json();
  expect(await respondent.interviewId()).toBe(interview.interview_id);
});

test('the deferred chunk is requested after the first question has been painted', async ({ page, respondent }) => {
  await page.addInitScript(() => {
    const log = () => document.querySelector('koji-interview-host')?.shadowRoot?.querySelector('[role=log] .turn');
    const look = () => {
      if (!log()) return requestAnimationFrame(look);
      // This frame paints the question. A task after it runs after the painting.
      setTimeout(() => {
        (window as unknown as { paintedAt: number }).paintedAt = performance.now();
      });
      return 0;
    };
    requestAnimationFrame(look);
  });
  const requested = page.waitForRequest(DEFERRED_CHUNK);
  await respondent.openInterview();
  await requested;
  await respondent.answer();
  const { paintedAt, requestedAt } = await page.evaluate(() => ({
    paintedAt: (window as unknown as { paintedAt: number }).paintedAt,
    requestedAt: performance.getEntriesByType('resource').find(({ name }) => /deferred-/.test(name))!.startTime,
  }));
  expect(requestedAt).toBeGreaterThanOrEqual(paintedAt);
});

for (const [name, fulfil] of [
  ['HTML', { status: 200, contentType: 'text/html', body: '<!doctype html>' }],
  ['500', { status: 500, contentType: 'text/html', body: '<!doctype html>' }],
] as const) {
  test(`an early start that gets ${name} shows the failure, and can be tried again`, async ({ page, respondent }) => {
    const releaseWidget = await delayRequests(page, WIDGET_CHUNK);
    let starts = 0;
    await page.route('**/koji/start', route => (++starts === 1 ? route.fulfill(fulfil) : route.continue()));
    await page.goto('/');
    await expect(respondent.launcher).toBeVisible();
    const response = page.waitForResponse('**/koji/start');
    await page.evaluate(PRESS);
    await response;
    releaseWidget();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(respondent.interviewerTurns).toHaveCount(1);
    expect(starts).toBe(2);
    expect(respondent.eventsNamed('start')).toHaveLength(1);
  });
}

test('a press in the moment in which the page is left starts one interview at most, which the next page does not show', async ({
  page,
  respondent,
}) => {
  let starts = 0;
  page.on('request', request => {
    if (request.url().endsWith('/koji/start')) starts++;
  });
  await page.goto('/');
  await expect(respondent.launcher).toBeVisible();
  await page.evaluate(press => {
    addEventListener('pagehide', () => (window as unknown as { Koji(command: string): void }).Koji(press));
  }, 'open');
  await page.goto('/?next');
  await expect(respondent.launcher).toBeVisible();
  expect(starts).toBeLessThanOrEqual(1);
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  expect(respondent.eventsNamed('start')).toHaveLength(1);
});

test('a widget that cannot be loaded leaves its start to the next press', async ({ page, respondent }) => {
  let starts = 0;
  page.on('request', request => {
    if (request.url().endsWith('/koji/start')) starts++;
  });
  await page.route(WIDGET_CHUNK, route => route.fulfill({ status: 404 }));
  await page.goto('/');
  await expect(respondent.launcher).toBeVisible();
  const started = page.waitForResponse('**/koji/start');
  await page.evaluate(PRESS);
  await started;
  await expect.poll(() => respondent.eventsNamed('error').length).toBe(1);
  await page.evaluate(PRESS);
  expect(starts).toBe(1);
});

test('an unsent report is waiting and the deferred chunk fails: nothing is thrown, and the report is kept', async ({
  page,
  respondent,
}) => {
  await page.route(DEFERRED_CHUNK, route => route.abort());
  await page.addInitScript(() => {
    const report = { ticket: 't', reason: 'respondent_left', page: 'p', seq: 1, expiresAt: Date.now() + 60_000 };
    localStorage.setItem('koji:/koji:churn:reports', JSON.stringify([report]));
  });
  const requested = page.waitForRequest(DEFERRED_CHUNK);
  await page.goto('/');
  await requested;
  await page.waitForTimeout(300);
  await expect(respondent.launcher).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem('koji:/koji:churn:reports'))).toContain('respondent_left');
});

test('a press while offline shows the failure of the start, and can be tried again', async ({ page, respondent }) => {
  await page.goto('/');
  await page.route('**/koji/start', route => route.abort('internetdisconnected'));
  await expect(respondent.launcher).toBeVisible();
  await page.evaluate(PRESS);
  const tryAgain = page.getByRole('button', { name: 'Try again' });
  await expect(tryAgain).toBeVisible();
  await page.unroute('**/koji/start');
  await tryAgain.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
});

test('a press while offline, before anything is loaded, leaves the next one to work', async ({ page, respondent }) => {
  await page.goto('/');
  await expect(respondent.launcher).toBeVisible();
  await page.context().setOffline(true);
  await page.evaluate(PRESS);
  await page.context().setOffline(false);
  await expect(async () => {
    await page.evaluate(PRESS);
    await expect(respondent.interviewerTurns).toHaveCount(1, { timeout: 2000 });
  }).toPass();
  expect(respondent.eventsNamed('start')).toHaveLength(1);
});
