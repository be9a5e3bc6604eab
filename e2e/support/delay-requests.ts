import type { Page } from 'playwright/test';

/** Holds back what the page asks for under these addresses, until what is given back is called. */
export async function delayRequests(page: Page, addresses: string): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  await page.route(addresses, async route => {
    await promise;
    await route.continue();
  });
  return resolve;
}

/** What a widget needs once the first question is there. */
export const DEFERRED_CHUNK = '**/deferred-*.js';
