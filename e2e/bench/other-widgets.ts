import { mkdirSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import { startProduct } from '../support/product.ts';
import { createGoalTable, createSummarize, type Measurements } from './other-widgets/goals.ts';
import { CPU_SLOWDOWN, HOVER_TIME, measureVisit, NETWORKS, type Network } from './other-widgets/measure-visit.ts';
import { installPackages, readPackageVersion } from './other-widgets/packages.ts';
import {
  emptyPage,
  koji,
  kojiIdle,
  type MeasuredWidget,
  otherWidgets as otherMeasuredWidgets,
} from './other-widgets/widgets.ts';
import type { Benchmark, Table, TableCell } from './support/benchmark.ts';
import { type HostSite, startHostSite } from './support/host-site.ts';
import { type Summary, summarize } from './support/statistics.ts';

const MEASURED_WIDGETS = [emptyPage, koji, kojiIdle, ...otherMeasuredWidgets];
const OURS = [koji, kojiIdle];
/** Folder of the traces. */
const TRACE_DIR = '.cache/bench';
/** Blocks every host but this machine, so that a widget's other requests fail at once. */
const BLOCK_OTHER_HOSTS = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1';
/** A table row. Less is better in every row. */
interface Metric {
  name: string;
  select(measurements: Measurements): number;
  format?: (value: number) => string;
  /** Whether it applies to the empty page too. */
  appliesToEmptyPage?: boolean;
  /** Whether it applies to this project's widget only. */
  appliesToOursOnly?: boolean;
}

const formatInteger = (value: number) => Math.round(value).toLocaleString('en');
const formatMegabytes = (value: number) => (value / 1e6).toFixed(2);

const WEIGHT_METRICS: Metric[] = [
  { name: 'bytes when the page has loaded', select: ({ bytesAtLoad }) => bytesAtLoad },
  { name: 'bytes until ready to type', select: ({ bytesUntilReady }) => bytesUntilReady },
  { name: 'total bytes', select: ({ totalBytes }) => totalBytes },
  { name: 'requests until ready to type', select: ({ requestsUntilReady }) => requestsUntilReady },
  { name: 'total requests', select: ({ totalRequests }) => totalRequests },
  { name: 'heap after opening, MB', select: ({ heap }) => heap, format: formatMegabytes, appliesToEmptyPage: true },
  { name: 'layout shift', select: ({ layoutShift }) => layoutShift, format: value => value.toFixed(4) },
];

const TIME_METRICS: Metric[] = [
  { name: 'navigation to the page’s `load`, ms', select: ({ load }) => load, appliesToEmptyPage: true },
  { name: 'navigation to a launcher that works, ms', select: ({ launcherReady }) => launcherReady },
  { name: 'press to ready to type, ms', select: ({ readyToType }) => readyToType },
  {
    name: 'press to ready to type after hovering, ms',
    select: ({ readyToTypeAfterHover }) => readyToTypeAfterHover,
  },
  { name: 'press with a finger to ready to type, ms', select: ({ readyToTypeAfterTap }) => readyToTypeAfterTap },
  {
    name: 'navigation to ready to type, launcher pressed at once, ms',
    select: ({ launcherReady, readyToType }) => launcherReady + readyToType,
  },
  { name: 'main thread until ready to type, ms', select: ({ mainThread }) => mainThread, appliesToEmptyPage: true },
  { name: 'longest task until ready to type, ms', select: ({ longestTask }) => longestTask, appliesToEmptyPage: true },
  {
    name: 'the next page’s document to the running interview painted, ms',
    select: ({ resumed }) => resumed ?? Number.NaN,
    appliesToOursOnly: true,
  },
];

/** This project's widget and its alternatives on the same page. */
export const otherWidgets: Benchmark = {
  name: 'other-widgets',
  description: `Each widget on the same plain host page, in Chromium with the processor slowed down
${CPU_SLOWDOWN} times and an empty cache. The page's origin serves all scripts over HTTP/1.1 with Brotli,
including those that usually come from a CDN. Bytes are bodies and response headers on the wire.

Networks: ${NETWORKS.map(describeNetwork).join('; ')}.

Each visit waits until the page is idle and presses the launcher. "Ready to type" is when the
question and an enabled text box are painted; then the visit types and checks that the text
arrives. The mouse moves to the launcher right before it presses. "After hovering" comes from a
second visit, in which the mouse rests on the launcher for ${HOVER_TIME} ms first; "with a finger" from
a third, which taps and has no mouse. After its first visit, ours goes to another page of the site,
which shows the running interview. The widgets alternate within one run.`,
  async run({ quick, trace }) {
    await installPackages();
    await buildWidgetIfStale();
    const product = await startProduct();
    const browser = await chromium.launch(launchOptions(requireBrowser(), BLOCK_OTHER_HOSTS));
    const pages = await Promise.all(MEASURED_WIDGETS.map(widget => createPage(widget, product.origin)));
    try {
      if (trace) await recordTraces(browser, pages[MEASURED_WIDGETS.indexOf(koji)]!);
      const rounds = quick ? 1 : 8;
      const measurements = await measureAlternating(browser, pages, rounds);
      const missingPaths = pages.flatMap(({ site }) => [...site.missingPaths]);
      if (missingPaths.length > 0) throw new Error(`The test site has no ${missingPaths.join(', ')}.`);
      const visits = new Map(MEASURED_WIDGETS.map((widget, index) => [widget, measurements[index]!]));
      return [
        createGoalTable(createSummarize(visits)),
        {
          title: `Weight (both networks, ${rounds * NETWORKS.length} visits each)`,
          ...createTable(
            WEIGHT_METRICS,
            measurements.map(byNetwork => byNetwork.flat()),
          ),
        },
        ...NETWORKS.map(
          ({ name }, index): Table => ({
            title: `Time on ${name} (${rounds} visits each)`,
            ...createTable(
              TIME_METRICS,
              measurements.map(byNetwork => byNetwork[index]!),
            ),
          }),
        ),
        createVersionTable(measurements),
      ];
    } finally {
      await browser.close();
      for (const { site } of pages) await site.close();
      await product.remove();
    }
  },
};

function describeNetwork({ name, download, upload, latency }: Network): string {
  return `${name} (${download} kbit/s down, ${upload} up, ${latency} ms)`;
}

interface TestPage {
  widget: MeasuredWidget;
  site: HostSite;
  url: string;
  /** Another page of the site with the same widget. */
  nextUrl: string;
}

async function createPage(widget: MeasuredWidget, productOrigin: string): Promise<TestPage> {
  const site = await startHostSite();
  if (OURS.includes(widget)) site.forward('/koji/', productOrigin);
  const embedCode = await widget.install(site);
  return { widget, site, url: site.addPage('/', embedCode), nextUrl: site.addPage('/next', embedCode) };
}

/**
 * Visits all pages in each round, starting with another page each time. A first, uncounted round
 * warms the browser up.
 *
 * @returns measurements by page and network
 */
async function measureAlternating(browser: Browser, pages: TestPage[], rounds: number): Promise<Measurements[][][]> {
  const measurements = pages.map(() => NETWORKS.map(() => [] as Measurements[]));
  for (const page of pages) await measurePage(browser, page, NETWORKS.at(-1)!);
  for (let round = 0; round < rounds; round++) {
    for (const [networkIndex, network] of NETWORKS.entries()) {
      for (let turn = 0; turn < pages.length; turn++) {
        const pageIndex = (turn + round) % pages.length;
        measurements[pageIndex]![networkIndex]!.push(await measurePage(browser, pages[pageIndex]!, network));
      }
    }
  }
  return measurements;
}

async function measurePage(
  browser: Browser,
  { widget, url, nextUrl }: TestPage,
  network: Network,
): Promise<Measurements> {
  try {
    const next = OURS.includes(widget) ? { nextUrl } : {};
    const visit = await measureVisit(browser, widget, url, { network, ...next });
    if (widget === emptyPage) return { ...visit, readyToTypeAfterHover: 0, readyToTypeAfterTap: 0 };
    const hovering = await measureVisit(browser, widget, url, { network, press: 'resting mouse' });
    const tapping = await measureVisit(browser, widget, url, { network, press: 'finger' });
    return { ...visit, readyToTypeAfterHover: hovering.readyToType, readyToTypeAfterTap: tapping.readyToType };
  } catch (cause) {
    throw new Error(`${widget.name} could not be measured.`, { cause });
  }
}

/** Writes one trace per network, from the press to the painted question, to open in Chromium. */
async function recordTraces(browser: Browser, { widget, url }: TestPage): Promise<void> {
  mkdirSync(TRACE_DIR, { recursive: true });
  for (const network of NETWORKS) {
    // The first visit warms the browser up.
    await measureVisit(browser, widget, url, { network });
    const traceFile = `${TRACE_DIR}/press-on-${network.name.replaceAll(' ', '-')}.json`;
    await measureVisit(browser, widget, url, { network, traceFile });
    process.stdout.write(`Trace: ${traceFile}. Open it in Chromium’s developer tools, panel “Performance”.\n`);
  }
}

/** @param measurements by widget, in the order of `MEASURED_WIDGETS` */
function createTable(metrics: Metric[], measurements: Measurements[][]): Table {
  return {
    columns: ['', ...MEASURED_WIDGETS.map(({ name }) => name), 'ours compared with the best other'],
    rows: metrics.map(metric => {
      const { name, select, format = formatInteger, appliesToOursOnly = false } = metric;
      const summaries = measurements.map(values => summarize(values.map(select)));
      const cells = summaries.map((summary, index): TableCell => {
        if (!isApplicable(metric, MEASURED_WIDGETS[index]!)) return '';
        return { text: formatSummary(summary, format), summary };
      });
      const findMedian = (widget: MeasuredWidget) => summaries[MEASURED_WIDGETS.indexOf(widget)]!.median;
      const others = otherMeasuredWidgets.map(widget => ({ name: widget.name, median: findMedian(widget) }));
      return [name, ...cells, appliesToOursOnly ? '' : compareWithBest(findMedian(koji), others)];
    }),
  };
}

function isApplicable({ appliesToEmptyPage, appliesToOursOnly }: Metric, widget: MeasuredWidget): boolean {
  return widget === emptyPage ? appliesToEmptyPage === true : !appliesToOursOnly || OURS.includes(widget);
}

function formatSummary({ median, p10, p90 }: Summary, format: (value: number) => string): string {
  const [middle, low, high] = [median, p10, p90].map(format);
  return low === high ? middle! : `${middle} (${low} to ${high})`;
}

function compareWithBest(ours: number, others: { name: string; median: number }[]): string {
  const best = others.toSorted((a, b) => a.median - b.median)[0]!;
  if (ours === best.median) return `the same (${best.name})`;
  if (ours === 0 || best.median === 0) return ours < best.median ? 'leads' : `behind ${best.name}`;
  const ratio = ours / best.median;
  return `${ratio < 1 ? 'leads' : 'behind'}: ${ratio.toFixed(2)}× ${best.name}`;
}

function createVersionTable(measurements: Measurements[][][]): Table {
  const listOtherHosts = (byNetwork: Measurements[][]) => {
    const urls = byNetwork.flat().flatMap(({ otherOriginUrls }) => otherOriginUrls);
    return [...new Set(urls.map(url => new URL(url).host))].join(', ');
  };
  return {
    title: 'Versions and set-up',
    columns: ['', 'version', 'set-up', 'other hosts it requested (blocked)'],
    rows: MEASURED_WIDGETS.slice(1).map((widget, index) => [
      widget.name,
      widget.package ? readPackageVersion(widget.package) : 'this repository',
      widget.notes,
      listOtherHosts(measurements[index + 1]!),
    ]),
  };
}
