import { defineConfig, devices } from 'playwright/test';
import { launchOptions, requireBrowser, requireHeadlessShell } from './support/browser.ts';
import type { ProductOptions } from './support/fixtures.ts';

/** What a browser does with pages and fingers is tried in the one that people have. */
const WHOLE = /(come-back|host-page|leave|touch|two-tabs)\.spec\.ts$/;

export default defineConfig<object, ProductOptions>({
  testDir: '.',
  // What ends in `.test.ts` is Vitest's.
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results',
  globalSetup: './support/global-setup.ts',
  // Two browsers and two products keep two cores busy; more only make each other wait.
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
    { name: 'shell', testIgnore: WHOLE, use: { launchOptions: launchOptions(requireHeadlessShell()) } },
    { name: 'browser', testMatch: WHOLE, use: { launchOptions: launchOptions(requireBrowser()) } },
  ],
});
