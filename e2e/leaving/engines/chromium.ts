import { findBrowser, LAUNCH_ARGS } from '../../support/browser.ts';
import type { Engine } from './engine.ts';
import { launchWithPuppeteer } from './puppeteer.ts';

/** Runs with Puppeteer, because Playwright keeps every page focused and visible. */
export const chromium: Engine = {
  name: 'chromium',
  missingSoftware: () => (findBrowser() ? null : 'install Chromium or Google Chrome'),
  packages: ['chromium'],
  launch: env =>
    launchWithPuppeteer(
      { browser: 'chrome', executablePath: findBrowser()!, headless: true, args: LAUNCH_ARGS, env },
      commandLine => commandLine.includes('--type=renderer'),
    ),
};
