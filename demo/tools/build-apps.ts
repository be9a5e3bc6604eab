/**
 * `npm run apps`: installs the packed package into the apps of `demo/apps`, as a customer would, checks their types and builds
 * them into `dist/apps`. `npm start` serves them at `/apps/react/`, `/apps/vue/`, `/apps/svelte/` and `/apps/plain/`.
 */
import { npm, PACKED, pack } from './pack.ts';

const FOLDER = 'demo/apps';

pack();
npm(FOLDER, 'ci', '--prefer-offline', '--no-progress');
// The lock file is for what is published already; this is not.
npm(FOLDER, 'install', '--no-save', '--prefer-offline', '--no-progress', PACKED);
npm(FOLDER, 'run', 'types');
npm(FOLDER, 'run', 'build', '--silent');
