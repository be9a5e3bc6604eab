import { type Browser, type CDPSession, chromium, type Page } from 'playwright';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';
import { launchOptions, requireBrowser } from '../support/browser.ts';
import { Respondent } from '../support/respondent.ts';
import { type ScriptedInterviewer, startScriptedInterviewer } from '../support/scripted-interviewer.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { milliseconds, type Spread, spreadOf } from './measure.ts';

/** The processor is slowed down by this much, as in a phone of some years ago. */
const SLOWER = 4;
const RUNS = 15;
/** Milliseconds between two keys: some 130 words a minute. Quicker than anybody types, keys would only wait for each other. */
const PACE = 90;
const SENTENCE = 'It lost two bookings again, so I phoned around.';
const WORDS = 60;
/** Transcripts between which a streamed word is compared. */
const [SHORT, LONG] = [10, 1000];
const PHONE = { width: 360, height: 740 };

/** What a page notes down about itself. */
interface Notes {
  /** From a key to the next paint, milliseconds. */
  keys: number[];
  /** The sum of all layout shifts that were not the answer to a key or a tap. */
  shift: number;
}

/** Typing into and streaming into long transcripts, on a slow processor. */
export const typing: Benchmark = {
  name: 'typing',
  about: `Typing and streaming in long transcripts, 360 px wide, the processor slowed ${SLOWER} times; Chromium.`,
  async run({ quick }) {
    await buildWidgetIfStale();
    const runs = quick ? 3 : RUNS;
    const interviewer = await startScriptedInterviewer();
    const browser = await chromium.launch(launchOptions(requireBrowser()));
    try {
      return [...(await measureKeys(browser, interviewer, runs)), ...(await measureWords(browser, interviewer, runs))];
    } finally {
      await browser.close();
      await interviewer.close();
    }
  },
};

async function measureKeys(browser: Browser, interviewer: ScriptedInterviewer, runs: number): Promise<Row[]> {
  const slowest = { ours: [] as number[], bare: [] as number[] };
  for (let run = 0; run < runs; run++) {
    for (const which of run % 2 ? (['bare', 'ours'] as const) : (['ours', 'bare'] as const)) {
      const { page, box, slowDown } =
        which === 'ours' ? await open(browser, interviewer.pageUrl(500)) : await openBare(browser);
      await box.pressSequentially('A few words to warm up. ', { delay: PACE });
      await slowDown();
      await page.evaluate(() => {
        (window as unknown as { notes: Notes }).notes.keys.length = 0;
      });
      await box.pressSequentially(SENTENCE, { delay: PACE });
      slowest[which].push(Math.max(...(await read(page)).keys));
      await page.close();
    }
  }
  const [ours, bare] = [spreadOf(slowest.ours), spreadOf(slowest.bare)];
  return [
    { what: 'the slowest key of a sentence to its paint, 500 messages', figure: milliseconds(ours), goal: '< 50 ms' },
    { what: 'the same in a bare textarea on an empty page', figure: milliseconds(bare) },
    { what: 'ratio of the medians, typing', figure: `${(ours.median / bare.median).toFixed(2)}×` },
  ];
}

async function measureWords(browser: Browser, interviewer: ScriptedInterviewer, runs: number): Promise<Row[]> {
  const costs = { [SHORT]: [] as number[], [LONG]: [] as number[] };
  let shift = 0;
  for (let run = 0; run < runs; run++) {
    // Turn by turn, so that what else the machine does meets both alike.
    for (const messages of run % 2 ? [LONG, SHORT] : [SHORT, LONG]) {
      const { page, respondent, client, slowDown } = await open(browser, interviewer.pageUrl(messages));
      const heard = interviewer.receivedMessages.length;
      await respondent.answerBox.fill('Go on.');
      await respondent.sendButton.click();
      while (interviewer.receivedMessages.length === heard) await nextFrame(page);
      interviewer.sendDelta('So');
      for (let i = 0; i < 30; i++) await nextFrame(page);
      await slowDown();
      const [before, shifted] = [await busy(client), (await read(page)).shift];
      for (let word = 0; word < WORDS; word++) {
        interviewer.sendDelta(` and ${word}`);
        await nextFrame(page);
      }
      costs[messages]!.push((await busy(client)) - before);
      shift += (await read(page)).shift - shifted;
      interviewer.endReply();
      await page.close();
    }
  }
  const [short, long] = [spreadOf(costs[SHORT]!), spreadOf(costs[LONG]!)];
  const each = ({ median, p10, p90, runs }: Spread) =>
    milliseconds({ median: median / WORDS, p10: p10 / WORDS, p90: p90 / WORDS, runs });
  return [
    { what: `a streamed word after ${SHORT} messages`, figure: each(short) },
    { what: `a streamed word after ${LONG.toLocaleString('en')} messages`, figure: each(long) },
    { what: 'ratio of the medians, streaming', figure: `${(long.median / short.median).toFixed(2)}×`, goal: '≤ 1.2×' },
    { what: `layout shift while ${WORDS} words stream, all runs together`, figure: String(shift), goal: '0' },
  ];
}

async function open(browser: Browser, address: string) {
  const visit = await openPage(browser, address);
  const respondent = new Respondent(visit.page);
  await respondent.launcher.click();
  await respondent.answerBox.waitFor();
  return { ...visit, respondent, box: respondent.answerBox };
}

async function openBare(browser: Browser) {
  const visit = await openPage(browser, 'data:text/html,<meta name=viewport content="width=device-width"><textarea>');
  return { ...visit, box: visit.page.locator('textarea') };
}

async function openPage(browser: Browser, address: string) {
  const page = await browser.newPage({ viewport: PHONE, isMobile: true, hasTouch: true });
  await page.addInitScript(() => {
    const notes: Notes = { keys: [], shift: 0 };
    Object.assign(window, { notes });
    // Every key, also a quick one, which `event` entries leave out: from its time stamp to after the next frame.
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => notes.keys.push(performance.now() - timeStamp);
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
    new PerformanceObserver(list => {
      for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
        if (!entry.hadRecentInput) notes.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  const client = await page.context().newCDPSession(page);
  await page.goto(address);
  // Processor time of the main thread: what else runs on the machine is none of it.
  await client.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { page, client, slowDown: () => client.send('Emulation.setCPUThrottlingRate', { rate: SLOWER }) };
}

const read = (page: Page) => page.evaluate(() => (window as unknown as { notes: Notes }).notes);

const nextFrame = (page: Page) =>
  page.evaluate(() => new Promise<void>(resolve => requestAnimationFrame(() => setTimeout(resolve))));

/** Processor time that the page's main thread has taken, milliseconds. */
async function busy(client: CDPSession): Promise<number> {
  const { metrics } = await client.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
}
