import { defineConfig, devices } from 'playwright/test';
import { launchOptions, requireBrowser, requireHeadlessShell } from './support/browser.ts';
import type { ProductOptions } from './support/fixtures.ts';

/** Tests that need a complete browser: the headless shell has no back/forward cache. */
const NEEDS_FULL_BROWSER = /(host-page-isolation|leave|resume-after-reload|touch|two-tabs)\.spec\.ts$/;

export default defineConfig<object, ProductOptions>({
  testDir: '.',
  // Files ending in `.test.ts` are Vitest's.
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './support/global-setup.ts',
  // Two browsers with two servers keep two cores busy. More workers would only wait for each other.
  workers: 2,
  forbidOnly: true,
  timeout: 60_000,
  expect: {
    timeout: 15_000,
    toHaveScreenshot: { pathTemplate: '{testDir}/gallery/references/{arg}{ext}', maxDiffPixels: 40 },
  },
  reporter: 'list',
  use: {
    ...devices['Desktop Chrome'],
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'shell', testIgnore: NEEDS_FULL_BROWSER, use: { launchOptions: launchOptions(requireHeadlessShell()) } },
    { name: 'browser', testMatch: NEEDS_FULL_BROWSER, use: { launchOptions: launchOptions(requireBrowser()) } },
  ],
});
