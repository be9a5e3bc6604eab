/** `npm run test:leaving`: leaves interviews in every way a browser has, and prints what Koji recorded: scenario × engine, k of N. */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { canInstall, install } from '../support/browser.ts';
import { bundleApps } from '../support/npm-package.ts';
import { startProduct } from '../support/product.ts';
import { listenToWebhooks } from '../support/webhook-listener.ts';
import { chromium } from './engines/chromium.ts';
import type { Browser, Engine } from './engines/engine.ts';
import { firefox } from './engines/firefox.ts';
import { endMarked, marked } from './engines/marked.ts';
import { webkit } from './engines/webkit.ts';
import { startFront } from './front.ts';
import { poll } from './poll.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { Visit, WORDS } from './visit.ts';

const { values } = parseArgs({
  options: {
    /** 20, or 1 of the few. */
    runs: { type: 'string' },
    engine: { type: 'string' },
    scenario: { type: 'string' },
    /** Browsers at a time. */
    at: { type: 'string', default: String(2 * availableParallelism()) },
    /** Keeps the table in RESULTS.md. */
    write: { type: 'boolean', default: false },
    /** The telling scenarios only, as `npm test` plays them. */
    few: { type: 'boolean', default: false },
    /** A file for the numbers of cells that passed and failed. */
    report: { type: 'string' },
  },
});
/** Longer for `npm test`, so that a slow machine's reload is within it. */
const LEAVE_GRACE = values.few ? 6000 : 4000;
/** The longest that a cell of one run may take; an engine that hangs has failed. */
const LIMIT = values.few ? 40_000 : 180_000;
const RESULTS = new URL('RESULTS.md', import.meta.url);
const runs = Number(values.runs ?? (values.few ? 1 : 20));
const say = (line: string) => void process.stdout.write(`${line}\n`);

const wanted = [chromium, firefox, webkit].filter(({ name }) => !values.engine || name === values.engine);
const isMissing = (engine: Engine) => engine.missing() !== null;
if (values.few && process.env.CI && wanted.some(isMissing) && canInstall()) {
  install(...wanted.filter(isMissing).flatMap(({ packages }) => packages));
}
const missing = wanted.filter(isMissing);
if (missing.length > 0) {
  say(`Not played: ${missing.map(engine => `${engine.name} (${engine.missing()})`).join(', ')}.`);
}
const engines = wanted.filter(engine => !isMissing(engine));
const scenarios = SCENARIOS.filter(
  ({ name, telling }) => name.includes(values.scenario ?? '') && (telling || !values.few),
);

const began = performance.now();
const { element } = await bundleApps('element');
const product = await startProduct({
  KOJI_LEAVE_GRACE: `${LEAVE_GRACE}ms`,
  KOJI_HIDDEN_GRACE: '6s',
  KOJI_IDLE_TIME: values.few ? '14s' : '20s',
});
const webhooks = await listenToWebhooks(product);

const page = (first = '') => `<!doctype html><title>Shop</title>
  <script>${first};document.addEventListener('koji:start', event => { window.started = event.detail })</script>
  <koji-interview proxy="/koji"></koji-interview>
  <script>window.interview = document.querySelector('koji-interview')</script>
  <script type="module" src="/element.js"></script>`;
const pages = {
  '/page': page(),
  '/no-beacons': page('navigator.sendBeacon = () => true'),
  '/elsewhere': '<!doctype html><title>Elsewhere</title><h1>Elsewhere</h1>',
  '/element.js': element,
  '/favicon.ico': '',
};

interface Cell {
  right: number;
  played: number;
  /** Runs in which a report of the page came through after the leave, before Koji had the completion. */
  reported: number;
  wrong: string[];
}
const cells = new Map<string, Cell>();
const versions = new Map<string, string>();
const cellOf = (engine: string, scenario: string) => {
  const key = `${engine} ${scenario}`;
  if (!cells.has(key)) cells.set(key, { right: 0, played: 0, reported: 0, wrong: [] });
  return cells.get(key)!;
};

