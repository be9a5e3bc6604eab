import { test as base } from 'playwright/test';
import { type Environment, type Product, startProduct } from './product.ts';
import { Respondent } from './respondent.ts';
import { type ScriptedInterviewer, startScriptedInterviewer } from './scripted-interviewer.ts';
import { type Site, startSite } from './site.ts';
import { listenToWebhooks, type WebhookListener } from './webhook-listener.ts';

export { expect } from 'playwright/test';

export interface ProductOptions {
  /**
   * Environment of `product`, added to defaults that suit all tests. A spec sets it for all its
   * tests: `test.use({ environment: { KOJI_LEAVE_GRACE: '500ms' } })`. Default: empty.
   */
  environment: Environment;
}

/** Fixtures that tests of one worker share. */
export interface WorkerFixtures extends ProductOptions {
  /** The running demo. Tests with the same environment share one, as starting one takes seconds. */
  product: Product;
  /** A website on another origin, which the product's proxy allows. */
  site: Site;
  /** Receives the webhooks of `product`. */
  webhooks: WebhookListener;
}

/** Fixtures that each test gets for itself. */
export interface TestFixtures {
  /** A page and an interviewer without the demo. The test writes the replies. */
  scriptedInterviewer: ScriptedInterviewer;
  /** Drives the interview in `page`. Records host events from the first page on. */
  respondent: Respondent;
  /** Starts another product for this test only. */
  startOtherProduct(environment: Environment): Promise<Product>;
  /**
   * Uncaught errors and unhandled rejections of all pages and frames of the test's browser context.
   * Each test fails if there is one.
   */
  uncaughtErrors: string[];
}

/**
 * The `test` function of all specs that need the product. Relative addresses in `page.goto` refer
 * to the product's origin.
 */
export const test = base.extend<TestFixtures, WorkerFixtures>({
  environment: [{}, { option: true, scope: 'worker' }],

  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the needed fixtures from the pattern
    async ({}, use) => {
      const site = await startSite();
      await use(site);
      await site.close();
    },
    { scope: 'worker' },
  ],

  product: [
    async ({ environment, site }, use) => {
      const product = await startProduct({ KOJI_ALLOWED_ORIGINS: site.origin, ...environment });
      await use(product);
      await product.remove();
    },
    { scope: 'worker' },
  ],

  webhooks: [
    async ({ product }, use) => {
      const listener = await listenToWebhooks(product);
      await use(listener);
      await listener.close();
    },
    { scope: 'worker' },
  ],

  // biome-ignore lint/correctness/noEmptyPattern: as above
  scriptedInterviewer: async ({}, use) => {
    const interviewer = await startScriptedInterviewer();
    await use(interviewer);
    await interviewer.close();
  },

  baseURL: ({ product }, use) => use(product.origin),

  uncaughtErrors: [
    async ({ context }, use) => {
      const errors: string[] = [];
      context.on('weberror', webError => errors.push(`${webError.page()?.url()}: ${webError.error()}`));
      // Chromium reports no `weberror` for the loop error of a ResizeObserver, which error trackers of
      // host pages report (https://drafts.csswg.org/resize-observer/#deliver-resize-error).
      await context.exposeBinding('recordErrorEvent', (_source, message: string) => errors.push(message));
      await context.addInitScript(() => {
        addEventListener('error', ({ message }) => {
          if (message.startsWith('ResizeObserver'))
            (window as unknown as { recordErrorEvent(message: string): void }).recordErrorEvent(message);
        });
      });
      await use(errors);
      test.expect(errors).toEqual([]);
    },
    { auto: true },
  ],

  respondent: async ({ page }, use) => {
    const respondent = new Respondent(page);
    await respondent.recordHostEvents();
    await use(respondent);
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  startOtherProduct: async ({}, use) => {
    const products: Product[] = [];
    await use(async environment => {
      const product = await startProduct(environment);
      products.push(product);
      return product;
    });
    for (const product of products) await product.remove();
  },
});
