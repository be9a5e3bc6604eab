import { existsSync } from 'node:fs';
import type { Engine } from './engine.ts';
import { launchWithPuppeteer } from './puppeteer.ts';

const EXECUTABLES = [process.env.FIREFOX_PATH ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'];
const findFirefox = () => EXECUTABLES.find(existsSync);

export const firefox: Engine = {
  name: 'firefox',
  missingSoftware: () => (findFirefox() ? null : 'install firefox-esr, or set FIREFOX_PATH'),
  packages: ['firefox-esr'],
  launch: env =>
    launchWithPuppeteer({ browser: 'firefox', executablePath: findFirefox()!, headless: true, env }, commandLine =>
      // Processes that Firefox's fork server starts separate their arguments by spaces, others by
      // null characters.
      /-contentproc.*[\0 ]tab\0?$/.test(commandLine),
    ),
};
