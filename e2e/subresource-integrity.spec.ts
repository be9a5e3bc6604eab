import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WIDGET_DIR } from '../demo/tools/build-widget.ts';
import { expect, test } from './support/fixtures.ts';
import type { Product } from './support/product.ts';

/** Reads the build's hashes: one per script, keyed by its path relative to `koji.js`. */
const readHashes = (): Record<string, string> => JSON.parse(readFileSync(join(WIDGET_DIR, 'integrity.json'), 'utf8'));

/** A hash that no script has. */
const WRONG_HASH = `sha384-${'A'.repeat(64)}`;

/** A page that pins the loader in its tag, and the modules that it imports in an import map. */
const pinnedPage = ({ origin }: Product, files: Record<string, string>) => {
  const { 'koji.js': loader, ...modules } = files;
  const integrity = Object.fromEntries(Object.entries(modules).map(([file, hash]) => [`${origin}/${file}`, hash]));
  return `<!doctype html><html lang="en"><title>Pinned</title>
    <script type="importmap">${JSON.stringify({ integrity })}</script>
    <script async src="${origin}/koji.js" integrity="${loader}" crossorigin="anonymous" data-proxy="${origin}/koji"></script>`;
};

test('an interview runs on a page that pins every script by its hash', async ({ product, respondent, site }) => {
  const id = await respondent.openInterview(site.addPage('/pinned', pinnedPage(product, readHashes())));
  await respondent.answer();
  await respondent.endInterview();
  expect((await product.waitForCompletion(id)).reason).toBe('respondent_left');
});

test('the browser refuses a loader or a module with another hash than the pinned one', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const consoleMessages: string[] = [];
  page.on('console', message => consoleMessages.push(message.text()));
  await page.goto(site.addPage('/other-loader', pinnedPage(product, { ...readHashes(), 'koji.js': WRONG_HASH })));
  await expect.poll(() => consoleMessages.join()).toContain('koji.js');
  expect(consoleMessages.join()).toContain('integrity');
  await expect(respondent.launcher).toHaveCount(0);

  consoleMessages.length = 0;
  const widgetFiles = Object.keys(readHashes()).filter(file => /\/widget-/.test(file));
  expect(widgetFiles).toHaveLength(1);
  await page.goto(
    site.addPage('/other-widget', pinnedPage(product, { ...readHashes(), [widgetFiles[0]!]: WRONG_HASH })),
  );
  await respondent.launcher.click();
  await expect.poll(() => consoleMessages.join()).toContain(widgetFiles[0]!);
  await expect(respondent.panel).toHaveCount(0);
  await expect(respondent.launcher).toBeVisible();
});
