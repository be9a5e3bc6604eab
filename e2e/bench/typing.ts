import { type Browser, chromium, type Page } from 'playwright';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import { Respondent } from '../support/respondent.ts';
import { type ScriptedInterviewer, startScriptedInterviewer } from '../support/scripted-interviewer.ts';
import type { Benchmark, MetricRow } from './support/benchmark.ts';
import { readMainThreadTime } from './support/chromium-metrics.ts';
import { formatMilliseconds, type Summary, summarize } from './support/statistics.ts';

/** Slows the processor down to about the speed of a phone that is some years old. */
const CPU_SLOWDOWN = 4;
const RUNS = 15;
const RUNS_IN_QUICK_RUN = 3;
/**
 * Milliseconds between two keys: about 130 words a minute. If the keys came faster than a person
 * types, they would wait for each other.
 */
const KEY_INTERVAL = 90;
const SENTENCE = 'It lost two bookings again, so I phoned around.';
/** Messages in the transcript that the sentence is typed into. */
const TYPING_MESSAGES = 500;
const STREAMED_WORDS = 60;
/** Messages in the two transcripts whose streamed words are compared. */
const [SHORT_TRANSCRIPT, LONG_TRANSCRIPT] = [10, 1000];
const PHONE_VIEWPORT = { width: 360, height: 740 };

/** Recorded by the page itself. */
interface PageTimings {
  /** Milliseconds from each key to the next paint. */
  keys: number[];
  /** The sum of all layout shifts without recent input. */
  layoutShift: number;
}

declare global {
  interface Window {
    typingTimings: PageTimings;
  }
}

/** Typing and streaming in long transcripts on a slow processor. */
export const typing: Benchmark = {
  name: 'typing',
  description: `Typing and streaming in long transcripts; 360 px wide, the processor slowed down ${CPU_SLOWDOWN} times, Chromium.`,
  async run({ quick }) {
    await buildWidgetIfStale();
    const runs = quick ? RUNS_IN_QUICK_RUN : RUNS;
    const interviewer = await startScriptedInterviewer();
    const browser = await chromium.launch(launchOptions(requireBrowser()));
    try {
      return [
        ...(await measureTyping(browser, interviewer, runs)),
        ...(await measureStreaming(browser, interviewer, runs)),
      ];
    } finally {
      await browser.close();
      await interviewer.close();
    }
  },
};

async function measureTyping(browser: Browser, interviewer: ScriptedInterviewer, runs: number): Promise<MetricRow[]> {
  const slowestKeys = { widget: [] as number[], textarea: [] as number[] };
  for (let run = 0; run < runs; run++) {
    const order = run % 2 ? (['textarea', 'widget'] as const) : (['widget', 'textarea'] as const);
    for (const variant of order) {
      const { page, box, slowDown } =
        variant === 'widget'
          ? await openWidget(browser, interviewer.pageUrl(TYPING_MESSAGES))
          : await openTextarea(browser);
      await box.pressSequentially('A few words to warm up. ', { delay: KEY_INTERVAL });
      await slowDown();
      await page.evaluate(() => {
        window.typingTimings.keys.length = 0;
      });
      await box.pressSequentially(SENTENCE, { delay: KEY_INTERVAL });
      slowestKeys[variant].push(Math.max(...(await readTimings(page)).keys));
      await page.close();
    }
  }
  const [widget, textarea] = [summarize(slowestKeys.widget), summarize(slowestKeys.textarea)];
  return [
    {
      metric: `the slowest key of a sentence to its paint, ${TYPING_MESSAGES} messages`,
      value: formatMilliseconds(widget),
      goal: '< 50 ms',
    },
    { metric: 'the same in a plain textarea on an empty page', value: formatMilliseconds(textarea) },
    { metric: 'ratio of the medians, typing', value: `${(widget.median / textarea.median).toFixed(2)}×` },
  ];
}

