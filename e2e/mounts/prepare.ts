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

/** Builds the package, and installs it beside the samples as a customer would, with what they need besides. */
export default async function prepare(): Promise<void> {
  await buildLibrary();
  await install();
  // The samples' packages may be there from a run before; ours is as it is now.
  const installed = join(PACKAGES, 'koji-embed/dist/npm');
  rmSync(installed, { recursive: true, force: true });
  cpSync(join(ROOT, 'dist/npm'), installed, { recursive: true });
}

/** `npm ci`, where the lock file says anything new. */
async function install(): Promise<void> {
  const lock = createHash('sha256')
    .update(readFileSync(join(MOUNTS, 'package-lock.json')))
    .digest('hex');
  const mark = join(PACKAGES, '.installed');
  if (existsSync(mark) && readFileSync(mark, 'utf8') === lock) return;
  await promisify(execFile)('npm', ['ci', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: MOUNTS });
  writeFileSync(mark, lock);
}
