import { readFileSync } from 'node:fs';
import type { Page } from 'playwright/test';
import type { Interview } from '../../src/wire/koji-api.ts';
import { test as base, expect } from './fixtures.ts';
import type { Product } from './product.ts';
import type { Respondent } from './respondent.ts';

export { expect } from './fixtures.ts';

export interface QuietFixtures {
  /** Console messages that the browser itself writes on this kind of page. They are ignored. */
  ignoredConsoleMessages: RegExp | undefined;
  /** Console messages of the page, each as "type: text". */
  consoleMessages: string[];
}

/**
 * The `test` function for unusual host pages and browsers. Each test also fails on any
 * console message and on any uncaught error (see `uncaughtErrors`).
 */
export const test = base.extend<QuietFixtures>({
  ignoredConsoleMessages: [undefined, { option: true }],
  consoleMessages: [
    async ({ page, ignoredConsoleMessages }, use) => {
      const messages: string[] = [];
      page.on('console', message => messages.push(`${message.type()}: ${message.text()}`));
      await use(messages);
      expect(messages.filter(message => !ignoredConsoleMessages?.test(message))).toEqual([]);
    },
    { auto: true },
  ],
});

/** A plain host page. Append a script tag to it. */
export const PLAIN_PAGE = '<!doctype html><html lang="en"><title>A page</title><p>Words of the page.</p>';

/**
 * The script tag for a page on any origin, with further attributes such as `data-mode="drawer"`.
 */
export const scriptTag = ({ origin }: Pick<Product, 'origin'>, attributes = '') =>
  `<script async src="${origin}/koji.js" data-proxy="${origin}/koji" ${attributes}></script>`;

/** Reads `e2e/pages/hosts/<name>.html` and inserts the script tag at its marker. */
export const readHostPage = (name: string, tag: string) =>
  readFileSync(new URL(`../pages/hosts/${name}.html`, import.meta.url), 'utf8').replace('<!-- koji -->', () => tag);

/** Opens a page with this body and these headers on the product's own origin. */
export async function openOnProductOrigin(page: Page, body: string, headers: Record<string, string> = {}) {
  await page.route('**/guest', route => route.fulfill({ contentType: 'text/html', headers, body }));
  await page.goto('/guest');
}

/** Runs the shortest interview: opens it, answers one question, ends it. Returns Koji's record. */
export async function completeShortInterview(
  respondent: Respondent,
  product: Product,
  mode = 'popup',
): Promise<Interview> {
  if (mode !== 'inline') await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
  await respondent.endInterview();
  return expectEndedByRespondent(respondent, product);
}

/**
 * Expects that the respondent's interview was completed once, by its End button. Returns Koji's
 * record.
 */
export async function expectEndedByRespondent(respondent: Respondent, product: Product): Promise<Interview> {
  const interview = await product.waitForCompletion(await respondent.interviewId());
  expect(interview.reason).toBe('respondent_left');
  expect(interview.stats.respondent_messages).toBeGreaterThan(0);
  expect(respondent.eventsNamed('complete')).toHaveLength(1);
  return interview;
}
