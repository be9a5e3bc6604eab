import { existsSync } from 'node:fs';
import type { Engine } from './engine.ts';
import { launchWithPuppeteer } from './puppeteer.ts';

const PLACES = [process.env.FIREFOX_PATH ?? '', '/usr/bin/firefox-esr', '/usr/bin/firefox'];
const find = () => PLACES.find(existsSync);

export const firefox: Engine = {
  name: 'firefox',
  missingSoftware: () => (find() ? null : 'install firefox-esr, or set FIREFOX_PATH'),
  packages: ['firefox-esr'],
  launch: env =>
    launchWithPuppeteer({ browser: 'firefox', executablePath: find()!, headless: true, env }, command =>
      // What Firefox's fork server starts has its words apart by blanks.
      /-contentproc.*[\0 ]tab\0?$/.test(command),
    ),
};
