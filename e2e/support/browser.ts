import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const isRoot = process.getuid?.() === 0;

/** No sandbox for root, who can't have one, and no background activity of the browser. */
export const LAUNCH_ARGS = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Playwright's launch options for a browser, with further command line arguments if needed. */
export const launchOptions = (executablePath: string, ...more: string[]) => ({
  executablePath,
  args: [...LAUNCH_ARGS, ...more],
  // Playwright turns the back/forward cache off, which real browsers have.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});

/** The names in Debian and in Chrome for Testing. */
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell'];
const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'chrome'];
const { HOME = '', PROGRAMFILES = '', LOCALAPPDATA = '', PATH = '' } = process.env;
const INSTALL_PATHS: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['', HOME].flatMap(base => [
    `${base}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
    `${base}/Applications/Chromium.app/Contents/MacOS/Chromium`,
  ]),
  win32: [PROGRAMFILES, process.env['PROGRAMFILES(X86)'] ?? '', LOCALAPPDATA].flatMap(base => [
    join(base, 'Google/Chrome/Application/chrome.exe'),
    join(base, 'Chromium/Application/chrome.exe'),
  ]),
};

const listPathCandidates = (names: string[]) =>
  PATH.split(delimiter).flatMap(folder => names.map(name => join(folder, name)));

/**
 * Finds an installed Chrome or Chromium, or the browser at `CHROME_PATH`. Null if there is none.
 */
export function findBrowser(): string | null {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) return existsSync(CHROME_PATH) ? CHROME_PATH : null;
  return [...listPathCandidates(NAMES), ...(INSTALL_PATHS[process.platform] ?? [])].find(existsSync) ?? null;
}

/**
 * As `findBrowser`, but installs Debian's Chromium if it is allowed to. If there is no browser
 * then, it prints what to install and ends the process.
 */
export function requireBrowser(): string {
  const { CHROME_PATH } = process.env;
  const browser =
    findBrowser() ??
    (!CHROME_PATH && canInstallPackages() && installPackages('chromium', 'fonts-dejavu-core') ? findBrowser() : null);
  if (browser) return browser;
  console.error(
    CHROME_PATH
      ? `CHROME_PATH: no browser at ${CHROME_PATH}.`
      : 'The tests need a browser: install Google Chrome or Chromium, or set CHROME_PATH to one.',
  );
  process.exit(1);
}

/**
 * Finds or installs Chromium's headless shell; otherwise as `requireBrowser`. The shell has the
 * same engine and is lighter (Playwright's default for tests), but it has no back/forward cache.
 */
export function requireHeadlessShell(): string {
  const find = () => listPathCandidates(SHELL_NAMES).find(existsSync);
  if (process.env.CHROME_PATH) return requireBrowser();
  // Playwright's workers evaluate the configuration too. Only the main process installs packages.
  const isWorker = process.env.TEST_WORKER_INDEX !== undefined;
  const shouldInstall = !isWorker && canInstallPackages() && (process.env.CI || !findBrowser());
  return (
    find() ??
    (shouldInstall && installPackages(SHELL_NAMES[0]!, 'fonts-dejavu-core') ? find() : null) ??
    requireBrowser()
  );
}

/** Whether packages can be installed: only by root on Debian. */
export const canInstallPackages = () => isRoot && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** Installs Debian packages. Returns whether it succeeded. */
export function installPackages(...packages: string[]): boolean {
  console.error(`Installing ${packages.join(' ')} for the tests.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 }).status ===
    0;
  return aptGet('update') && aptGet('install', '-y', '--no-install-recommends', ...packages);
}
