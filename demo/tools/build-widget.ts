import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';

/** Where the built widget is: `koji.js` and the modules it brings. */
export const WIDGET_DIR = 'dist/cdn';
const LOADER = join(WIDGET_DIR, 'koji.js');
/** What the widget is made of. The server part is not in it. */
const SOURCES = ['src/embed.ts', 'src/interview', 'src/model', 'src/page', 'src/widget', 'src/wire', 'vite.config.ts'];

/** Builds the widget where it is missing or older than its source. Says whether it had to. */
export async function buildWidget(): Promise<boolean> {
  return buildApart(import.meta.url, LOADER, SOURCES);
}

/**
 * Runs a file that builds something, where that is missing or older than its sources. In a process of its own: the 200 MB
 * that a build takes would stay with the server. Says whether it had to.
 */
export async function buildApart(builder: string, built: string, sources: string[]): Promise<boolean> {
  if (existsSync(built) && newest(sources) <= statSync(built).mtimeMs) return false;
  const child = spawn(process.execPath, [fileURLToPath(builder)], { stdio: ['ignore', 'inherit', 'inherit'] });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`${built} could not be built.`);
  return true;
}

async function build(): Promise<void> {
  const vite = await import('vite');
  for (const mode of ['cdn', 'loader']) await vite.build({ mode, logLevel: 'warn' });
  const files = scripts(WIDGET_DIR);
  for (const file of files) writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
  writeFileSync(join(WIDGET_DIR, 'integrity.json'), JSON.stringify(integrityOf(files), null, 2));
}

/** What a page pins the widget with: https://www.w3.org/TR/SRI/. Keys are addresses beside `koji.js`. */
const integrityOf = (files: string[]): Record<string, string> =>
  Object.fromEntries(
    files
      .map(file => [
        relative(WIDGET_DIR, file).replaceAll('\\', '/'),
        `sha384-${createHash('sha384').update(readFileSync(file)).digest('base64')}`,
      ])
      .sort(([a], [b]) => (a! < b! ? -1 : 1)),
  );

const scripts = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.js'))
    .map(name => join(folder, name));

/** When the youngest of these files was changed, in epoch milliseconds. */
export const newest = (paths: string[]): number =>
  Math.max(
    ...paths.map(path => {
      const stats = statSync(path);
      if (!stats.isDirectory()) return stats.mtimeMs;
      // What others have installed or built there is no source.
      const names = readdirSync(path).filter(name => name !== 'node_modules' && !name.startsWith('.'));
      return newest(names.map(name => join(path, name)));
    }),
  );

// `npm run build` runs this file by itself.
if (import.meta.main) await build();
