import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { recallCheck } from './passed-checks.ts';

/**
 * Runs axe on the page in its present state, unless it has found nothing there before (see
 * `recallCheck`).
 *
 * @param selector the part to check; default: the whole page
 * @param rules ids of the axe rules to apply; default: all
 * @returns one text per violating element: rule, markup and axe's explanation
 */
export async function findAxeViolations(page: Page, selector = 'html', rules?: string[]): Promise<string[]> {
  // During a fade the contrast is too low. Wait for the end of all animations that have one.
  await page.evaluate(() =>
    Promise.allSettled(
      [...document.querySelectorAll('*')]
        .flatMap(({ shadowRoot }) => shadowRoot?.getAnimations() ?? [])
        .filter(animation => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  );
  const check = await recallCheck(page, ['axe', selector, rules ?? null]);
  if (check.hasPassed) return [];
  // Legacy mode ignores frames, of which the pages have none, and saves axe another browser page.
  const axe = new AxeBuilder({ page }).setLegacyMode().include(selector);
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  if (violations.length === 0) check.remember();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}
