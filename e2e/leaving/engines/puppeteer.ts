import puppeteer, { type LaunchOptions, type Page } from 'puppeteer-core';
import type { Browser, Tab } from './engine.ts';
import { descendants, killAll } from './processes.ts';

/** @param isRenderer tells from its command line a process that shows pages */
export async function launchWithPuppeteer(
  options: LaunchOptions,
  isRenderer: (command: string) => boolean,
): Promise<Browser> {
  const browser = await puppeteer.launch({ ...options, timeout: 30_000, protocolTimeout: 60_000 });
  const { pid } = browser.process()!;
  return {
    version: await browser.version(),
    async open(url) {
      const page = await browser.newPage();
      await page.bringToFront();
      await page.goto(url);
      return tabOf(page);
    },
    killRenderers() {
      const renderers = descendants(pid!).filter(({ command }) => isRenderer(command));
      if (renderers.length === 0) throw new Error('There is no process that shows a page.');
      killAll(renderers.map(({ pid }) => pid));
    },
    kill: () => killAll([pid!]),
    async cleanUp() {
      killAll([...descendants(pid!).map(({ pid }) => pid), pid!]);
      await browser.disconnect().catch(() => {});
    },
  };
}

const tabOf = (page: Page): Tab => ({
  run: body => page.evaluate(`(() => { ${body} })()`) as Promise<never>,
  goto: async url => void (await page.goto(url)),
  reload: async () => void (await page.reload()),
  back: async () => void (await page.evaluate('setTimeout(() => history.back())')),
  close: () => page.close({ runBeforeUnload: false }),
});
