/**
 * `npm run apps`: installs the packed package into the apps of `demo/apps`, as a customer would,
 * checks their types and builds them into `dist/apps`. `npm start` serves them at `/apps/react/`,
 * `/apps/vue/`, `/apps/svelte/` and `/apps/plain/`.
 */
import { buildIfStale } from './build-if-stale.ts';
import { PACKAGE_SOURCES, packIfStale, runNpm, TARBALL } from './pack-package.ts';

const APPS = 'demo/apps';
/** The last file that the apps' build writes. */
const LAST_BUILT = 'dist/apps/react-in-development/index.html';

/** Builds the apps if they are missing or older than their sources, the package's included. */
export async function buildAppsIfStale(): Promise<void> {
  await buildIfStale(import.meta.url, LAST_BUILT, [APPS, ...PACKAGE_SOURCES]);
}

function buildApps(): void {
  packIfStale();
  runNpm(APPS, 'ci', '--prefer-offline', '--no-progress');
  // The lock file lists published packages only, and the tarball is not published.
  runNpm(APPS, 'install', '--no-save', '--prefer-offline', '--no-progress', TARBALL);
  runNpm(APPS, 'run', 'types');
  runNpm(APPS, 'run', 'build', '--silent');
}

if (import.meta.main) buildApps();
