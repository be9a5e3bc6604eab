/**
 * Remembers which checks of a page's look have passed, in `.cache`. The same check of the same
 * markup and style is not repeated on a developer's machine. With `CI` set, every check runs.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright/test';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const FOLDER = join(ROOT, '.cache/passed-checks');
/** After this time a check runs again in any case, in milliseconds: two weeks. */
const MAX_AGE = 14 * 24 * 3600 * 1000;

export interface PassedCheck {
  /** Whether the check has passed before on such a page. */
  hasPassed: boolean;
  /** Call this when the check has passed. */
  remember(): void;
}

/**
 * Looks a check up.
 *
 * @param inputs everything that decides about the result besides the page: the check's name and its
 *   settings
 */
export async function recallCheck(page: Page, inputs: unknown[]): Promise<PassedCheck> {
  if (process.env.CI) return { hasPassed: false, remember: () => {} };
  const versions = [page.context().browser()?.version(), readFileSync(join(ROOT, 'package-lock.json'), 'utf8')];
  const key = createHash('sha256')
    .update(JSON.stringify([inputs, versions, await page.evaluate(describePage)]))
    .digest('hex');
  const file = join(FOLDER, key);
  return {
    hasPassed: existsSync(file),
    remember() {
      mkdirSync(FOLDER, { recursive: true });
      writeFileSync(file, '');
    },
  };
}

/** Deletes what was remembered more than two weeks ago. */
export function forgetOldChecks(): void {
  if (!existsSync(FOLDER)) return;
  for (const name of readdirSync(FOLDER)) {
    const file = join(FOLDER, name);
    if (Date.now() - statSync(file).mtimeMs > MAX_AGE) rmSync(file);
  }
}

/**
 * Runs in the page. Describes what its look follows from: the markup with all shadow roots, the
 * style sheets, the state of its controls, and the media features.
 */
function describePage(): unknown {
  const MEDIA = ['prefers-color-scheme: dark', 'forced-colors: active', 'prefers-reduced-motion: reduce', 'print'];
  const STATES = [':hover', ':focus', ':focus-visible', ':active', ':checked', ':indeterminate', ':disabled'];

  const listRules = (root: Document | ShadowRoot) =>
    [...root.styleSheets, ...root.adoptedStyleSheets].map(sheet => {
      try {
        return [sheet.disabled, sheet.media.mediaText, ...[...sheet.cssRules].map(rule => rule.cssText)];
      } catch {
        // A sheet of another origin. Its address is in the markup.
        return null;
      }
    });

  function describe(node: Node): unknown {
    if (!(node instanceof Element)) return node.textContent;
    const { value } = node as HTMLInputElement;
    const root = node.shadowRoot;
    return [
      node.tagName,
      // An empty `style` is what a finished transition may leave behind.
      ...[...node.attributes]
        .filter(({ name, value }) => name !== 'style' || value !== '')
        .map(({ name, value }) => `${name}=${value}`),
      STATES.filter(state => node.matches(state)),
      typeof value === 'string' ? value : null,
      [node.scrollTop, node.scrollLeft],
      root && [listRules(root), [...root.childNodes].map(describe)],
      [...node.childNodes].map(describe),
    ];
  }

  return [
    [innerWidth, innerHeight, devicePixelRatio, scrollX, scrollY],
    MEDIA.map(feature => matchMedia(feature === 'print' ? feature : `(${feature})`).matches),
    document.title,
    listRules(document),
    describe(document.documentElement),
  ];
}
