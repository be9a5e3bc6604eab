import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { newest } from './build-widget.ts';

/** The package as it would be published. */
export const PACKED = resolve('.cache/koji-embed.tgz');

/** Packs the package, which builds it, unless that has been done since the last change. From the project's root. */
export function pack(): void {
  if (existsSync(PACKED) && newest(['src', 'vite.config.ts', 'package.json']) <= statSync(PACKED).mtimeMs) return;
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync('.cache/pack-');
  npm('.', 'pack', '--silent', '--pack-destination', folder);
  renameSync(join(folder, readdirSync(folder)[0]!), PACKED);
  rmSync(folder, { recursive: true });
}

/** Runs npm in a folder; what it says is shown. */
export function npm(folder: string, ...args: string[]): void {
  const { status } = spawnSync('npm', args, {
    cwd: folder,
    // A test runner's NODE_ENV would have the widget built for development, with the paths of its sources in it.
    env: { ...process.env, NODE_ENV: undefined },
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error(`npm ${args.join(' ')} failed in ${folder}.`);
}
