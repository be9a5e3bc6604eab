import type { Page } from 'playwright/test';
import { buildAppsIfStale } from '../demo/tools/build-apps.ts';
import { expect, test } from './support/fixtures.ts';

test.beforeAll(async () => {
  // Installing and building the apps takes a minute if nothing is built yet.
  test.setTimeout(600_000);
  await buildAppsIfStale();
});

const followLink = (page: Page, name: string) => page.getByRole('link', { name }).click();
const eventItems = (page: Page) => page.getByRole('list', { name: 'Events' }).getByRole('listitem');

for (const app of ['react', 'react-in-development', 'vue', 'svelte', 'plain']) {
  test.describe(`the ${app} app`, () => {
    // The respondent fixture comes first, because it records events from the start of the page.
    test.beforeEach(({ respondent }) => respondent.page.goto(`/apps/${app}/`));

    test('mounts one interview with its view and receives its end event', async ({ page, product, respondent }) => {
      const starts: string[] = [];
      page.on('request', request => {
        if (request.url().endsWith('/koji/start')) starts.push(request.url());
      });
      await followLink(page, 'Before you go');
      await expect(respondent.interviewerTurns).toHaveCount(1);
      await respondent.answer();
      await respondent.endInterview();
      await expect(eventItems(page)).toHaveText(['started', 'completed: respondent_left']);
      const { reason, stats } = await product.waitForCompletion(await respondent.interviewId());
      expect([reason, stats.respondent_messages, starts.length]).toEqual(['respondent_left', 1, 1]);
    });

    test('destroys the interview with its view and resumes it in the next', async ({ page, product, respondent }) => {
      await followLink(page, 'Before you go');
      await expect(respondent.interviewerTurns).toHaveCount(1);
      const id = await respondent.interviewId();
      await respondent.answer();
      await followLink(page, 'Your plan');
      await expect(page.getByText('Renews on 1 March')).toBeVisible();
      await expect(respondent.log).toHaveCount(0);
      await expect(page.locator('koji-interview-host, koji-inline')).toHaveCount(0);
      await followLink(page, 'Before you go');
      await expect(respondent.interviewerTurns).toHaveCount(2);
      await respondent.answer();
      expect(await respondent.interviewId()).toBe(id);
      await expect(eventItems(page)).toHaveText(['started', 'resumed']);
      expect((await product.getInterview(id)).status).toBe('active');
    });

    test('uses the element in its markup, with attributes and events', async ({ page, product, respondent }) => {
      await followLink(page, 'How was your start?');
      await page.getByRole('button', { name: 'Talk to us' }).click();
      await expect(respondent.panel.getByRole('log')).toBeVisible();
      const id = await respondent.interviewId();
      await respondent.answer();
      await followLink(page, 'Your plan');
      await expect(respondent.panel).toHaveCount(0);
      await followLink(page, 'How was your start?');
      await expect(respondent.interviewerTurns).toHaveCount(2);
      await respondent.endInterview();
      expect(await respondent.interviewId()).toBe(id);
      await expect(eventItems(page)).toHaveText(['completed: respondent_left']);
      expect((await product.waitForCompletion(id)).respondent?.metadata).toMatchObject({ study: 'onboarding' });
    });
  });
}

test('a plain page needs only the script tag', async ({ product, respondent }) => {
  const id = await respondent.openInterview('/apps/plain/script-tag.html');
  await respondent.answer();
  await respondent.endInterview();
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
});
