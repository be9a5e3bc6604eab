/**
 * `npm run pages`: installs the packed package into the apps of `demo/pages`, as a customer would, checks their types and builds
 * them into `dist/pages`. `npm start` serves them at `/pages/react/`, `/pages/vue/`, `/pages/svelte/` and `/pages/plain/`.
 */
import { npm, PACKED, pack } from './pack.ts';

const FOLDER = 'demo/pages';

pack();
npm(FOLDER, 'ci', '--prefer-offline', '--no-progress');
// The lock file is for what is published already; this is not.
npm(FOLDER, 'install', '--no-save', '--prefer-offline', '--no-progress', PACKED);
npm(FOLDER, 'run', 'types');
npm(FOLDER, 'run', 'build', '--silent');
