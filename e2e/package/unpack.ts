import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { packIfStale, TARBALL } from '../../demo/tools/pack-package.ts';

/** The packed package, unpacked where a customer would have it. Its dependencies are found further up, in the project's. */
export const APP = resolve('.cache/app');
export const PACKAGE = join(APP, 'node_modules/koji-embed');

/** Before all tests of the package. */
export default function unpack(): void {
  packIfStale();
  rmSync(APP, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  // Without one the project's counts, whose own name would lead to its sources.
  writeFileSync(join(APP, 'package.json'), '{ "type": "module" }');
  const { status } = spawnSync('tar', ['-xzf', TARBALL, '-C', PACKAGE, '--strip-components=1'], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`${TARBALL} could not be unpacked.`);
}

/** All its files, with slashes. */
export const filesOf = (folder = PACKAGE): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

export const read = (file: string): string => readFileSync(join(PACKAGE, file), 'utf8');

export const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** The names that `import` takes, such as `koji-embed/element`. */
export const DOORS: string[] = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([path]) => `koji-embed${path.slice(1)}`);
