/** The npm packages of the other widgets. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const HERE = dirname(fileURLToPath(import.meta.url));
const LOCK_FILE = join(HERE, 'package-lock.json');
/** A copy of the lock file that the installed packages come from. */
const INSTALLED_LOCK_FILE = join(HERE, 'node_modules', '.installed-lock.json');

/**
 * Installs the packages in this folder, in the versions of its lock file, unless they are there.
 */
export async function installPackages(): Promise<void> {
  const lock = readFileSync(LOCK_FILE, 'utf8');
  if (existsSync(INSTALLED_LOCK_FILE) && readFileSync(INSTALLED_LOCK_FILE, 'utf8') === lock) return;
  console.error('Installing the other widgets.');
  const { status } = spawnSync('npm', ['ci', '--ignore-scripts'], {
    cwd: HERE,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('The other widgets could not be installed.');
  writeFileSync(INSTALLED_LOCK_FILE, lock);
}

/** The absolute path of a file in an installed package. */
export const packageFile = (path: string): string => join(HERE, 'node_modules', path);

export const readPackageVersion = (name: string): string =>
  JSON.parse(readFileSync(packageFile(`${name}/package.json`), 'utf8')).version;

/**
 * Bundles source code into one script without imports, as a customer's bundler would, for packages
 * that are published as modules only.
 */
export async function bundleScript(source: string): Promise<string> {
  const entry = 'virtual:entry';
  const entryFile = join(HERE, 'entry.js');
  const result = await build({
    configFile: false,
    root: HERE,
    logLevel: 'silent',
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"', __SENTRY_DEBUG__: 'false' },
    plugins: [
      {
        name: 'entry',
        resolveId: id => (id === entry ? entryFile : null),
        load: path => (path === entryFile ? source : null),
      },
    ],
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: { input: entry, output: { format: 'iife' } },
    },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as { output: { code?: string }[] };
  return output.find(({ code }) => code)!.code!;
}
