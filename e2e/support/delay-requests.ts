import type { Page } from 'playwright/test';

/** Holds the page's requests to these addresses (a glob). Returns a function that releases them. */
export async function delayRequests(page: Page, addresses: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(addresses, async route => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** The chunk that the widget loads after the first question. */
export const DEFERRED_CHUNK = '**/deferred-*.js';
