import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const isRoot = process.getuid?.() === 0;

/** Without a sandbox where there can't be one, and without anything that a browser does on its own account. */
export const LAUNCH_ARGS = [
  ...(isRoot ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** How Playwright launches a browser, with more arguments where somebody needs them. */
export const launchOptions = (executablePath: string, ...more: string[]) => ({
  executablePath,
  args: [...LAUNCH_ARGS, ...more],
  // Playwright turns the back/forward cache off; people's browsers have it.
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});

/** Debian's name, and that of Chrome for Testing. */
const SHELL_NAMES = ['chromium-headless-shell', 'chrome-headless-shell'];
const NAMES = ['chromium', 'google-chrome', 'google-chrome-stable', 'chromium-browser', 'chrome'];
const { HOME = '', PROGRAMFILES = '', LOCALAPPDATA = '', PATH = '' } = process.env;
const PLACES: Partial<Record<NodeJS.Platform, string[]>> = {
  darwin: ['', HOME].flatMap(base => [
    `${base}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome`,
    `${base}/Applications/Chromium.app/Contents/MacOS/Chromium`,
  ]),
  win32: [PROGRAMFILES, process.env['PROGRAMFILES(X86)'] ?? '', LOCALAPPDATA].flatMap(base => [
    join(base, 'Google/Chrome/Application/chrome.exe'),
    join(base, 'Chromium/Application/chrome.exe'),
  ]),
};

const onPath = (names: string[]) => PATH.split(delimiter).flatMap(folder => names.map(name => join(folder, name)));

/** An installed Chrome or Chromium, or the one that `CHROME_PATH` names; null where there is none. */
export function findBrowser(): string | null {
  const { CHROME_PATH } = process.env;
  if (CHROME_PATH) return existsSync(CHROME_PATH) ? CHROME_PATH : null;
  return [...onPath(NAMES), ...(PLACES[process.platform] ?? [])].find(existsSync) ?? null;
}

/** As `findBrowser`; installs Debian's where it may, and otherwise ends the process with a line that says what to install. */
export function requireBrowser(): string {
  const { CHROME_PATH } = process.env;
  const found =
    findBrowser() ??
    (!CHROME_PATH && canInstallPackages() && installPackages('chromium', 'fonts-dejavu-core') ? findBrowser() : null);
  if (found) return found;
  console.error(
    CHROME_PATH
      ? `There is no browser at CHROME_PATH (${CHROME_PATH}).`
      : 'The tests need a browser: install Google Chrome or Chromium, or set CHROME_PATH to one.',
  );
  process.exit(1);
}

/**
 * Chromium without a window, where it is installed or may be, and otherwise as `requireBrowser`: the same engine, lighter
 * (Playwright's own choice for tests, too). It has no back/forward cache.
 */
export function requireHeadlessShell(): string {
  const find = () => onPath(SHELL_NAMES).find(existsSync);
  if (process.env.CHROME_PATH) return requireBrowser();
  // Playwright's workers read the configuration too, and find what its main process has installed.
  const isWorker = process.env.TEST_WORKER_INDEX !== undefined;
  const isWanted = !isWorker && canInstallPackages() && (process.env.CI || !findBrowser());
  return (
    find() ?? (isWanted && installPackages(SHELL_NAMES[0]!, 'fonts-dejavu-core') ? find() : null) ?? requireBrowser()
  );
}

/** Only root on Debian may. */
export const canInstallPackages = () => isRoot && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get');

/** Installs Debian's packages; says whether it could. */
export function installPackages(...packages: string[]): boolean {
  console.error(`Installing ${packages.join(' ')}, which the tests need.`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const aptGet = (...args: string[]) =>
    spawnSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 }).status ===
    0;
  return aptGet('update') && aptGet('install', '-y', '--no-install-recommends', ...packages);
}
