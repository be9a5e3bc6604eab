/**
 * `npm run test:leaving`: leaves interviews in every way that a browser has, and prints in how many
 * runs Koji recorded the right end, by scenario and engine.
 */
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
import { SCENARIOS, type Scenario } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    /** Runs per scenario and engine. Default: 20, or 1 in a quick run. */
    runs: { type: 'string' },
    engine: { type: 'string' },
    /** A part of the scenarios' names. */
    scenario: { type: 'string' },
    /** Browsers at a time. */
    parallel: { type: 'string', default: String(2 * availableParallelism()) },
    /** Writes the tables to RESULTS.md. */
    write: { type: 'boolean', default: false },
    /** Plays the scenarios of `npm test` only. */
    quick: { type: 'boolean', default: false },
    /** A file for the numbers of cells that passed and failed, as JSON. */
    report: { type: 'string' },
  },
});
/** Milliseconds. Longer in a quick run, so that a slow machine's reload does not exceed it. */
const LEAVE_GRACE = values.quick ? 6000 : 4000;
/** The longest time of one run, in milliseconds. A run that takes longer has failed. */
const RUN_TIMEOUT = values.quick ? 40_000 : 180_000;
const runs = Number(values.runs ?? (values.quick ? 1 : 20));
const print = (line: string) => void process.stdout.write(`${line}\n`);

const engines = selectEngines();
const scenarios = SCENARIOS.filter(
  ({ name, isInQuickRun }) => name.includes(values.scenario ?? '') && (isInQuickRun || !values.quick),
);

const startedAt = performance.now();
const { element } = await bundleApps('element');
const product = await startProduct({
  KOJI_LEAVE_GRACE: `${LEAVE_GRACE}ms`,
  KOJI_HIDDEN_GRACE: '6s',
  KOJI_IDLE_TIME: values.quick ? '14s' : '20s',
});
const webhooks = await listenToWebhooks(product);
const setup = { product, webhooks, elementScript: element, leaveGrace: LEAVE_GRACE };
const results = new Results();

/** Tags of the runs whose processes may still exist. */
const activeTags = new Set<string>();
process.once('exit', () => {
  for (const tag of activeTags) killTagged(tag);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const queue = Array.from({ length: runs }, () =>
  scenarios.flatMap(scenario => engines.map(engine => ({ engine, scenario }))),
).flat();
await Promise.all(Array.from({ length: Number(values.parallel) }, playQueue));
await webhooks.close();
await product.remove();

const tables = formatResults(results, engines, scenarios, runs, Math.round((performance.now() - startedAt) / 1000));
if (!values.quick) print(`\n${tables}`);
if (values.write) saveResults(tables);

const { passed, failed } = results.count();
print(`${passed} passed, ${failed} failed`);
if (values.report) writeFileSync(values.report, JSON.stringify({ passed, failed }));

/**
 * Selects the engines whose software is installed. A quick run in CI installs it first if it can.
 */
function selectEngines(): Engine[] {
  const selected = [chromium, firefox, webkit].filter(({ name }) => !values.engine || name === values.engine);
  const isMissing = (engine: Engine) => engine.missingSoftware() !== null;
  if (values.quick && process.env.CI && selected.some(isMissing) && canInstallPackages()) {
    installPackages(...selected.filter(isMissing).flatMap(({ packages }) => packages));
  }
  const missing = selected.filter(isMissing);
  if (missing.length > 0) {
    const list = missing.map(engine => `${engine.name} (${engine.missingSoftware()})`).join(', ');
    print(`Skipped engines: ${list}.`);
  }
  return selected.filter(engine => !isMissing(engine));
}

async function playQueue(): Promise<void> {
  for (let next = queue.shift(); next; next = queue.shift()) await playRun(next.engine, next.scenario);
}

async function playRun(engine: Engine, scenario: Scenario): Promise<void> {
  const cell = results.of(engine, scenario);
  cell.started++;
  const tag = randomUUID();
  activeTags.add(tag);
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not finished within ${RUN_TIMEOUT / 1000} s`)), RUN_TIMEOUT);
  });
  const runStartedAt = performance.now();
  try {
    cell.passed.push(await Promise.race([runScenario(setup, engine, scenario, tag), timeout]));
    const seconds = Math.round((performance.now() - runStartedAt) / 1000);
    if (values.quick) print(`${engine.name}, ${scenario.name}: passed, ${seconds} s`);
  } catch (error) {
    print(`${engine.name}, ${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearTimeout(timer);
    killTagged(tag);
    activeTags.delete(tag);
  }
}
