import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright';
import { buildWidgetIfStale, WIDGET_DIR } from '../../demo/tools/build-widget.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import type { Benchmark, Cell, Table } from './benchmark.ts';
import { pageScript } from './growth/page.ts';
import { answerInItsPlace, WORDS } from './growth/site.ts';
import { type Spread, spreadOf } from './measure.ts';
import { startHostSite } from './peers/host-site.ts';
import { metrics } from './peers/visit.ts';

const MESSAGES = [10, 100, 500, 2000];
const WIDGETS = [1, 2, 5, 10, 20];
const MOUNTS = [1, 10, 100, 1000, 10_000];
const KEYS = 40;
/** A busy machine takes its time, in milliseconds. */
const PATIENCE = 120_000;

/** Ours, as a conversation, a page and a day get longer. */
export const growth: Benchmark = {
  name: 'growth',
  about: [
    'The widget in Chromium, at the full speed of this machine, with a proxy that is made up (the local Koji would conclude long before). Each size in a',
    'new page, sizes turn by turn. "To the one before" is how many times more it is; in brackets, how many times more there was of it.',
  ].join('\n'),
  async run({ quick }) {
    await buildWidgetIfStale();
    const site = await startHostSite();
    const browser = await chromium.launch(launchOptions(requireBrowser()));
    try {
      const files = readdirSync(WIDGET_DIR, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'));
      for (const name of files) await site.putFile(`/${name}`, join(WIDGET_DIR, name));
      const widget = files.find(name => /widget-[^/]*\.js$/.test(name))!;
      await site.putText('/growth/page.js', pageScript(widget));
      site.handle('/made-up/', answerInItsPlace);
      const address = site.putPage('/', { head: '<script type="module" src="/growth/page.js"></script>' });
      const rounds = quick ? 2 : 5;
      const few = quick ? 1 : 2;
      const inPage = <Found>(act: (page: Page, cdp: CDPSession) => Promise<Found>) => openPage(browser, address, act);

      return [
        growthTable(
          `A transcript, by its messages (${rounds} rounds)`,
          MESSAGES,
          await inTurn(MESSAGES, rounds, count => inPage((page, cdp) => ofTranscript(page, cdp, count))),
        ),
        growthTable(
          `Widgets on one page, inline and all begun (${rounds} rounds)`,
          WIDGETS,
          await inTurn(WIDGETS, rounds, count => inPage((page, cdp) => ofWidgets(page, cdp, count))),
        ),
        growthTable(
          `Put on the page and taken off again, so many times (${few} rounds)`,
          MOUNTS,
          await inTurn(MOUNTS, few, count => inPage((page, cdp) => ofMounts(page, cdp, count))),
        ),
      ];
    } finally {
      await browser.close();
      await site.close();
    }
  },
};

/** Figures by what they are of. */
type Figures = Record<string, number>;

async function openPage<Found>(
  browser: Browser,
  address: string,
  act: (page: Page, cdp: CDPSession) => Promise<Found>,
): Promise<Found> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    page.setDefaultTimeout(PATIENCE);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    await page.goto(address);
    await page.waitForFunction(() => 'grown' in window);
    return await act(page, cdp);
  } finally {
    await page.close();
  }
}

const heapOf = async (cdp: CDPSession) => {
  await cdp.send('HeapProfiler.collectGarbage');
  return (await metrics(cdp)).JSHeapUsedSize!;
};
const mainThread = async (cdp: CDPSession) => (await metrics(cdp)).TaskDuration! * 1000;

