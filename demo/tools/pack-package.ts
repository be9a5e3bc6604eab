import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isFresh } from './build-if-stale.ts';

/** Path of the package as it would be published. */
export const TARBALL = resolve('.cache/koji-embed.tgz');

/** Files that decide what the package contains. */
export const PACKAGE_SOURCES = [
  ...['src', 'demo/tools'],
  ...['package.json', 'package-lock.json', 'tsconfig.base.json'],
  ...['README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE'],
];

/**
 * Packs the package, which builds it, unless nothing has changed since the last time. Run from the
 * project's root.
 */
export function packIfStale(): void {
  if (isFresh(TARBALL, PACKAGE_SOURCES)) return;
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync('.cache/pack-');
  runNpm('.', 'pack', '--silent', '--pack-destination', folder);
  renameSync(join(folder, readdirSync(folder)[0]!), TARBALL);
  rmSync(folder, { recursive: true });
}

/**
 * Runs npm in a folder, with its output shown.
 *
 * @throws Error if npm fails
 */
export function runNpm(folder: string, ...args: string[]): void {
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    // With a test runner's NODE_ENV the widget would be built for development, with paths of its
    // sources in it.
    env: { ...process.env, NODE_ENV: undefined },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${folder}.`);
}
