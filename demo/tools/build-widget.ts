/**
 * Builds the widget for the script tag into `dist/cdn`. Part of `npm run build`; `npm start` does
 * it if needed.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { buildIfStale } from './build-if-stale.ts';

/**
 * Folder of the built widget, from the project's root: `koji.js`, and the modules that it loads in
 * `koji-embed/`.
 */
export const WIDGET_DIR = 'dist/cdn';

const LOADER = join(WIDGET_DIR, 'koji.js');
const SOURCES = [
  'src/embed.ts',
  ...['interview', 'model', 'page', 'widget', 'wire'].map(folder => `src/${folder}`),
  'demo/tools/builds',
  'package-lock.json',
];

/** Builds the widget if it is missing or older than its sources. Returns whether it did. */
export async function buildWidgetIfStale(): Promise<boolean> {
  return buildIfStale(import.meta.url, LOADER, SOURCES);
}

async function buildWidget(): Promise<void> {
  const [{ buildWidgetModules }, { buildLoader }] = await Promise.all([
    import('./builds/widget.ts'),
    import('./builds/loader.ts'),
  ]);
  await buildLoader(WIDGET_DIR, await buildWidgetModules(WIDGET_DIR));
  const scripts = listScripts(WIDGET_DIR);
  for (const file of scripts) writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
  writeFileSync(join(WIDGET_DIR, 'integrity.json'), JSON.stringify(hashScripts(scripts), null, 2));
}

/**
 * Hashes for `<script integrity>` and import maps (https://www.w3.org/TR/SRI/), by the file's
 * address relative to `koji.js`.
 */
function hashScripts(files: string[]): Record<string, string> {
  const entries = files.map(file => {
    const address = relative(WIDGET_DIR, file).replaceAll('\\', '/');
    const digest = createHash('sha384').update(readFileSync(file)).digest('base64');
    return [address, `sha384-${digest}`] as const;
  });
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)));
}

const listScripts = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.js'))
    .map(name => join(folder, name));

if (import.meta.main) await buildWidget();
