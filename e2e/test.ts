/**
 * `npm test`: everything that must pass before a release, step by step, with the totals in the last
 * line.
 */
import { spawnSync } from 'node:child_process';
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

const steps: Step[] = [
  { name: 'types', command: npmRun('types') },
  { name: 'lint', command: npmRun('lint', '--error-on-warnings') },
  { name: 'unused code', command: ['knip', '--no-progress'] },
  { name: 'build of the widget', command: ['node', 'demo/tools/build-widget.ts'] },
  { name: 'sizes', command: ['size-limit'] },
  vitestStep('unit tests', npmRun('test:unit')),
  ...(postgres ? [postgresStep(postgres.url)] : []),
  // Packs the package, which the two steps after it use.
  { name: 'apps that use the packed package', command: npmRun('apps') },
  vitestStep('packed package', npmRun('test:package')),
  vitestStep('proxy mounted in other servers', npmRun('test:mounts')),
  {
    name: 'browser tests',
    command: npmRun('test:e2e', '--reporter=list,json'),
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
    count() {
      const { expected, unexpected, flaky } = readReport(browserReport).stats;
      return { passed: expected, failed: unexpected + flaky };
    },
  },
  {
    name: 'leaving, in three browser engines',
    command: npmRun('test:leaving', '--quick', '--report', leavingReport),
    count: () => readReport(leavingReport),
  },
];

function runStep({ name, command: [program, ...args], env, count }: Step): Totals {
  process.stdout.write(`\n── ${name} ──\n`);
  const startedAt = performance.now();
  const { status } = spawnSync(program!, args, {
    stdio: 'inherit',
    env: { ...process.env, ...env },
    shell: process.platform === 'win32',
  });
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
for (const step of steps) {
  const { passed, failed } = runStep(step);
  sum.passed += passed;
  sum.failed += failed;
}
await postgres?.stop();
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;