/** Plays a scenario once. Says whether a report came through; throws where anything is not as it must be. */
async function play(engine: Engine, { ends, page = '/page', play }: Scenario, mark: string): Promise<boolean> {
  const front = await startFront(product.origin, pages);
  let browser: Browser | undefined;
  try {
    browser = await engine.launch(marked(mark));
    versions.set(engine.name, browser.version);
    const visit = new Visit(browser, front);
    await visit.begin(page);
    front.heardLeave = false;
    const left = Date.now();
    await play(visit);
    let messages = 1;
    if (ends === 'stays') {
      await visit.goOn();
      messages = 2;
      await poll(
        'the grace is over',
        async () => Date.now() - left,
        passed => passed > LEAVE_GRACE + 1000,
      );
      const { status } = await product.interview(visit.id);
      if (status !== 'active') throw new Error(`it was ${status} while the respondent was there`);
      await visit.end();
    }
    const record = await poll(
      'Koji has the completion',
      () => product.interview(visit.id),
      ({ status }) => status === 'completed',
      60_000,
    );
    const reported = ends === 'left' && front.heardLeave;
    const { reason, stats, transcript } = record;
    const due = ends === 'left' ? 'respondent_left' : 'manual';
    if (reason !== due) throw new Error(`completed as ${reason}`);
    if (stats.respondent_messages !== messages) throw new Error(`${stats.respondent_messages} messages of ${messages}`);
    if (!transcript.some(({ content }) => content === WORDS)) throw new Error('the words are not in the transcript');
    const completions = () => webhooks.eventsOf(visit.id).filter(type => type === 'interview.completed').length;
    await poll(
      'the team is told',
      async () => webhooks.eventsOf(visit.id),
      // Two messages, which may come in any order.
      events => events.includes('interview.analysis_ready') && events.includes('interview.completed'),
      60_000,
    );
    if (completions() !== 1) throw new Error(`${completions()} completions`);
    return reported;
  } finally {
    await browser?.end();
    front.close();
  }
}

const queue = Array.from({ length: runs }, () =>
  scenarios.flatMap(scenario => engines.map(engine => ({ engine, scenario }))),
).flat();
const left = queue.filter(({ engine, scenario }) => !scenario.not?.[engine.name]);
const marks = new Set<string>();
process.once('exit', () => {
  for (const mark of marks) endMarked(mark);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

async function work() {
  for (let next = left.shift(); next; next = left.shift()) {
    const { engine, scenario } = next;
    const cell = cellOf(engine.name, scenario.name);
    cell.played++;
    const mark = randomUUID();
    marks.add(mark);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not over within ${LIMIT / 1000} s`)), LIMIT);
    });
    const began = performance.now();
    try {
      if (await Promise.race([play(engine, scenario, mark), tooLate])) cell.reported++;
      cell.right++;
      if (values.few)
        say(`${engine.name}, ${scenario.name}: right, ${Math.round((performance.now() - began) / 1000)} s`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      cell.wrong.push(why);
      say(`${engine.name}, ${scenario.name}: ${why}`);
    } finally {
      clearTimeout(timer);
      endMarked(mark);
      marks.delete(mark);
    }
  }
}
await Promise.all(Array.from({ length: Number(values.at) }, work));
await webhooks.close();
await product.remove();

const table = (figure: (cell: Cell) => string, which = scenarios) =>
  [
    `| scenario | ${engines.map(({ name }) => name).join(' | ')} |`,
    `| --- |${' --- |'.repeat(engines.length)}`,
    ...which.map(({ name, not }) => {
      const figures = engines.map(engine => (not?.[engine.name] ? '–' : figure(cellOf(engine.name, name))));
      return `| ${name} | ${figures.join(' | ')} |`;
    }),
  ].join('\n');
const seconds = Math.round((performance.now() - began) / 1000);
const results = `${new Date().toISOString().slice(0, 10)}, ${engines.map(({ name }) => versions.get(name) ?? name).join(', ')}; ${runs} runs a cell, ${seconds} s.

One completion, for the right reason, with everything that was said:

${table(({ right, played }) => `${right}/${played}`)}

Runs in which a report of the page came through after it was left (the others are completed by the proxy's timer alone):

${table(
  ({ reported, played }) => `${reported}/${played}`,
  scenarios.filter(({ ends }) => ends === 'left'),
)}
`;
if (!values.few) say(`\n${results}`);
if (values.write) keep(results);

/** The notes are written by people, and stay. */
function keep(results: string): void {
  const notes = readFileSync(RESULTS, 'utf8').split('\n## Notes\n')[1] ?? '';
  writeFileSync(
    RESULTS,
    `# Leaving, in three engines\n\nWritten by \`npm run test:leaving -- --write\`.\n\n${results}\n## Notes\n${notes}`,
  );
}

const all = [...cells.values()];
const passed = all.filter(({ right, played }) => right === played).length;
say(`${passed} passed, ${all.length - passed} failed`);
if (values.report) writeFileSync(values.report, JSON.stringify({ passed, failed: all.length - passed }));
process.exit(passed < all.length || all.length === 0 ? 1 : 0);
