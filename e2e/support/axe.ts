import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';

/**
 * What axe finds wrong as things are now.
 *
 * @param part a selector of the part to look at; the whole page otherwise
 * @param rules the rules to look by; all otherwise
 */
export async function axeViolations(page: Page, part = 'html', rules?: string[]): Promise<string[]> {
  // A fade has no contrast of its own: what counts is where it ends.
  await page.evaluate(() =>
    Promise.allSettled(
      [...document.querySelectorAll('*')]
        .flatMap(({ shadowRoot }) => shadowRoot?.getAnimations() ?? [])
        .filter(animation => animation.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
        .map(({ finished }) => finished),
    ),
  );
  // In its legacy mode axe leaves frames alone, of which there are none, and opens no page of its own to put things together.
  const axe = new AxeBuilder({ page }).setLegacyMode().include(part);
  const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`),
  );
}
