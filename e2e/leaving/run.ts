/** `npm run test:leaving`: leaves interviews in every way a browser has, and prints what Koji recorded: scenario × engine, k of N. */
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { canInstallPackages, installPackages } from '../support/browser.ts';
import { bundleApps } from '../support/bundle-apps.ts';
import { startProduct } from '../support/product.ts';
import { listenToWebhooks } from '../support/webhook-listener.ts';
import { chromium } from './engines/chromium.ts';
import type { Engine } from './engines/engine.ts';
import { firefox } from './engines/firefox.ts';
import { killTagged } from './engines/tagged-processes.ts';
import { webkit } from './engines/webkit.ts';
import { formatResults, Results, saveResults } from './results.ts';
import { runScenario } from './run-scenario.ts';
import { SCENARIOS } from './scenarios.ts';

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
const runs = Number(values.runs ?? (values.few ? 1 : 20));
const say = (line: string) => void process.stdout.write(`${line}\n`);

const wanted = [chromium, firefox, webkit].filter(({ name }) => !values.engine || name === values.engine);
const isMissing = (engine: Engine) => engine.missingSoftware() !== null;
if (values.few && process.env.CI && wanted.some(isMissing) && canInstallPackages()) {
  installPackages(...wanted.filter(isMissing).flatMap(({ packages }) => packages));
}
const missing = wanted.filter(isMissing);
if (missing.length > 0) {
  say(`Not played: ${missing.map(engine => `${engine.name} (${engine.missingSoftware()})`).join(', ')}.`);
}
const engines = wanted.filter(engine => !isMissing(engine));
const scenarios = SCENARIOS.filter(
  ({ name, isInQuickRun }) => name.includes(values.scenario ?? '') && (isInQuickRun || !values.few),
);

const began = performance.now();
const { element } = await bundleApps('element');
const product = await startProduct({
  KOJI_LEAVE_GRACE: `${LEAVE_GRACE}ms`,
  KOJI_HIDDEN_GRACE: '6s',
  KOJI_IDLE_TIME: values.few ? '14s' : '20s',
});
const webhooks = await listenToWebhooks(product);

const stage = { product, webhooks, element, leaveGrace: LEAVE_GRACE };
const score = new Results();

const left = Array.from({ length: runs }, () =>
  scenarios.flatMap(scenario => engines.map(engine => ({ engine, scenario }))),
).flat();
const marks = new Set<string>();
process.once('exit', () => {
  for (const mark of marks) killTagged(mark);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

async function work() {
  for (let next = left.shift(); next; next = left.shift()) {
    const { engine, scenario } = next;
    const cell = score.of(engine, scenario);
    cell.played++;
    const mark = randomUUID();
    marks.add(mark);
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not over within ${LIMIT / 1000} s`)), LIMIT);
    });
    const began = performance.now();
    try {
      cell.outcomes.push(await Promise.race([runScenario(stage, engine, scenario, mark), tooLate]));
      if (values.few)
        say(`${engine.name}, ${scenario.name}: right, ${Math.round((performance.now() - began) / 1000)} s`);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      cell.wrong.push(why);
      say(`${engine.name}, ${scenario.name}: ${why}`);
    } finally {
      clearTimeout(timer);
      killTagged(mark);
      marks.delete(mark);
    }
  }
}
await Promise.all(Array.from({ length: Number(values.at) }, work));
await webhooks.close();
await product.remove();

const results = formatResults(score, engines, scenarios, runs, Math.round((performance.now() - began) / 1000));
if (!values.few) say(`\n${results}`);
if (values.write) saveResults(results);

const { passed, failed } = score.count();
say(`${passed} passed, ${failed} failed`);
if (values.report) writeFileSync(values.report, JSON.stringify({ passed, failed }));
