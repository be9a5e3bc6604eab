/**
 * Compares each state of the widget with its reference picture. On a developer's machine, states
 * whose markup and style are as they were when they passed are not compared again. After an intended change run
 * `npm run screenshots -- --update-snapshots` and look at the new pictures.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, type Page, test } from 'playwright/test';
import { CONTEXT_OPTIONS, openState, screenshotLaunchOptions } from './gallery/open-state.ts';
import { type ScriptedSite, startScriptedSite } from './gallery/scripted-site.ts';
import { GALLERY_STATES } from './gallery/states.ts';
import { findAxeViolations } from './support/axe.ts';
import { recallCheck } from './support/passed-checks.ts';

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

/** A reference picture as Base64. Null if there is none yet. */
function readReference(picture: string): string | null {
  const file = new URL(`gallery/references/${picture}`, import.meta.url);
  return existsSync(file) ? readFileSync(file, 'base64') : null;
}

/** Whether the reference pictures are to be renewed: `--update-snapshots`. */
const shouldUpdate = () => ['all', 'changed'].includes(test.info().config.updateSnapshots);

let site: ScriptedSite;
test.beforeAll(async () => {
  site = await startScriptedSite();
});
test.afterAll(() => site.close());

for (const state of GALLERY_STATES) {
  const expectPicture = async (page: Page, name: string) => {
    if (!isReproducible) return;
    const picture = `${state.name}-${name}.png`;
    const check = await recallCheck(page, ['picture', picture, readReference(picture)]);
    if (check.hasPassed && !shouldUpdate()) return;
    const errors = test.info().errors.length;
    await expect.soft(page).toHaveScreenshot(picture);
    if (test.info().errors.length === errors) check.remember();
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
