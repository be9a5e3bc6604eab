/**
 * Compiles the dashboard into `dist/dashboard`. `npm start` does it if needed; tests import the
 * sources.
 *
 * Node.js strips the types of TypeScript but cannot compile JSX. Compiling ahead, in a process of
 * its own, costs the server no memory, and no time once it is done. A loader hook
 * (`module.registerHooks`) would need the same compiled files, and every command that starts the
 * server would have to register it.
 */
import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Plugin } from 'vite';
import { buildIfStale } from './build-if-stale.ts';

const SOURCE_DIR = 'demo/koji/dashboard';
const OUTPUT_DIR = 'dist/dashboard';
/** Written last, so that its age tells whether the whole build is up to date. */
const ENTRY = join(OUTPUT_DIR, 'routes.js');
const SOURCES = [SOURCE_DIR, 'demo/tools/build-dashboard.ts', 'demo/tools/builds/settings.ts', 'package-lock.json'];

/** Imports the compiled dashboard. Compiles it first if it is missing or older than its sources. */
export async function loadDashboard(): Promise<typeof import('../koji/dashboard/routes.tsx')> {
  if (await buildIfStale(import.meta.url, ENTRY, SOURCES)) console.warn('The dashboard was built.');
  return import(pathToFileURL(ENTRY).href);
}

async function buildDashboard(): Promise<void> {
  const [{ build }, { SHARED }] = await Promise.all([import('vite'), import('./builds/settings.ts')]);
  const result = await build({
    ...SHARED,
    plugins: [keepOtherImports],
    build: {
      ssr: join(SOURCE_DIR, 'routes.tsx'),
      target: 'es2022',
      write: false,
      rolldownOptions: { output: { chunkFileNames: '[name].js' } },
    },
  });
  if (Array.isArray(result) || !('output' in result)) throw new Error('Expected Vite to return a single output.');
  const chunks = result.output.filter(file => file.type === 'chunk');
  const entryLast = [...chunks.filter(({ isEntry }) => !isEntry), ...chunks.filter(({ isEntry }) => isEntry)];
  for (const { fileName, code } of entryLast) writeAtOnce(join(OUTPUT_DIR, fileName), code);
}

/**
 * Compiles the dashboard's own files only. Imports of other folders stay imports, so that the
 * server loads those files once.
 */
const keepOtherImports: Plugin = {
  name: 'keep-other-imports',
  enforce: 'pre',
  resolveId(id, importer) {
    if (!importer || !id.startsWith('.')) return null;
    const path = resolve(dirname(importer), id);
    const isOwn = path.startsWith(resolve(SOURCE_DIR) + sep);
    return isOwn ? null : { id: relative(OUTPUT_DIR, path), external: true };
  },
};

/** Writes a temporary file and renames it, because two servers may build at the same time. */
function writeAtOnce(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, content);
  renameSync(temporary, file);
}

if (import.meta.main) await buildDashboard();
