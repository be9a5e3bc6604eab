/** `npm test`: everything that must pass before a release, one step after the other, and the sum in the last line. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasPostgres, startPostgres } from '../src/server/testing/postgres-server.ts';
import { findPython } from './mounts/hosts.ts';
import { canInstallPackages, installPackages } from './support/browser.ts';

interface Tally {
  passed: number;
  failed: number;
}

interface Step {
  name: string;
  command: string[];
  env?: Record<string, string>;
  /** Counts the tests of a step that has some; a step without is one test itself. */
  count?(): Tally;
}

// On a developer's machine tests of a served Postgres, and of the proxy in Python, are skipped, by name, where there is none.
if (process.env.CI && !hasPostgres() && canInstallPackages()) installPackages('postgresql');
if (process.env.CI && !findPython() && canInstallPackages()) installPackages('python3', 'python3-cryptography');

const reports = mkdtempSync(join(tmpdir(), 'koji-test-'));
const unitReport = join(reports, 'unit.json');
const servedReport = join(reports, 'served.json');
const packageReport = join(reports, 'package.json');
const browserReport = join(reports, 'browser.json');
const mountsReport = join(reports, 'mounts.json');
const leavingReport = join(reports, 'leaving.json');
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8'));

/** Counts what Vitest has reported. */
const vitestCount = (report: string) => (): Tally => {
  const { numPassedTests, numFailedTests, numFailedTestSuites, success } = read(report);
  // A file that can't even be loaded has no tests to fail.
  return { passed: numPassedTests, failed: numFailedTests || (success ? 0 : Math.max(1, numFailedTestSuites)) };
};

const vitest = (report: string, ...files: string[]) => [
  'vitest',
  'run',
  '--reporter=dot',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...files,
];

/** What the local Koji does with its database, which is embedded in the unit tests. */
const ON_A_DATABASE = [
  'analysis-jobs',
  'api',
  'commands',
  'interviews',
  'keys',
  'members',
  'settings',
  'studies',
  'webhooks',
];

function onServed(url: string): Step {
  return {
    name: 'the local Koji on a served Postgres',
    command: vitest(servedReport, ...ON_A_DATABASE.map(folder => `demo/koji/${folder}/`)),
    env: { KOJI_TEST_DATABASE_URL: url },
    count: vitestCount(servedReport),
  };
}

const postgres = await startPostgres();

const steps: Step[] = [
  { name: 'types', command: ['tsc', '-b'] },
  { name: 'lint', command: ['biome', 'check', '--error-on-warnings'] },
  { name: 'nothing unused', command: ['knip', '--no-progress'] },
  { name: 'build', command: ['node', 'demo/tools/build-widget.ts'] },
  { name: 'sizes', command: ['size-limit'] },
  {
    name: 'unit tests',
    command: vitest(unitReport),
    count: vitestCount(unitReport),
  },
  ...(postgres ? [onServed(postgres.url)] : []),
  // Packs the package, which the two after it look at.
  { name: 'apps of four kinds, with the packed package', command: ['node', 'demo/tools/build-apps.ts'] },
  {
    name: 'tests of the packed package',
    command: vitest(packageReport, '--config', 'e2e/package/vitest.config.ts'),
    count: vitestCount(packageReport),
  },
  {
    name: 'the proxy in other servers',
    command: vitest(mountsReport, '--config', 'e2e/mounts/vitest.config.ts'),
    count: vitestCount(mountsReport),
  },
  {
    name: 'tests in a browser',
    command: ['playwright', 'test', '-c', 'e2e/playwright.config.ts', '--reporter=list,json'],
    env: { PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
    count() {
      const { expected, unexpected, flaky } = read(browserReport).stats;
      return { passed: expected, failed: unexpected + flaky };
    },
  },
  {
    name: 'leaving, in three engines',
    command: ['node', 'e2e/leaving/run.ts', '--few', '--report', leavingReport],
    count: () => read(leavingReport),
  },
];

function run({ name, command: [program, ...args], env, count }: Step): Tally {
  process.stdout.write(`\n── ${name} ──\n`);
  const began = performance.now();
  const { status } = spawnSync(program!, args, { stdio: 'inherit', env: { ...process.env, ...env } });
  const tally = count && status !== null ? tallyOf(count) : { passed: 0, failed: 0 };
  // A program that says it failed has failed, whatever it counted; one that counted nothing has tested nothing.
  if (status !== 0 && tally.failed === 0) tally.failed = 1;
  if (tally.passed + tally.failed === 0) tally[count ? 'failed' : 'passed'] = 1;
  process.stdout.write(`${name}: ${Math.round((performance.now() - began) / 1000)} s\n`);
  return tally;
}

function tallyOf(count: () => Tally): Tally {
  try {
    return count();
  } catch {
    return { passed: 0, failed: 1 };
  }
}

if (!postgres) process.stdout.write('Skipped: the local Koji on a served Postgres. None is installed.\n');

const sum: Tally = { passed: 0, failed: 0 };
for (const step of steps) {
  const { passed, failed } = run(step);
  sum.passed += passed;
  sum.failed += failed;
}
await postgres?.stop();
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${sum.passed} passed, ${sum.failed} failed\n`);
process.exitCode = sum.failed > 0 ? 1 : 0;
