/** `npm run test:leaving`: leaves interviews in every way a browser has, and prints what Koji recorded: scenario × engine, k of N. */
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { bundleApps } from '../support/npm-package.ts';
import { startProduct } from '../support/product.ts';
import { listenToWebhooks } from '../support/webhook-listener.ts';
import { chromium } from './engines/chromium.ts';
import { firefox } from './engines/firefox.ts';
import { webkit } from './engines/webkit.ts';
import { startFront } from './front.ts';
import { poll } from './poll.ts';
import { SCENARIOS, type Scenario } from './scenarios.ts';
import { Visit, WORDS } from './visit.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '20' },
    engine: { type: 'string' },
    scenario: { type: 'string' },
    /** Browsers at a time. */
    at: { type: 'string', default: String(2 * availableParallelism()) },
    /** Keeps the table in RESULTS.md. */
    write: { type: 'boolean', default: false },
  },
});
const LEAVE_GRACE = 4000;
const RESULTS = new URL('RESULTS.md', import.meta.url);
const runs = Number(values.runs);
const say = (line: string) => void process.stdout.write(`${line}\n`);

const engines = [chromium, firefox, webkit].filter(engine => {
  if (values.engine && engine.name !== values.engine) return false;
  const missing = engine.missing();
  if (missing) say(`${engine.name} is not played: ${missing}.`);
  return !missing;
});
const scenarios = SCENARIOS.filter(({ name }) => name.includes(values.scenario ?? ''));

const began = performance.now();
const { element } = await bundleApps('element');
const product = await startProduct({
  KOJI_LEAVE_GRACE: `${LEAVE_GRACE}ms`,
  KOJI_HIDDEN_GRACE: '6s',
  KOJI_IDLE_TIME: '20s',
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

async function play(engine: (typeof engines)[number], { ends, page = '/page', play }: Scenario, cell: Cell) {
  const front = await startFront(product.origin, pages);
  const browser = await engine.launch();
  versions.set(engine.name, browser.version);
  try {
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
    if (ends === 'left' && front.heardLeave) cell.reported++;
    const { reason, stats, transcript } = record;
    const due = ends === 'left' ? 'respondent_left' : 'manual';
    if (reason !== due) throw new Error(`completed as ${reason}`);
    if (stats.respondent_messages !== messages) throw new Error(`${stats.respondent_messages} messages of ${messages}`);
    if (!transcript.some(({ content }) => content === WORDS)) throw new Error('the words are not in the transcript');
    const completions = () => webhooks.eventsOf(visit.id).filter(type => type === 'interview.completed').length;
    await poll(
      'the team is told',
      async () => webhooks.eventsOf(visit.id),
      events => events.includes('interview.analysis_ready'),
      60_000,
    );
    if (completions() !== 1) throw new Error(`${completions()} completions`);
    cell.right++;
  } finally {
    await browser.end();
    front.close();
  }
}

const queue = Array.from({ length: runs }, () =>
  scenarios.flatMap(scenario => engines.map(engine => ({ engine, scenario }))),
).flat();
const left = queue.filter(({ engine, scenario }) => !scenario.not?.[engine.name]);
async function work() {
  for (let next = left.shift(); next; next = left.shift()) {
    const { engine, scenario } = next;
    const cell = cellOf(engine.name, scenario.name);
    cell.played++;
    try {
      await play(engine, scenario, cell);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      cell.wrong.push(why);
      say(`${engine.name}, ${scenario.name}: ${why}`);
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
say(`\n${results}`);
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
process.exit(passed < all.length ? 1 : 0);
