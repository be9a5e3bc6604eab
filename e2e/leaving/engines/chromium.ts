import { findBrowser, LAUNCH_ARGS } from '../../support/browser.ts';
import type { Engine } from './engine.ts';
import { launchWithPuppeteer } from './puppeteer.ts';

/** Not by Playwright, which keeps every page focused and in sight. */
export const chromium: Engine = {
  name: 'chromium',
  missingSoftware: () => (findBrowser() ? null : 'install Chromium or Google Chrome'),
  packages: ['chromium'],
  launch: env =>
    launchWithPuppeteer(
      { browser: 'chrome', executablePath: findBrowser()!, headless: true, args: LAUNCH_ARGS, env },
      command => command.includes('--type=renderer'),
    ),
};
