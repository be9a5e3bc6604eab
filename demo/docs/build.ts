/** Makes the documentation's pages, once, into files. What makes them is heavy, and nothing the server should carry. */
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildIfStale } from '../tools/build-if-stale.ts';
import { addressOf, PAGES } from './contents.ts';

/** Where the pages are: `docs.html`, and the others in `docs/` beside it. */
export const DOCS_DIR = 'dist/docs';
const PAGES_DIR = join(DOCS_DIR, 'docs');
/** Written last: while it is missing or old, so is some of the rest. */
const MARK = join(DOCS_DIR, 'docs.html');
/** The pages show much of the code, so most of it may change them. */
const SOURCES = ['src', 'demo', 'SECURITY.md', 'ACCESSIBILITY.md', 'package.json', 'package-lock.json'];

let building: Promise<unknown> | undefined;

/** Makes the pages where they are missing or older than what they show. */
export async function buildDocs(): Promise<void> {
  building ??= buildIfStale(import.meta.url, MARK, SOURCES).finally(() => {
    building = undefined;
  });
  await building;
}

async function build(): Promise<void> {
  const [{ buildThemingPage }, { renderPage }, { readSource, render }] = await Promise.all([
    import('../tools/builds/theming-page.ts'),
    import('./layout.ts'),
    import('./markdown.ts'),
  ]);
  await buildThemingPage();
  const missing = render('# There is no such page\n\nMaybe it has another name now: the contents have them all.');
  await write('/404', renderPage(null, missing));
  for (const page of PAGES.toReversed())
    await write(addressOf(page), renderPage(page, render(readSource(page.source))));
  const names = PAGES.map(({ slug }) => `${slug}.html`);
  const left = readdirSync(PAGES_DIR).filter(name => name.endsWith('.html') && !names.includes(name));
  for (const name of left) rmSync(join(PAGES_DIR, name), { force: true });
}

/** Two servers may build at a time: each file is whole at any moment. */
async function write(address: string, html: { toString(): string } | Promise<unknown>): Promise<void> {
  const file = join(DOCS_DIR, `${address}.html`);
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true });
  const whole = `${file}.${process.pid}`;
  writeFileSync(whole, String(await html));
  renameSync(whole, file);
}

if (import.meta.main) await build();
