/**
 * `npm run gallery`, or `npm run gallery -- <world> …`: takes a picture of every state of the widget in every look, and puts them on one page,
 * dist/gallery/index.html.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTEXT, type Direction, launch, openState } from './open-state.ts';
import { startScriptedSite } from './scripted-site.ts';
import { GALLERY_STATES, type GalleryState } from './states.ts';

const FOLDER = 'dist/gallery';
const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const SCHEMES = ['light', 'dark'] as const;
const DIRECTIONS: Direction[] = ['ltr', 'rtl'];

const wanted = process.argv.slice(2);
const worlds = GALLERY_STATES.filter(({ name }) => wanted.length === 0 || wanted.some(part => name.includes(part)));
if (worlds.length === 0) {
  process.stderr.write(`There are these worlds: ${GALLERY_STATES.map(({ name }) => name).join(', ')}.\n`);
  process.exit(1);
}

mkdirSync(FOLDER, { recursive: true });
const [site, browser] = await Promise.all([startScriptedSite(), launch()]);
const failed: string[] = [];

/** One world in one direction, in all looks; the state is reached at the wider size. */
async function take(world: GalleryState, direction: Direction): Promise<void> {
  const context = await browser.newContext({ locale: CONTEXT.locale, ...CONTEXT.contextOptions, viewport: SIZES[0]! });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  try {
    await openState(page, site, world, direction);
    const shoot = (look: string) =>
      page.screenshot({ path: join(FOLDER, `${world.name}.${direction}.${look}.png`), animations: 'disabled' });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await shoot(`${size.width}.${colorScheme}`);
      }
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    await shoot('360.forced');
  } catch (error) {
    failed.push(`${world.name} ${direction}: ${error}`);
    process.stderr.write(`${failed.at(-1)}\n`);
  } finally {
    await context.close();
  }
}

const jobs = worlds.flatMap(world => DIRECTIONS.map(direction => [world, direction] as const));
const work = async () => {
  for (let job = jobs.shift(); job; job = jobs.shift()) await take(...job);
};
await Promise.all([work(), work()]);
await browser.close();
await site.close();

const LOOKS = [...SIZES.flatMap(({ width }) => SCHEMES.map(scheme => `${width}.${scheme}`)), '360.forced'];
const figure = (world: GalleryState, direction: Direction, look: string) => {
  const file = `${world.name}.${direction}.${look}.png`;
  return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${world.description}"></a><figcaption>${direction} ${look.replace('.', ' ')}</figcaption></figure>`;
};
const rows = GALLERY_STATES.map(
  world =>
    `<section id="${world.name}"><h2>${world.name}</h2><p>${world.description}</p>${DIRECTIONS.map(
      direction => `<div>${LOOKS.map(look => figure(world, direction, look)).join('')}</div>`,
    ).join('')}</section>`,
);
writeFileSync(
  join(FOLDER, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>The widget in every state</title><style>
body { margin: 32px; font: 16px/24px system-ui; color-scheme: light dark }
section { margin-bottom: 64px } h2, p, figure { margin: 0 0 8px }
div { display: flex; gap: 12px; margin-bottom: 12px } img { height: 420px; border: 1px solid #8888 }
figcaption { font-size: 13px; opacity: .7 }</style>
<h1>The widget in every state</h1>${rows.join('\n')}`,
);
process.stdout.write(`${join(FOLDER, 'index.html')}\n`);
process.exitCode = failed.length ? 1 : 0;
