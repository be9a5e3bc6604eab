import { type Browser, chromium, type LaunchOptions, type Page } from 'playwright/test';
import { createScriptedProxy } from '../../src/model/testing/scripted-proxy.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import { SAMPLE_TEXTS } from './sample-texts.ts';
import type { ScriptedSite } from './scripted-site.ts';
import { singleFontEnvironment } from './single-font.ts';
import { DEFAULT_SCRIPT, type GalleryState } from './states.ts';
import { Visitor } from './visitor.ts';

export type Direction = keyof typeof SAMPLE_TEXTS;

/** When all pictures are taken: the page's clock stands still. */
const NOW = new Date('2026-03-01T09:02:00.000Z');

/** A browser that paints the same page the same way on every machine; `font` says whether it could be given the one font. */
export function screenshotLaunchOptions(): { options: LaunchOptions; isDeterminate: boolean } {
  const font = singleFontEnvironment();
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

export const launch = (): Promise<Browser> => chromium.launch(screenshotLaunchOptions().options);

/** Nothing moves, so that a picture is always of the same moment. */
export const CONTEXT = { locale: 'en-GB', contextOptions: { reducedMotion: 'reduce' } } as const;

/** Brings a page into a world. */
export async function openState(
  page: Page,
  site: ScriptedSite,
  world: GalleryState,
  direction: Direction,
): Promise<Visitor> {
  const said = SAMPLE_TEXTS[direction];
  const endsAt =
    world.secondsUntilEnd === undefined ? null : new Date(NOW.getTime() + world.secondsUntilEnd * 1000).toISOString();
  const proxy = createScriptedProxy((world.script ?? DEFAULT_SCRIPT)(said), endsAt);
  const texts = JSON.stringify({ launcher: said.texts.launcher });
  await page.clock.setFixedTime(NOW);
  await page.goto(site.addPage({ ...said, options: { locale: said.lang, texts, ...world.options }, proxy }));
  const visit = new Visitor(page, said, proxy);
  if (world.options?.mode !== 'inline') await visit.button('launcher').waitFor();
  await world.reach(visit);
  await page.mouse.move(0, 0);
  return visit;
}
