/**
 * `npm run gallery [-- <part of a state's name> …]`: takes pictures of the widget's states in two
 * sizes, two colour schemes, forced colours and both writing directions, and builds one page with
 * all of them, `dist/gallery/index.html`.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CONTEXT_OPTIONS, type Direction, launchBrowser, openState } from './open-state.ts';
import { startScriptedSite } from './scripted-site.ts';
import { GALLERY_STATES, type GalleryState } from './states.ts';

const FOLDER = 'dist/gallery';
const SIZES = [
  { width: 1280, height: 800 },
  { width: 360, height: 740 },
];
const SCHEMES = ['light', 'dark'] as const;
const DIRECTIONS: Direction[] = ['ltr', 'rtl'];

const nameParts = process.argv.slice(2);
const states = GALLERY_STATES.filter(
  ({ name }) => nameParts.length === 0 || nameParts.some(part => name.includes(part)),
);
if (states.length === 0) {
  process.stderr.write(
    `Unknown state: ${nameParts.join(' ')}. Known states: ${GALLERY_STATES.map(({ name }) => name).join(', ')}.\n`,
  );
  process.exit(1);
}

mkdirSync(FOLDER, { recursive: true });
const [site, browser] = await Promise.all([startScriptedSite(), launchBrowser()]);
const failures: string[] = [];

/**
 * Takes all pictures of one state in one writing direction. The state is reached in the larger
 * window.
 */
async function takePictures(state: GalleryState, direction: Direction): Promise<void> {
  const context = await browser.newContext({
    locale: CONTEXT_OPTIONS.locale,
    ...CONTEXT_OPTIONS.contextOptions,
    viewport: SIZES[0]!,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  try {
    await openState(page, site, state, direction);
    const takePicture = (look: string) =>
      page.screenshot({ path: join(FOLDER, `${state.name}.${direction}.${look}.png`), animations: 'disabled' });
    for (const size of SIZES) {
      await page.setViewportSize(size);
      for (const colorScheme of SCHEMES) {
        await page.emulateMedia({ colorScheme });
        await takePicture(`${size.width}.${colorScheme}`);
      }
    }
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'active' });
    await takePicture('360.forced');
  } catch (error) {
    failures.push(`${state.name} ${direction}: ${error}`);
    process.stderr.write(`${failures.at(-1)}\n`);
  } finally {
    await context.close();
  }
}

const jobs = states.flatMap(state => DIRECTIONS.map(direction => [state, direction] as const));
const runJobs = async () => {
  for (let job = jobs.shift(); job; job = jobs.shift()) await takePictures(...job);
};
await Promise.all([runJobs(), runJobs()]);
await browser.close();
await site.close();

const LOOKS = [...SIZES.flatMap(({ width }) => SCHEMES.map(scheme => `${width}.${scheme}`)), '360.forced'];
const renderFigure = (state: GalleryState, direction: Direction, look: string) => {
  const file = `${state.name}.${direction}.${look}.png`;
  return `<figure><a href="${file}"><img loading="lazy" src="${file}" alt="${state.description}"></a><figcaption>${direction} ${look.replace('.', ' ')}</figcaption></figure>`;
};
const sections = GALLERY_STATES.map(
  state =>
    `<section id="${state.name}"><h2>${state.name}</h2><p>${state.description}</p>${DIRECTIONS.map(
      direction => `<div>${LOOKS.map(look => renderFigure(state, direction, look)).join('')}</div>`,
    ).join('')}</section>`,
);
writeFileSync(
  join(FOLDER, 'index.html'),
  `<!doctype html><meta charset="utf-8"><title>The widget in every state</title><style>
body { margin: 32px; font: 16px/24px system-ui; color-scheme: light dark }
section { margin-bottom: 64px } h2, p, figure { margin: 0 0 8px }
div { display: flex; gap: 12px; margin-bottom: 12px } img { height: 420px; border: 1px solid #8888 }
figcaption { font-size: 13px; opacity: .7 }</style>
<h1>The widget in every state</h1>${sections.join('\n')}`,
);
process.stdout.write(`${join(FOLDER, 'index.html')}\n`);
process.exitCode = failures.length ? 1 : 0;
