import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { buildLibrary } from '../../demo/tools/build-library.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const MOUNTS = join(ROOT, 'demo/mounts');
const PACKAGES = join(MOUNTS, 'node_modules');

/**
 * Vitest's global set-up: builds the package and installs it beside the samples, with their other
 * packages.
 */
export default async function prepare(): Promise<void> {
  await buildLibrary();
  await installPackages();
  // The other packages may be there from an earlier run. Ours is always replaced.
  // `npm run build` makes the types; without it, those of the installation stay.
  for (const folder of ['dist/npm', 'dist/types']) {
    if (!existsSync(join(ROOT, folder))) continue;
    const installed = join(PACKAGES, 'koji-embed', folder);
    rmSync(installed, { recursive: true, force: true });
    cpSync(join(ROOT, folder), installed, { recursive: true });
  }
}

/** Runs `npm ci` unless the lock file is the same as the last time. */
async function installPackages(): Promise<void> {
  const lock = createHash('sha256')
    .update(readFileSync(join(MOUNTS, 'package-lock.json')))
    .digest('hex');
  const marker = join(PACKAGES, '.installed');
  if (existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: MOUNTS });
  writeFileSync(marker, lock);
}
