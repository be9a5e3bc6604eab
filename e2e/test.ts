/**
 * `npm test`: everything that must pass before a release, step by step, with the totals in the last
 * line.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPostgres, startPostgres } from '../src/server/testing/postgres-server.ts';
import { findPython } from './mounts/sample-servers.ts';
import { canInstallPackages, installPackages } from './support/browser.ts';

interface Totals {
  passed: number;
  failed: number;
}

interface Step {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /**
   * Reads how many of the step's tests passed and failed. A step without this counts as one test.
   */
  count?(): Totals;
}

// On a developer's machine the tests that need PostgreSQL or Python are skipped, by name, if it
// isn't installed.
if (process.env.CI && !hasPostgres() && canInstallPackages()) installPackages('postgresql');
if (process.env.CI && !findPython() && canInstallPackages()) installPackages('python3', 'python3-cryptography');

const reports = mkdtempSync(join(tmpdir(), 'koji-test-'));
const readReport = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

const npmRun = (script: string, ...args: string[]) => ['npm', 'run', '-s', script, '--', ...args];

/** A step whose tests run in Vitest. */
function vitestStep(name: string, command: string[]): Step {
  const report = join(reports, `${name.replaceAll(/\W+/g, '-')}.json`);
  return {
    name,
    command: [...command, '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`],
    count() {
      const { numPassedTests, numFailedTests, numFailedTestSuites, success } = readReport(report);
      // A file that fails to load has no tests that could fail.
      return { passed: numPassedTests, failed: numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites)) };
    },
  };
}

/**
 * Folders of the local service that use its database. The unit tests run them on an embedded
 * PostgreSQL.
 */
const FOLDERS_WITH_DATABASE = [
  'analysis-jobs',
  'api',
  'commands',
  'interviews',
  'keys',
  'members',
  'settings',
  'studies',
  'webhooks',
].map(folder => `demo/koji/${folder}/`);

function postgresStep(url: string): Step {
  const missing = FOLDERS_WITH_DATABASE.filter(folder => !existsSync(folder));
  if (missing.length > 0) throw new Error(`FOLDERS_WITH_DATABASE lists what doesn't exist: ${missing.join(', ')}.`);
  return {
    ...vitestStep('local service on a PostgreSQL server', ['vitest', 'run', ...FOLDERS_WITH_DATABASE]),
    env: { KOJI_TEST_DATABASE_URL: url },
  };
}

const browserReport = join(reports, 'browser.json');
const leavingReport = join(reports, 'leaving.json');
const postgres = await startPostgres();

/**
 * Two rows of steps that run beside each other, because each leaves one of two cores idle for much
 * of its time. Only the second row writes to `dist`.
 */
const checksAndUnitTests: Step[] = [
  { name: 'types', command: npmRun('types') },
  { name: 'lint', command: npmRun('lint', '--error-on-warnings') },
  { name: 'unused code', command: ['knip', '--no-progress'] },
  vitestStep('unit tests', npmRun('test:unit')),
  ...(postgres ? [postgresStep(postgres.url)] : []),
];
const buildsAndTheirTests: Step[] = [
  { name: 'build of the widget', command: ['node', 'demo/tools/build-widget.ts'] },
  { name: 'sizes', command: ['size-limit'] },
  // Packs the package, which the two steps after it use.
  { name: 'apps that use the packed package', command: npmRun('apps') },
  vitestStep('packed package', npmRun('test:package')),
  vitestStep('proxy mounted in other servers', npmRun('test:mounts')),
  {
    name: 'leaving, in three browser engines',
    command: npmRun('test:leaving', '--quick', '--report', leavingReport),
    count: () => readReport(leavingReport),
  },
];
/** Runs alone: two browsers and their servers keep two cores busy. */
const browserTests: Step = {
  name: 'browser tests',
  command: npmRun('test:e2e', '--reporter=list,json'),
  env: { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
  count() {
    const { expected, unexpected, flaky } = readReport(browserReport).stats;
    return { passed: expected, failed: unexpected + flaky };
  },
};

/**
 * Runs a step and prints what it prints: at once, or as a whole at its end if others run beside it.
 */
async function runStep({ name, command: [program, ...args], env, count }: Step, isAlone: boolean): Promise<Totals> {
  const heading = `\n── ${name} ──\n`;
  if (isAlone) process.stdout.write(heading);
  const startedAt = performance.now();
  const child = spawn(program!, args, {
    stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
  const output: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => output.push(chunk));
  const [status] = (await once(child, 'close').catch(error => {
    output.push(Buffer.from(`${error}\n`));
    return [null];
  })) as [number | null];
  if (!isAlone) process.stdout.write(Buffer.concat([Buffer.from(heading), ...output]));
  const totals = count && status !== null ? countSafely(count) : { passed: 0, failed: 0 };
  // A program that exits with an error has failed, whatever it counted. One without a
  // count has run no test.
  if (status !== 0 && totals.failed === 0) totals.failed = 1;
  if (totals.passed + totals.failed === 0) totals[count ? 'failed' : 'passed'] = 1;
  process.stdout.write(`${name}: ${Math.round((performance.now() - startedAt) / 1000)} s\n`);
  return totals;
}

/** A report that is missing or can't be read counts as one failure. */
function countSafely(count: () => Totals): Totals {
  try {
    return count();
  } catch {
    return { passed: 0, failed: 1 };
  }
}

if (!postgres) process.stdout.write('Skipped: the local service on a PostgreSQL server. None is installed.\n');

const sum: Totals = { passed: 0, failed: 0 };

async function runInOrder(steps: Step[], isAlone: boolean): Promise<void> {
  for (const step of steps) {
    const { passed, failed } = await runStep(step, isAlone);
    sum.passed += passed;
    sum.failed += failed;
  }
}

await Promise.all([checksAndUnitTests, buildsAndTheirTests].map(steps => runInOrder(steps, false)));
await runInOrder([browserTests], true);
await postgres?.stop();
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;
