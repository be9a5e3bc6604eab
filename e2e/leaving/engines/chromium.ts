import { findBrowser, LAUNCH_ARGS } from '../../support/browser.ts';
import type { Engine } from './engine.ts';
import { launchPuppet } from './puppet.ts';

/** Not by Playwright, which keeps every page focused and in sight. */
export const chromium: Engine = {
  name: 'chromium',
  missing: () => (findBrowser() ? null : 'install Chromium or Google Chrome'),
  packages: ['chromium'],
  launch: env =>
    launchPuppet(
      { browser: 'chrome', executablePath: findBrowser()!, headless: true, args: LAUNCH_ARGS, env },
      command => command.includes('--type=renderer'),
    ),
};
