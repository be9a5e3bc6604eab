import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WIDGET_DIR } from '../demo/tools/build-widget.ts';
import { expect, test } from './support/fixtures.ts';
import type { Product } from './support/product.ts';

/** Made by the build: a hash for each script, by its address beside `koji.js`. */
const hashes = (): Record<string, string> => JSON.parse(readFileSync(join(WIDGET_DIR, 'integrity.json'), 'utf8'));

/** The hash of something else. */
const WRONG = `sha384-${'A'.repeat(64)}`;

/** A page that pins the loader by its tag, and what the loader brings by an import map. */
const pinned = ({ origin }: Product, files: Record<string, string>) => {
  const { 'koji.js': loader, ...modules } = files;
  const integrity = Object.fromEntries(Object.entries(modules).map(([file, hash]) => [`${origin}/${file}`, hash]));
  return `<!doctype html><html lang="en"><title>Pinned</title>
    <script type="importmap">${JSON.stringify({ integrity })}</script>
    <script async src="${origin}/koji.js" integrity="${loader}" crossorigin="anonymous" data-proxy="${origin}/koji"></script>`;
};

test('a page that pins every script by its hash runs the interview', async ({ product, respondent, site }) => {
  const id = await respondent.openInterview(site.addPage('/pinned', pinned(product, hashes())));
  await respondent.answer();
  await respondent.endInterview();
  expect((await product.completed(id)).reason).toBe('respondent_left');
});

test('a script that is not the pinned one is refused by the browser: the loader, and what it brings', async ({
  page,
  product,
  respondent,
  site,
}) => {
  const said: string[] = [];
  page.on('console', message => said.push(message.text()));
  await page.goto(site.addPage('/other-loader', pinned(product, { ...hashes(), 'koji.js': WRONG })));
  await expect.poll(() => said.join()).toContain('koji.js');
  expect(said.join()).toContain('integrity');
  await expect(respondent.launcher).toHaveCount(0);

  said.length = 0;
  const others = Object.keys(hashes()).filter(file => /\/widget-/.test(file));
  expect(others).toHaveLength(1);
  await page.goto(site.addPage('/other-widget', pinned(product, { ...hashes(), [others[0]!]: WRONG })));
  await respondent.launcher.click();
  await expect.poll(() => said.join()).toContain(others[0]!);
  await expect(respondent.panel).toHaveCount(0);
  await expect(respondent.launcher).toBeVisible();
});
