import type { Page } from 'playwright/test';
import { buildAppsIfStale } from '../demo/tools/build-apps.ts';
import { expect, test } from './support/fixtures.ts';

test.beforeAll(async () => {
  // Installing and building the apps takes a minute, where nothing is built yet.
  test.setTimeout(600_000);
  await buildAppsIfStale();
});

const go = (page: Page, name: string) => page.getByRole('link', { name }).click();
const heard = (page: Page) => page.getByRole('list', { name: 'Events' }).getByRole('listitem');

for (const app of ['react', 'react-in-development', 'vue', 'svelte', 'plain']) {
  test.describe(`the ${app} app`, () => {
    // The respondent first, who listens from the page's first moment on.
    test.beforeEach(({ respondent }) => respondent.page.goto(`/apps/${app}/`));

    test('mounts an interview with its view, once, and hears how it ends', async ({ page, product, respondent }) => {
      const starts: string[] = [];
      page.on('request', request => {
        if (request.url().endsWith('/koji/start')) starts.push(request.url());
      });
      await go(page, 'Before you go');
      await expect(respondent.interviewerTurns).toHaveCount(1);
      await respondent.answer();
      await respondent.endInterview();
      await expect(heard(page)).toHaveText(['started', 'completed: respondent_left']);
      const { reason, stats } = await product.completed(await respondent.interviewId());
      expect([reason, stats.respondent_messages, starts.length]).toEqual(['respondent_left', 1, 1]);
    });

    test('takes it down with its view, and goes on with it in the next', async ({ page, product, respondent }) => {
      await go(page, 'Before you go');
      await expect(respondent.interviewerTurns).toHaveCount(1);
      const id = await respondent.interviewId();
      await respondent.answer();
      await go(page, 'Your plan');
      await expect(page.getByText('Renews on 1 March')).toBeVisible();
      await expect(respondent.log).toHaveCount(0);
      await expect(page.locator('koji-interview-host, koji-inline')).toHaveCount(0);
      await go(page, 'Before you go');
      await expect(respondent.interviewerTurns).toHaveCount(2);
      await respondent.answer();
      expect(await respondent.interviewId()).toBe(id);
      await expect(heard(page)).toHaveText(['started', 'resumed']);
      expect((await product.interview(id)).status).toBe('active');
    });

    test('has the element in its markup, with its attributes and events', async ({ page, product, respondent }) => {
      await go(page, 'How was your start?');
      await page.getByRole('button', { name: 'Talk to us' }).click();
      await expect(respondent.panel.getByRole('log')).toBeVisible();
      const id = await respondent.interviewId();
      await respondent.answer();
      await go(page, 'Your plan');
      await expect(respondent.panel).toHaveCount(0);
      await go(page, 'How was your start?');
      await expect(respondent.interviewerTurns).toHaveCount(2);
      await respondent.endInterview();
      expect(await respondent.interviewId()).toBe(id);
      await expect(heard(page)).toHaveText(['completed: respondent_left']);
      expect((await product.completed(id)).respondent?.metadata).toMatchObject({ study: 'onboarding' });
    });
  });
}

test('the plain page with nothing but the script tag', async ({ product, respondent }) => {
  const id = await respondent.openInterview('/apps/plain/script-tag.html');
  await respondent.answer();
  await respondent.endInterview();
  expect((await product.completed(id)).reason).toBe('respondent_left');
});
