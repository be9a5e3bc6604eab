import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium } from 'playwright';
import { buildWidgetIfStale, WIDGET_DIR } from '../../demo/tools/build-widget.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import { serveFakeProxy } from './scaling/fake-proxy.ts';
import {
  type Measurement,
  measureMounts,
  measureTranscript,
  measureWidgets,
  type Values,
} from './scaling/measurements.ts';
import { createMountScript } from './scaling/mount-script.ts';
import type { Benchmark, Table, TableCell } from './support/benchmark.ts';
import { type HostSite, startHostSite } from './support/host-site.ts';
import { type Summary, summarize } from './support/statistics.ts';

const MESSAGE_COUNTS = [10, 100, 500, 2000];
const WIDGET_COUNTS = [1, 2, 5, 10, 20];
const MOUNT_COUNTS = [1, 10, 100, 1000, 10_000];
/** Long enough for 10,000 mounts on a busy machine, in milliseconds. */
const TIMEOUT = 120_000;

/**
 * How the widget's costs grow with the transcript, the widgets on a page and the number of mounts.
 */
export const scaling: Benchmark = {
  name: 'scaling',
  description: `The widget in Chromium at the full speed of this machine, with a fake proxy (the local Koji
would conclude long before). Each size runs in a new page; the sizes alternate. The last column
compares each value with the one before it, and in brackets the sizes.`,
  async run({ quick }) {
    await buildWidgetIfStale();
    const site = await startHostSite();
    const browser = await chromium.launch(launchOptions(requireBrowser()));
    try {
      const url = await addTestPage(site);
      const rounds = quick ? 2 : 5;
      const mountRounds = quick ? 1 : 2;
      return [
        toTable(
          `A transcript, by its number of messages (${rounds} rounds)`,
          MESSAGE_COUNTS,
          await measureSizes(browser, url, MESSAGE_COUNTS, rounds, measureTranscript),
        ),
        toTable(
          `Inline widgets on one page, all started (${rounds} rounds)`,
          WIDGET_COUNTS,
          await measureSizes(browser, url, WIDGET_COUNTS, rounds, measureWidgets),
        ),
        toTable(
          `A widget mounted and removed, by the number of times (${mountRounds} rounds)`,
          MOUNT_COUNTS,
          await measureSizes(browser, url, MOUNT_COUNTS, mountRounds, measureMounts),
        ),
      ];
    } finally {
      await browser.close();
      await site.close();
    }
  },
};

async function addTestPage(site: HostSite): Promise<string> {
  const files = readdirSync(WIDGET_DIR, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.js'));
  for (const name of files) await site.addFile(`/${name}`, join(WIDGET_DIR, name));
  const widgetFile = files.find(name => /widget-[^/]*\.js$/.test(name))!;
  await site.addText('/mount.js', createMountScript(widgetFile));
  site.handle('/fake-proxy/', serveFakeProxy);
  return site.addPage('/', { head: '<script type="module" src="/mount.js"></script>' });
}

/** Measures all sizes in each round. A first, uncounted measurement warms up. */
async function measureSizes(
  browser: Browser,
  url: string,
  sizes: number[],
  rounds: number,
  measure: Measurement,
): Promise<Record<string, Summary>[]> {
  const valuesBySize = sizes.map(() => [] as Values[]);
  await measureInNewPage(browser, url, sizes[0]!, measure);
  for (let round = 0; round < rounds; round++) {
    for (const [index, size] of sizes.entries()) {
      valuesBySize[index]!.push(await measureInNewPage(browser, url, size, measure));
    }
  }
  return valuesBySize.map(values =>
    Object.fromEntries(Object.keys(values[0]!).map(metric => [metric, summarize(values.map(value => value[metric]!))])),
  );
}

async function measureInNewPage(browser: Browser, url: string, size: number, measure: Measurement): Promise<Values> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' });
  try {
    page.setDefaultTimeout(TIMEOUT);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable');
    await page.goto(url);
    await page.waitForFunction(() => 'mountWidget' in window);
    return await measure(page, cdp, size);
  } finally {
    await page.close();
  }
}

function toTable(title: string, sizes: number[], summaries: Record<string, Summary>[]): Table {
  return {
    title,
    columns: ['', ...sizes.map(size => size.toLocaleString('en')), 'compared with the size before'],
    rows: Object.keys(summaries[0]!).map(metric => {
      const rowSummaries = summaries.map(bySize => bySize[metric]!);
      const steps = sizes.slice(1).map((size, index) => {
        const ratio = rowSummaries[index + 1]!.median / rowSummaries[index]!.median;
        const formattedRatio = Number.isFinite(ratio) && ratio > 0 ? `${ratio.toFixed(1)}×` : '–';
        return `${formattedRatio} (${size / sizes[index]!}×)`;
      });
      return [metric, ...rowSummaries.map(createCell), steps.join(', ')];
    }),
  };
}

function createCell(summary: Summary): TableCell {
  const format = (value: number) => value.toFixed(Math.abs(value) < 10 ? 2 : 0);
  const { median, p10, p90 } = summary;
  return { text: `${format(median)} (${format(p10)} to ${format(p90)})`, summary };
}
