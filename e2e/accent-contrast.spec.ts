import { expect, test } from 'playwright/test';
import { openState } from './gallery/open-state.ts';
import { type ScriptedSite, startScriptedSite } from './gallery/scripted-site.ts';
import { galleryState } from './gallery/states.ts';

let site: ScriptedSite;
test.beforeAll(async () => {
  site = await startScriptedSite();
});
test.afterAll(() => site.close());

/** Colours of well-known brands, and difficult colours. */
const EXTREMES = [
  ...['#ffff00', '#ffffff', '#000000', '#0000ff', '#00ff00', '#ff0000', '#00ffff', '#ff00ff', '#808080', '#7f7fff'],
  ...['#1877f2', '#ff5a5f', '#1db954', '#fffc00', '#e50914', '#635bff', '#ff9900', '#25d366', '#4a154b', '#f7df1e'],
  ...[
    'rebeccapurple',
    'hsl(150 100% 50%)',
    'color(display-p3 0 1 0)',
    'color(display-p3 1 1 0)',
    '#ff990080',
    'transparent',
  ],
];
const range = (from: number, to: number, count: number) =>
  Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
/** All hues, from dark to light, from pale to more saturated than any screen. */
const WHEEL = range(0, 345, 24).flatMap(hue =>
  range(0.15, 0.95, 5).flatMap(lightness => [0.05, 0.2, 0.37].map(chroma => `oklch(${lightness} ${chroma} ${hue})`)),
);
const ACCENTS = [...EXTREMES, ...WHEEL];

/**
 * Foreground, background and minimum contrast: WCAG 2.2, 1.4.3 for text and 1.4.11 for everything
 * else.
 */
const PAIRS = [
  ['text of "Send"', 'button.primary', 'color', 'button.primary', 'background-color', 4.5],
  [
    'number of the selected step',
    '.steps label:has(:checked)',
    'color',
    '.steps label:has(:checked)',
    'background-color',
    4.5,
  ],
  ['selected step', '.steps label:has(:checked)', 'background-color', '.panel', 'background-color', 3],
  // Links have this colour too.
  ['accent', '.log .interviewer:last-child::before', 'border-inline-start-color', '.panel', 'background-color', 4.5],
  ['focus ring', '.box', 'outline-color', '.panel', 'background-color', 3],
  ['respondent’s message', '.respondent', 'color', '.respondent', 'background-color', 4.5],
  ['quiet text', '.quiet', 'color', '.panel', 'background-color', 4.5],
  ['border of the box', '.steps', 'border-block-start-color', '.panel', 'background-color', 3],
] as const;

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme });

    test(`each of ${ACCENTS.length} accents produces a palette with enough contrast`, async ({ page }) => {
      await openState(page, site, galleryState('scale-chosen'), 'ltr');
      await page.getByRole('textbox').focus();
      const failures = await page.evaluate(
        ({ accents, pairs }) => {
          const root = document.querySelector('koji-interview-host')!.shadowRoot!;
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })!;
          /** Blends the layers as a screen does. Returns 8 bits each of red, green and blue. */
          const blend = (...layers: string[]) => {
            for (const layer of layers) {
              canvas.fillStyle = layer;
              canvas.fillRect(0, 0, 1, 1);
            }
            return [...canvas.getImageData(0, 0, 1, 1).data.slice(0, 3)];
          };
          const luminance = (channels: number[]) => {
            const [r, g, b] = channels.map(value =>
              value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4,
            ) as [number, number, number];
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const styleOf = (selector: string, name: string) => {
            const [element, pseudo] = selector.split('::');
            return getComputedStyle(root.querySelector(element!)!, pseudo && `::${pseudo}`).getPropertyValue(name);
          };
          const lowContrast: string[] = [];
          for (const accent of accents) {
            document.documentElement.style.setProperty('--koji-accent', accent);
            const surface = styleOf('.panel', 'background-color');
            for (const [name, front, frontName, back, backName, minimum] of pairs) {
              const background = styleOf(back, backName);
              const [low, high] = [blend(surface, background, styleOf(front, frontName)), blend(surface, background)]
                .map(luminance)
                .sort((a, b) => a - b) as [number, number];
              const contrast = (high + 0.05) / (low + 0.05);
              if (contrast < minimum) lowContrast.push(`${accent}: ${name} has ${contrast.toFixed(2)}`);
            }
          }
          return lowContrast;
        },
        { accents: ACCENTS, pairs: PAIRS },
      );
      expect(failures).toEqual([]);
    });
  });
}
