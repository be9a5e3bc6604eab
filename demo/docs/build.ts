/**
 * Builds the documentation as HTML files in `dist/docs`. Runs as a process of its own, because the
 * Markdown parser, the highlighter and Vite would cost the demo server memory.
 */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildIfStale } from '../tools/build-if-stale.ts';
import { PAGES, pathOfPage } from './contents.ts';

/** Holds `docs.html` (the first page), and all other pages in `docs/`. */
export const DOCS_DIR = 'dist/docs';
const PAGES_DIR = join(DOCS_DIR, 'docs');
/** Written last, so that its age tells whether the whole build is up to date. */
const LAST_FILE = join(DOCS_DIR, 'docs.html');
/**
 * The pages include text and files from most of the code, so a change to any of these means a new
 * build.
 */
const SOURCES = ['src', 'demo', 'SECURITY.md', 'ACCESSIBILITY.md', 'package.json', 'package-lock.json'];

let building: Promise<unknown> | undefined;

/**
 * Builds the pages if they are missing or older than their sources. Calls during a build share it.
 */
export async function buildDocs(): Promise<void> {
  building ??= buildIfStale(import.meta.url, LAST_FILE, SOURCES).finally(() => {
    building = undefined;
  });
  await building;
}

async function build(): Promise<void> {
  const [{ buildThemingPage }, { renderPage }, { expandSource, renderMarkdown }] = await Promise.all([
    import('../tools/builds/theming-page.ts'),
    import('./layout.ts'),
    import('./markdown.ts'),
  ]);
  await buildThemingPage();
  const notFound = renderMarkdown('# There is no such page\n\nIt may have a new name. The contents list every page.');
  await writePage('/404', renderPage(null, notFound));
  for (const page of PAGES.toReversed())
    await writePage(pathOfPage(page), renderPage(page, renderMarkdown(expandSource(page.source))));
  const names = PAGES.map(({ slug }) => `${slug}.html`);
  const stale = readdirSync(PAGES_DIR).filter(name => name.endsWith('.html') && !names.includes(name));
  for (const name of stale) rmSync(join(PAGES_DIR, name), { force: true });
}

/**
 * Writes to a temporary file first and renames it, because two servers may build at the same time.
 */
async function writePage(path: string, html: { toString(): string } | Promise<unknown>): Promise<void> {
  const file = join(DOCS_DIR, `${path}.html`);
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
  const temporary = `${file}.${process.pid}`;
  writeFileSync(temporary, String(await html));
  renameSync(temporary, file);
}

if (import.meta.main) await build();
