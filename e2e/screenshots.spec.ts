import { expect, type Page, test } from 'playwright/test';
import { CONTEXT, openState, screenshotLaunchOptions } from './gallery/open-state.ts';
import { type ScriptedSite, startScriptedSite } from './gallery/scripted-site.ts';
import { GALLERY_STATES } from './gallery/states.ts';
import { axeViolations } from './support/axe.ts';

/**
 * Every state of the widget as it looked when somebody last looked at it. A picture that is to be another one is renewed by
 * `npm run screenshots -- --update-snapshots`, and looked at.
 */
const { options, isDeterminate } = screenshotLaunchOptions();
const PHONE = { width: 360, height: 640 };
const DESKTOP = { width: 1280, height: 720 };

test.describe.configure({ mode: 'parallel' });
// Two pictures and two looks of axe a state are work enough.
test.use({ ...CONTEXT, launchOptions: options, viewport: PHONE, trace: 'off' });

/** Seen from right to left as well: where something has a side. */
const MIRRORED = [
  'first-question',
  'scale-chosen',
  'slider-chosen',
  'choices-chosen',
  'ranking-chosen',
  'hard-words',
  'time-left',
  'thanks-message',
];
/** Seen on a wide screen as well: where the panel is another one. */
const WIDE = ['launcher', 'consent', 'scale-chosen', 'thanks', 'inline', 'drawer', 'fullscreen'];

let site: ScriptedSite;
test.beforeAll(async () => {
  site = await startScriptedSite();
});
test.afterAll(() => site.close());

for (const world of GALLERY_STATES) {
  const looks = async (page: Page, name: string) => {
    if (isDeterminate) await expect.soft(page).toHaveScreenshot(`${world.name}-${name}.png`);
  };

  test(`${world.name}: looks as it did, and axe finds nothing wrong`, async ({ page }) => {
    await openState(page, site, world, 'ltr');
    await looks(page, '360-light');
    expect.soft(await axeViolations(page)).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await looks(page, '360-dark');
    expect.soft(await axeViolations(page, 'html', ['color-contrast'])).toEqual([]);
    if (!WIDE.includes(world.name)) return;
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize(DESKTOP);
    await looks(page, '1280-light');
  });

  if (MIRRORED.includes(world.name))
    test(`${world.name}: looks as it did from right to left`, async ({ page }) => {
      await openState(page, site, world, 'rtl');
      await looks(page, '360-rtl');
      expect.soft(await axeViolations(page)).toEqual([]);
    });
}
