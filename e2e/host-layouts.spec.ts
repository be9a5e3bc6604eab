import type { Page } from 'playwright/test';
import { bundleApps } from './support/bundle-apps.ts';
import { expect, scriptTag, test } from './support/host-page.ts';

let element = '';
test.beforeAll(async () => {
  ({ element } = await bundleApps('element'));
});

/**
 * Layouts of a host's page: the markup around the element, and the range that its width must be in,
 * in a window of 1280 pixels and in one of 360.
 */
const LAYOUTS: [name: string, markup: (koji: string) => string, wide: [number, number], narrow: [number, number]][] = [
  ['a flex row', koji => `<main style="display:flex">${koji}</main>`, [1280, 1280], [360, 360]],
  [
    'a centred flex row beside a navigation',
    koji =>
      `<main style="display:flex; justify-content:center"><nav style="flex:none; width:280px">x</nav>${koji}</main>`,
    [1000, 1000],
    [80, 80],
  ],
  [
    'a centred flex column',
    koji => `<main style="display:flex; flex-direction:column; align-items:center">${koji}</main>`,
    [1280, 1280],
    [360, 360],
  ],
  ['a centred grid', koji => `<main style="display:grid; place-items:center">${koji}</main>`, [1280, 1280], [360, 360]],
  [
    'a grid whose tracks are centred',
    koji => `<main style="display:grid; justify-content:center">${koji}</main>`,
    [480, 480],
    [288, 288],
  ],
  [
    'a grid of two columns',
    koji => `<main style="display:grid; grid-template-columns:1fr 1fr"><p>x</p>${koji}</main>`,
    [640, 640],
    [180, 180],
  ],
  ['an inline-flex box', koji => `<main style="display:inline-flex">${koji}</main>`, [480, 480], [288, 288]],
  ['a fit-content box', koji => `<main style="width:fit-content">${koji}</main>`, [480, 480], [288, 288]],
  ['a float', koji => `<main style="float:left">${koji}</main>`, [480, 480], [288, 288]],
  ['a table cell', koji => `<table><tr><td>${koji}</table>`, [480, 480], [288, 288]],
  ['a block', koji => `<main>${koji}</main>`, [1280, 1280], [360, 360]],
  [
    'a block, with a margin and a border of its own',
    koji => `<style>koji-interview, koji-inline { margin: 30px; border: 5px solid }</style><main>${koji}</main>`,
    [1220, 1220],
    [300, 300],
  ],
  [
    'a flex row, with a width of its own',
    koji => `<style>koji-interview, koji-inline { width: 300px }</style><main style="display:flex">${koji}</main>`,
    [300, 300],
    [300, 300],
  ],
];

const PAGE_START = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>
  <style>* { margin: 0 } table, td { padding: 0; border-spacing: 0 }</style>`;

const measure = (page: Page) =>
  page.evaluate(() => document.querySelector('koji-interview, koji-inline')!.getBoundingClientRect().width);

for (const [name, createMarkup, wide, narrow] of LAYOUTS)
  test(`an inline interview in ${name} has a width of its own, which no turn changes`, async ({
    page,
    product,
    respondent,
    site,
  }) => {
    site.addPage('/element.js', element);
    const markup = createMarkup(`<koji-interview proxy="${product.origin}/koji"></koji-interview>`);
    await page.goto(site.addPage('/layout', `${PAGE_START}${markup}<script type="module" src="/element.js"></script>`));
    await expect(respondent.interviewerTurns).toHaveCount(1);
    const expectWidth = async ([min, max]: [number, number]) => {
      expect(await measure(page)).toBeGreaterThanOrEqual(min);
      expect(await measure(page)).toBeLessThanOrEqual(max);
    };
    await expectWidth(wide);
    await respondent.answerBox.fill(`${'a long line without a break '.repeat(20)}${'x'.repeat(400)}`);
    await expectWidth(wide);
    await respondent.sendButton.click();
    await respondent.waitForReply(1);
    await expectWidth(wide);
    await page.setViewportSize({ width: 360, height: 700 });
    await expectWidth(narrow);
  });

test('the script tag’s inline interview fills a flex row', async ({ page, product, respondent, site }) => {
  const markup = `<main style="display:flex">${scriptTag(product, 'data-mode="inline"')}</main>`;
  await page.goto(site.addPage('/layout-tag', PAGE_START + markup));
  await expect(respondent.interviewerTurns).toHaveCount(1);
  expect(await measure(page)).toBe(1280);
});

test('an element that is no longer inline takes no room in a flex row', async ({ page, product, respondent, site }) => {
  site.addPage('/element.js', element);
  const markup = `<main style="display:flex"><p>Words</p><koji-interview proxy="${product.origin}/koji"></koji-interview></main>`;
  await page.goto(site.addPage('/layout', `${PAGE_START}${markup}<script type="module" src="/element.js"></script>`));
  await expect(respondent.interviewerTurns).toHaveCount(1);
  // As a property, which React 19 sets instead of an attribute.
  await page.locator('koji-interview').evaluate(koji => Object.assign(koji, { mode: 'popup' }));
  await expect(respondent.panel).toBeVisible();
  expect(await measure(page)).toBe(0);
});
