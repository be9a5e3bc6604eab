/**
 * Compares each state of the widget with its reference picture. After an intended change run
 * `npm run screenshots -- --update-snapshots` and look at the new pictures.
 */
import { expect, type Page, test } from 'playwright/test';
import { CONTEXT_OPTIONS, openState, screenshotLaunchOptions } from './gallery/open-state.ts';
import { type ScriptedSite, startScriptedSite } from './gallery/scripted-site.ts';
import { GALLERY_STATES } from './gallery/states.ts';
import { findAxeViolations } from './support/axe.ts';

const { options: launchOptions, isReproducible } = screenshotLaunchOptions();
const PHONE = { width: 360, height: 640 };
const DESKTOP = { width: 1280, height: 720 };

test.describe.configure({ mode: 'parallel' });
// No trace: each state already takes two pictures and two runs of axe.
test.use({ ...CONTEXT_OPTIONS, launchOptions, viewport: PHONE, trace: 'off' });

/** States that also have a right-to-left picture. */
const RIGHT_TO_LEFT = [
  'first-question',
  'scale-chosen',
  'slider-chosen',
  'choices-chosen',
  'ranking-chosen',
  'hard-words',
  'time-left',
  'thanks-message',
];
/** States that also have a picture of a wide window, where the panel differs. */
const WIDE = ['launcher', 'consent', 'scale-chosen', 'thanks', 'inline', 'drawer', 'fullscreen'];

let site: ScriptedSite;
test.beforeAll(async () => {
  site = await startScriptedSite();
});
test.afterAll(() => site.close());

for (const state of GALLERY_STATES) {
  const expectPicture = async (page: Page, name: string) => {
    if (isReproducible) await expect.soft(page).toHaveScreenshot(`${state.name}-${name}.png`);
  };

  test(`${state.name} matches its picture, and axe finds no violation`, async ({ page }) => {
    await openState(page, site, state, 'ltr');
    await expectPicture(page, '360-light');
    expect.soft(await findAxeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await expectPicture(page, '360-dark');
    expect.soft(await findAxeViolations(page, 'html', ['color-contrast'])).toEqual([]);
    if (!WIDE.includes(state.name)) return;
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(DESKTOP);
    await expectPicture(page, '1280-light');
  });

  if (RIGHT_TO_LEFT.includes(state.name))
    test(`${state.name} matches its right-to-left picture`, async ({ page }) => {
      await openState(page, site, state, 'rtl');
      await expectPicture(page, '360-rtl');
      expect.soft(await findAxeViolations(page)).toEqual([]);
    });
}
