import puppeteer, { type LaunchOptions, type Page } from 'puppeteer-core';
import type { Browser, Tab } from './engine.ts';
import { killAll, listDescendants } from './processes.ts';

/** @param isRenderer whether a command line is that of a process that shows pages */
export async function launchWithPuppeteer(
  options: LaunchOptions,
  isRenderer: (commandLine: string) => boolean,
): Promise<Browser> {
  const browser = await puppeteer.launch({ ...options, timeout: 30_000, protocolTimeout: 60_000 });
  const browserPid = browser.process()!.pid!;
  return {
    version: await browser.version(),
    async open(url) {
      const page = await browser.newPage();
      await page.bringToFront();
      await page.goto(url);
      return createTab(page);
    },
    killRenderers() {
      const renderers = listDescendants(browserPid).filter(({ commandLine }) => isRenderer(commandLine));
      if (renderers.length === 0) throw new Error('No process shows a page.');
      killAll(renderers.map(({ pid }) => pid));
    },
    kill: () => killAll([browserPid]),
    async cleanUp() {
      killAll([...listDescendants(browserPid).map(({ pid }) => pid), browserPid]);
      await browser.disconnect().catch(() => {});
    },
  };
}

const createTab = (page: Page): Tab => ({
  run: functionBody => page.evaluate(`(() => { ${functionBody} })()`) as Promise<never>,
  goto: async url => void (await page.goto(url)),
  reload: async () => void (await page.reload()),
  back: async () => void (await page.evaluate('setTimeout(() => history.back())')),
  close: () => page.close({ runBeforeUnload: false }),
});
