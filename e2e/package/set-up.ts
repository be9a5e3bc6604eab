import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packIfStale, TARBALL } from '../../demo/tools/pack-package.ts';
import { APP, PACKAGE } from './unpacked-package.ts';

/** Vitest's global set-up: packs the package and unpacks it into `APP`. */
export default function setUp(): void {
  packIfStale();
  rmSync(APP, { recursive: true, force: true });
  mkdirSync(PACKAGE, { recursive: true });
  // Without a package.json here, Node would take the project's, and its name leads to the sources.
  writeFileSync(join(APP, 'package.json'), '{ "type": "module" }');
  const { status } = spawnSync('tar', ['-xzf', TARBALL, '-C', PACKAGE, '--strip-components=1'], { stdio: 'inherit' });
  if (status !== 0) throw new Error(`tar could not unpack ${TARBALL}.`);
}
