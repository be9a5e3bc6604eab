import type { Page } from 'playwright/test';

/**
 * Records the texts that a screen reader announces by itself, in order: additions to a log, and the
 * whole text of a status or alert that changes. Ignores parts with `aria-hidden`. Call it before
 * opening the page. It simulates the rules of live regions; no screen reader is involved.
 *
 * @returns the announcements so far; the array grows while the page is open
 */
export async function recordAnnouncements(page: Page): Promise<string[]> {
  const announcements: string[] = [];
  await page.exposeBinding('recordAnnouncement', (_source, text: string) => {
    announcements.push(text);
  });
  await page.addInitScript(() => {
    const { recordAnnouncement } = window as unknown as { recordAnnouncement(text: string): void };
    const textOf = (node: Node): string => (node.textContent ?? '').replace(/\s+/g, ' ').trim();
    const elementOf = (node: Node) => (node instanceof Element ? node : node.parentElement);
    const handleChanges = (changes: MutationRecord[]) => {
      for (const { type, target, addedNodes } of changes) {
        const region = elementOf(target)?.closest('[role=log], [role=status], [role=alert], [aria-live]');
        if (!region || elementOf(target)!.closest('[aria-hidden=true]')) continue;
        // A status is read completely, a log only by its additions. A region that is inserted with
        // its text is not read.
        const isAtomic = region.getAttribute('role') !== 'log';
        const readNodes = isAtomic ? [region] : type === 'characterData' ? [target] : [...addedNodes];
        for (const node of readNodes) if (textOf(node)) recordAnnouncement(textOf(node));
      }
    };
    const observer = new MutationObserver(handleChanges);
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      const root = attachShadow.call(this, options);
      observer.observe(root, { subtree: true, childList: true, characterData: true });
      return root;
    };
  });
  return announcements;
}