async function measureStreaming(
  browser: Browser,
  interviewer: ScriptedInterviewer,
  runs: number,
): Promise<MetricRow[]> {
  const short: number[] = [];
  const long: number[] = [];
  let layoutShift = 0;
  for (let run = 0; run < runs; run++) {
    // The two alternate, so that other load on the machine affects both alike.
    for (const messages of run % 2 ? [LONG_TRANSCRIPT, SHORT_TRANSCRIPT] : [SHORT_TRANSCRIPT, LONG_TRANSCRIPT]) {
      const measurement = await streamReply(browser, interviewer, messages);
      (messages === SHORT_TRANSCRIPT ? short : long).push(measurement.mainThreadTime / STREAMED_WORDS);
      layoutShift += measurement.layoutShift;
    }
  }
  const [shortSummary, longSummary] = [summarize(short), summarize(long)];
  return [
    { metric: `a streamed word after ${SHORT_TRANSCRIPT} messages`, value: formatMilliseconds(shortSummary) },
    {
      metric: `a streamed word after ${LONG_TRANSCRIPT.toLocaleString('en')} messages`,
      value: formatMilliseconds(longSummary),
    },
    { metric: 'ratio of the medians, streaming', value: formatRatio(longSummary, shortSummary), goal: '≤ 1.2×' },
    {
      metric: `layout shift while ${STREAMED_WORDS} words stream, all runs together`,
      value: String(layoutShift),
      goal: '0',
    },
  ];
}

const formatRatio = (one: Summary, other: Summary) => `${(one.median / other.median).toFixed(2)}×`;

/** Streams a reply into a transcript, one word per frame. */
async function streamReply(browser: Browser, interviewer: ScriptedInterviewer, messages: number) {
  const { page, respondent, cdp, slowDown } = await openWidget(browser, interviewer.pageUrl(messages));
  const receivedMessages = interviewer.receivedMessages.length;
  await respondent.answerBox.fill('Go on.');
  await respondent.sendButton.click();
  while (interviewer.receivedMessages.length === receivedMessages) await waitForFrame(page);
  interviewer.sendDelta('So');
  for (let frame = 0; frame < 30; frame++) await waitForFrame(page);
  await slowDown();
  const mainThreadBefore = await readMainThreadTime(cdp);
  const layoutShiftBefore = (await readTimings(page)).layoutShift;
  for (let word = 0; word < STREAMED_WORDS; word++) {
    interviewer.sendDelta(` and ${word}`);
    await waitForFrame(page);
  }
  const mainThreadTime = (await readMainThreadTime(cdp)) - mainThreadBefore;
  const layoutShift = (await readTimings(page)).layoutShift - layoutShiftBefore;
  interviewer.endReply();
  await page.close();
  return { mainThreadTime, layoutShift };
}

async function openWidget(browser: Browser, url: string) {
  const recordedPage = await openRecordedPage(browser, url);
  const respondent = new Respondent(recordedPage.page);
  await respondent.launcher.click();
  await respondent.answerBox.waitFor();
  return { ...recordedPage, respondent, box: respondent.answerBox };
}

async function openTextarea(browser: Browser) {
  const url = 'data:text/html,<meta name=viewport content="width=device-width"><textarea>';
  const recordedPage = await openRecordedPage(browser, url);
  return { ...recordedPage, box: recordedPage.page.locator('textarea') };
}

async function openRecordedPage(browser: Browser, url: string) {
  const page = await browser.newPage({ viewport: PHONE_VIEWPORT, isMobile: true, hasTouch: true });
  await page.addInitScript(recordTimings);
  const cdp = await page.context().newCDPSession(page);
  await page.goto(url);
  // With `threadTicks`, metrics count processor time, which other programs do not add to.
  await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, cdp, slowDown: () => cdp.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN }) };
}

/** Runs in the page, before its own scripts. */
function recordTimings(): void {
  const timings: PageTimings = { keys: [], layoutShift: 0 };
  window.typingTimings = timings;
  // `event` performance entries leave out quick keys. This measures each key from its time stamp
  // until after the next frame.
  addEventListener(
    'keydown',
    ({ timeStamp }) => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => timings.keys.push(performance.now() - timeStamp);
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
  new PerformanceObserver(list => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) timings.layoutShift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

const readTimings = (page: Page) => page.evaluate(() => window.typingTimings);

const waitForFrame = (page: Page) =>
  page.evaluate(() => new Promise<void>(resolve => requestAnimationFrame(() => setTimeout(resolve))));
