import type { Page } from 'playwright/test';

/**
 * What a screen reader is told to read out by itself, in order: what is added to a log, and what a status says as soon as it
 * changes. Parts that are hidden from it are left out. To be called before the page is opened; no screen reader takes part.
 */
export async function recordAnnouncements(page: Page): Promise<string[]> {
  const heard: string[] = [];
  await page.exposeBinding('tellHeard', (_source, words: string) => {
    heard.push(words);
  });
  await page.addInitScript(() => {
    const tell = (window as unknown as { tellHeard(words: string): void }).tellHeard;
    const words = (node: Node): string => (node.textContent ?? '').replace(/\s+/g, ' ').trim();
    const elementOf = (node: Node) => (node instanceof Element ? node : node.parentElement);
    const listen = (changes: MutationRecord[]) => {
      for (const { type, target, addedNodes } of changes) {
        const region = elementOf(target)?.closest('[role=log], [role=status], [role=alert], [aria-live]');
        if (!region || elementOf(target)!.closest('[aria-hidden=true]')) continue;
        // A status is read as a whole, a log by what is new in it. A region that comes with its words is not read.
        const isWhole = region.getAttribute('role') !== 'log';
        const said = isWhole ? [region] : type === 'characterData' ? [target] : [...addedNodes];
        for (const node of said) if (words(node)) tell(words(node));
      }
    };
    const observer = new MutationObserver(listen);
    const { attachShadow } = Element.prototype;
    Element.prototype.attachShadow = function (options) {
      const root = attachShadow.call(this, options);
      observer.observe(root, { subtree: true, childList: true, characterData: true });
      return root;
    };
  });
  return heard;
}