async function ofTranscript(page: Page, cdp: CDPSession, count: number): Promise<Figures> {
  const empty = await heapOf(cdp);
  const opened = await page.evaluate(async messages => {
    const began = performance.now();
    const { host } = window.grown.mount({ proxy: `/made-up/${messages}`, mode: 'inline' });
    const frame = () => new Promise(requestAnimationFrame);
    while (host.shadowRoot!.querySelectorAll('.turn').length < messages) await frame();
    // The frame in which they are laid out and painted.
    await frame();
    await frame();
    return performance.now() - began;
  }, count);
  // Found by its tag: to look through thousands of messages for a role takes longer than what is measured.
  await page.locator('textarea').click();
  const turns = page.locator('[part=interviewer]');
  const before = await turns.count();
  const idle = await mainThread(cdp);
  await page.keyboard.type('a'.repeat(KEYS));
  const typed = await mainThread(cdp);
  await page.keyboard.press('Enter');
  await turns.nth(before).waitFor();
  const replied = await mainThread(cdp);
  return {
    'to open, ms': opened,
    'main thread for a key, ms': (typed - idle) / KEYS,
    'main thread for a word of the reply, ms': (replied - typed) / WORDS,
    'heap, KB': ((await heapOf(cdp)) - empty) / 1000,
  };
}

async function ofWidgets(page: Page, cdp: CDPSession, count: number): Promise<Figures> {
  const empty = await heapOf(cdp);
  const idle = await mainThread(cdp);
  const begun = await page.evaluate(async widgets => {
    const began = performance.now();
    const hosts = Array.from(
      { length: widgets },
      (_, n) => window.grown.mount({ proxy: `/made-up/1/${n}`, mode: 'inline' }).host,
    );
    const frame = () => new Promise(requestAnimationFrame);
    while (hosts.some(host => !host.shadowRoot!.querySelector('[part=interviewer]'))) await frame();
    await frame();
    await frame();
    return performance.now() - began;
  }, count);
  return {
    'to the first question of the last, ms': begun,
    'main thread, ms': (await mainThread(cdp)) - idle,
    'heap, KB': ((await heapOf(cdp)) - empty) / 1000,
  };
}

async function ofMounts(page: Page, cdp: CDPSession, count: number): Promise<Figures> {
  const mountSome = (times: number) =>
    page.evaluate(async wanted => {
      const began = performance.now();
      for (let n = 0; n < wanted; n++) {
        const { handle } = window.grown.mount({ proxy: '/made-up/1', mode: 'popup' });
        // What a widget does a moment after it was mounted belongs to it.
        await null;
        handle.destroy();
      }
      return performance.now() - began;
    }, times);
  // What a first one leaves behind is no leak: its style sheets are kept for the next.
  await mountSome(1);
  const before = await heapOf(cdp);
  const nodes = (await metrics(cdp)).Nodes!;
  const took = await mountSome(count);
  const left = (await heapOf(cdp)) - before;
  return {
    'in all, ms': took,
    'heap left behind, KB': left / 1000,
    'nodes left behind': (await metrics(cdp)).Nodes! - nodes,
  };
}

/** Figures by size and by what they are of, in rounds in which each size has its turn; the first round only warms up. */
async function inTurn(
  sizes: number[],
  rounds: number,
  measure: (size: number) => Promise<Figures>,
): Promise<Record<string, Spread>[]> {
  const seen = sizes.map(() => [] as Figures[]);
  await measure(sizes[0]!);
  for (let round = 0; round < rounds; round++) {
    for (const [n, size] of sizes.entries()) seen[n]!.push(await measure(size));
  }
  return seen.map(figures =>
    Object.fromEntries(Object.keys(figures[0]!).map(what => [what, spreadOf(figures.map(each => each[what]!))])),
  );
}

function growthTable(title: string, sizes: number[], found: Record<string, Spread>[]): Table {
  const digits = (value: number) => (Math.abs(value) < 10 ? value.toFixed(2) : value.toFixed(0));
  return {
    title,
    columns: ['', ...sizes.map(size => size.toLocaleString('en')), 'to the one before'],
    rows: Object.keys(found[0]!).map(what => {
      const spreads = found.map(spreads => spreads[what]!);
      const cells = spreads.map(
        (spread): Cell => ({
          text: `${digits(spread.median)} (${digits(spread.p10)} to ${digits(spread.p90)})`,
          spread,
        }),
      );
      const steps = sizes.slice(1).map((size, n) => {
        const times = spreads[n + 1]!.median / spreads[n]!.median;
        return `${Number.isFinite(times) && times > 0 ? `${times.toFixed(1)}×` : '–'} (${size / sizes[n]!}×)`;
      });
      return [what, ...cells, steps.join(', ')];
    }),
  };
}
