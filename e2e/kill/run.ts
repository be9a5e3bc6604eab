/**
 * `npm run test:kill`: kills the demo repeatedly under many interviews and prints how they ended.
 */
import { parseArgs } from 'node:util';
import { buildWidgetIfStale } from '../../demo/tools/build-widget.ts';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import { type KillTestResult, runKillTest } from './kill-test.ts';
import { BEHAVIOURS, type Behaviour } from './respondents.ts';

const { values } = parseArgs({
  options: {
    interviews: { type: 'string', default: '50' },
    kills: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    /** Seconds. */
    'max-duration': { type: 'string', default: '90' },
    /** Seconds. */
    'idle-time': { type: 'string', default: '30' },
    /** An empty database on a PostgreSQL server, in place of the embedded one. */
    'database-url': { type: 'string' },
    /**
     * Several demos share a database: `database-url`, or a PostgreSQL server that this test starts.
     */
    processes: { type: 'string', default: '1' },
  },
});

await buildWidgetIfStale();
const processes = Number(values.processes);
const server = processes > 1 && !values['database-url'] ? await startPostgres() : null;
const databaseUrl = values['database-url'] ?? server?.url;
if (processes > 1 && !databaseUrl) {
  throw new Error('--processes: several processes need a PostgreSQL server. Install one, or set --database-url.');
}
const result = await runKillTest({
  interviews: Number(values.interviews),
  kills: Number(values.kills),
  seed: Number(values.seed),
  maxDuration: Number(values['max-duration']),
  idleTime: Number(values['idle-time']),
  processes,
  ...(databaseUrl ? { databaseUrl } : {}),
  log: line => process.stdout.write(`${line}\n`),
});
await server?.stop();
process.stdout.write(`\n${formatResult(result)}\n`);
const failures = [...result.runs, ...result.orphans].filter(
  ({ verdict }) => verdict !== 'correct' && verdict !== 'no lease',
);
for (const failure of failures) process.stdout.write(`${JSON.stringify(failure)}\n`);
process.exitCode = failures.length > 0 ? 1 : 0;

function formatResult({ runs, orphans, kills, seconds }: KillTestResult): string {
  const rows = (Object.keys(BEHAVIOURS) as Behaviour[]).map(behaviour => {
    const behaviourRuns = runs.filter(({ run }) => run.behaviour === behaviour);
    const correct = behaviourRuns.filter(({ verdict }) => verdict === 'correct').length;
    const runsByReason = Map.groupBy(behaviourRuns, ({ record }) => record?.reason ?? 'none');
    const reasons = [...runsByReason].map(([reason, { length }]) => `${length} ${reason}`).join(', ');
    const failedCalls = behaviourRuns.reduce((sum, { run }) => sum + run.failedCalls, 0);
    return `| ${behaviour} | ${BEHAVIOURS[behaviour]} | ${correct}/${behaviourRuns.length} | ${reasons} | ${failedCalls} |`;
  });
  const duringStart = kills.filter(({ state }) => state === 'starting').length;
  const ended = orphans.filter(({ verdict }) => verdict === 'correct').length;
  const withoutLease = orphans.filter(({ verdict }) => verdict === 'no lease').length;
  return [
    '| the respondent … | expected reason | correct | recorded reasons | calls without a response |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `${kills.length} kills (${duringStart} during a start), ${runs.length} interviews, ${seconds} s.`,
    `Interviews whose start response was lost: ${orphans.length}; ${ended} of them ended, ${withoutLease} have no lease (nobody has their token).`,
  ].join('\n');
}
