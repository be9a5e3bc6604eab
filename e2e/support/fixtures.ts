import { test as base } from 'playwright/test';
import { type Environment, type Product, startProduct } from './product.ts';
import { Respondent } from './respondent.ts';
import { type ScriptedInterviewer, startScriptedInterviewer } from './scripted-interviewer.ts';
import { type Site, startSite } from './site.ts';
import { listenToWebhooks, type WebhookListener } from './webhook-listener.ts';

export { expect } from 'playwright/test';

export interface ProductOptions {
  /** How the product of a file's tests is set up, besides what suits all tests. */
  environment: Environment;
}

interface WorkerFixtures extends ProductOptions {
  /** One product for all tests with the same environment, as starting one takes seconds. */
  product: Product;
  /** A website elsewhere whose pages may use the product's proxy. */
  site: Site;
  webhooks: WebhookListener;
}

interface TestFixtures {
  /** An interviewer who says what the test prompts. */
  scriptedInterviewer: ScriptedInterviewer;
  respondent: Respondent;
  /** Starts another product for this test alone. */
  startOther(environment: Environment): Promise<Product>;
  /** What the page's script threw that nobody caught. Every test ends with looking at it. */
  uncaughtErrors: Error[];
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  environment: [{}, { option: true, scope: 'worker' }],

  site: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from the pattern what a fixture needs
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
    async ({ page }, use) => {
      const thrown: Error[] = [];
      page.on('pageerror', error => thrown.push(error));
      await use(thrown);
      test.expect(thrown).toEqual([]);
    },
    { auto: true },
  ],

  respondent: async ({ page }, use) => {
    const respondent = new Respondent(page);
    await respondent.recordHostEvents();
    await use(respondent);
  },

  // biome-ignore lint/correctness/noEmptyPattern: as above
  startOther: async ({}, use) => {
    const products: Product[] = [];
    await use(async environment => {
      const product = await startProduct(environment);
      products.push(product);
      return product;
    });
    for (const product of products) await product.remove();
  },
});
