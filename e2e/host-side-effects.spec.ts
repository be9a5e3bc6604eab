import { expect, expectEndedByRespondent, PLAIN_PAGE, scriptTag, test } from './support/host-page.ts';

/** https://wicg.github.io/layout-instability/#sec-layout-shift */
interface LayoutShift {
  value: number;
  hadRecentInput: boolean;
  sources: { node: Node | null }[];
}

interface RecordedShifts {
  /** Node names of the host's elements that have moved. */
  hostElements: string[];
  /** Sum of all shifts without recent input. Never less than the page's CLS. */
  score: number;
}

test('an interview changes nothing of the page: history, storage, title, address, layout, selection', async ({
  page,
  product,
  respondent,
  site,
}) => {
  await page.addInitScript(() => {
    const layoutShifts = { hostElements: [] as string[], score: 0 };
    Object.assign(window, { layoutShifts });
    new PerformanceObserver(list => {
      for (const shift of list.getEntries() as unknown as LayoutShift[]) {
        // The browser does not report nodes inside a shadow root.
        for (const { node } of shift.sources)
          if (node && !(node as Element).shadowRoot) layoutShifts.hostElements.push(node.nodeName);
        if (!shift.hadRecentInput) layoutShifts.score += shift.value;
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const readPageState = () =>
    page.evaluate(async () => ({
      address: location.href,
      title: document.title,
      historyLength: history.length,
      historyState: history.state,
      stored: [...Object.keys(sessionStorage), ...Object.keys(localStorage), document.cookie],
      databases: (await indexedDB.databases()).length,
      caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
      selection: String(getSelection()),
      scroll: [scrollX, scrollY],
      scrollRestoration: history.scrollRestoration,
      overflow: [document.documentElement, document.body].map(element => getComputedStyle(element).overflow),
      size: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
      children: [document.documentElement, document.head, document.body].map(
        ({ children }) => [...children].filter(({ shadowRoot }) => !shadowRoot).length,
      ),
      attributes: [document.documentElement, document.body].map(element => element.getAttributeNames()),
      viewport: document.querySelector('meta[name=viewport]')?.getAttribute('content'),
    }));
  const content = `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A page</title>
    <body style="height: 3000px"><p>Words of the page.</p>${scriptTag(product)}</body></html>`;
  // The tab's history already has an entry.
  await page.goto(site.addPage('/before', PLAIN_PAGE));
  await page.goto(site.addPage('/untouched', content));
  await expect(respondent.launcher).toBeVisible();
  await page.evaluate(() => {
    scrollTo(0, 300);
    getSelection()!.selectAllChildren(document.querySelector('p')!);
  });
  const before = await readPageState();
  expect(before.stored).toEqual(['']);
  await respondent.launcher.click();
  await expect(respondent.interviewerTurns).toHaveCount(1);
  await respondent.answer();
  const during = await readPageState();
  // The widget stores the interview for this tab, under keys with our prefix.
  expect(during.stored.filter(name => name && !name.startsWith('koji:'))).toEqual([]);
  // The browser has only one selection, which is now in the answer box.
  expect({ ...during, stored: before.stored, selection: '' }).toEqual({ ...before, selection: '' });
  await respondent.endInterview();
  await expectEndedByRespondent(respondent, product);
  await respondent.callKoji('destroy');
  await expect(respondent.thanksHeading).toHaveCount(0);
  expect({ ...(await readPageState()), selection: '' }).toEqual({ ...before, selection: '' });
  const { hostElements, score } = await page.evaluate(
    () => (window as unknown as { layoutShifts: RecordedShifts }).layoutShifts,
  );
  expect(hostElements).toEqual([]);
  // Shifts inside the widget count towards the page's CLS. Up to 0.1 is "good"
  // (https://web.dev/articles/cls).
  expect(score).toBeLessThan(0.1);
});
