/**
 * `npm run apps`: installs the packed package into the apps of `demo/apps`, as a customer would,
 * checks their types and builds them into `dist/apps`. `npm start` serves them at `/apps/react/`,
 * `/apps/vue/`, `/apps/svelte/` and `/apps/plain/`.
 */
import { packIfStale, runNpm, TARBALL } from './pack-package.ts';

const FOLDER = 'demo/apps';

packIfStale();
runNpm(FOLDER, 'ci', '--prefer-offline', '--no-progress');
// The lock file lists published packages only, and the tarball is not published.
runNpm(FOLDER, 'install', '--no-save', '--prefer-offline', '--no-progress', TARBALL);
runNpm(FOLDER, 'run', 'types');
runNpm(FOLDER, 'run', 'build', '--silent');
