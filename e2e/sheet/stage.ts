import { type Browser, chromium, type LaunchOptions, type Page } from 'playwright/test';
import { createScriptedProxy } from '../../src/model/testing/scripted-proxy.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import { oneFont } from './fonts.ts';
import { SAID } from './said.ts';
import type { ScriptedSite } from './scripted-site.ts';
import { Visit } from './visit.ts';
import { USUAL_SCRIPT, type World } from './worlds.ts';

export type Direction = keyof typeof SAID;

/** When all pictures are taken: the page's clock stands still. */
const NOW = new Date('2026-03-01T09:02:00.000Z');

/** A browser that paints the same page the same way on every machine; `font` says whether it could be given the one font. */
export function pictureOptions(): { options: LaunchOptions; isDeterminate: boolean } {
  const font = oneFont();
  return {
    isDeterminate: font !== null,
    options: {
      ...launchOptions(
        requireBrowser(),
        '--force-color-profile=srgb',
        '--disable-lcd-text',
        '--font-render-hinting=none',
      ),
      env: { ...(process.env as Record<string, string>), ...font },
    },
  };
}

export const launch = (): Promise<Browser> => chromium.launch(pictureOptions().options);

/** Nothing moves, so that a picture is always of the same moment. */
export const CONTEXT = { locale: 'en-GB', contextOptions: { reducedMotion: 'reduce' } } as const;

/** Brings a page into a world. */
export async function enter(page: Page, site: ScriptedSite, world: World, direction: Direction): Promise<Visit> {
  const said = SAID[direction];
  const endsAt = world.endsIn === undefined ? null : new Date(NOW.getTime() + world.endsIn * 1000).toISOString();
  const proxy = createScriptedProxy((world.script ?? USUAL_SCRIPT)(said), endsAt);
  const texts = JSON.stringify({ launcher: said.texts.launcher });
  await page.clock.setFixedTime(NOW);
  await page.goto(site.put({ ...said, options: { locale: said.lang, texts, ...world.options }, proxy }));
  const visit = new Visit(page, said, proxy);
  if (world.options?.mode !== 'inline') await visit.button('launcher').waitFor();
  await world.reach(visit);
  await page.mouse.move(0, 0);
  return visit;
}
