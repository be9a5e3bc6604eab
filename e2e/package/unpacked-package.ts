import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * A customer's app with nothing in it but the package. Node finds the package's dependencies in the
 * project's folder.
 */
export const APP = resolve('.cache/app');

/** Folder of the unpacked package. */
export const PACKAGE = join(APP, 'node_modules/koji-embed');

/** All files in a folder, as sorted paths relative to it, with slashes. */
export const listFiles = (folder = PACKAGE): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();

/** Reads a file of the unpacked package. */
export const readPackageFile = (file: string): string => readFileSync(join(PACKAGE, file), 'utf8');

/** The project's package.json. */
export const manifest = JSON.parse(readFileSync('package.json', 'utf8'));

/** The package's entry points as `import` takes them, such as `koji-embed/element`. */
export const ENTRY_POINTS: string[] = Object.entries(manifest.exports)
  .filter(([, target]) => typeof target === 'object')
  .map(([path]) => `koji-embed${path.slice(1)}`);
