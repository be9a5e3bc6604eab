import { type Browser, chromium, type LaunchOptions, type Page } from 'playwright/test';
import { createScriptedProxy } from '../../src/model/testing/scripted-proxy.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import { SAMPLE_TEXTS } from './sample-texts.ts';
import type { ScriptedSite } from './scripted-site.ts';
import { singleFontEnvironment } from './single-font.ts';
import { createDefaultScript, type GalleryState } from './states.ts';
import { Visitor } from './visitor.ts';

export type Direction = keyof typeof SAMPLE_TEXTS;

/** The fixed time of all pictures. */
const NOW = new Date('2026-03-01T09:02:00.000Z');

/**
 * Returns launch options for a browser that renders a page identically on every machine.
 * `isReproducible` is false if the browser can't be limited to one font.
 */
export function screenshotLaunchOptions(): { options: LaunchOptions; isReproducible: boolean } {
  const font = singleFontEnvironment();
  return {
    isReproducible: font !== null,
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

export const launchBrowser = (): Promise<Browser> => chromium.launch(screenshotLaunchOptions().options);

/** Without motion, so that a picture does not depend on its moment. */
export const CONTEXT_OPTIONS = { locale: 'en-GB', contextOptions: { reducedMotion: 'reduce' } } as const;

/** Opens a page of the scripted site and leads the widget to a state. */
export async function openState(
  page: Page,
  site: ScriptedSite,
  state: GalleryState,
  direction: Direction,
): Promise<Visitor> {
  const sample = SAMPLE_TEXTS[direction];
  const endsAt =
    state.secondsUntilEnd === undefined ? null : new Date(NOW.getTime() + state.secondsUntilEnd * 1000).toISOString();
  const proxy = createScriptedProxy((state.script ?? createDefaultScript)(sample), endsAt, () => NOW.getTime());
  const texts = JSON.stringify({ launcher: sample.widgetTexts.launcher });
  await page.clock.setFixedTime(NOW);
  await page.goto(site.addPage({ ...sample, options: { locale: sample.lang, texts, ...state.options }, proxy }));
  const visitor = new Visitor(page, sample, proxy);
  if (state.options?.mode !== 'inline') await visitor.button('launcher').waitFor();
  await state.reach(visitor);
  await page.mouse.move(0, 0);
  return visitor;
}
