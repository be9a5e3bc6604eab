/** `npm run test:kill`: kills the demo again and again under many interviews, and prints what became of them. */
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
    limit: { type: 'string', default: '90' },
    idle: { type: 'string', default: '30' },
    /** A served, empty Postgres instead of the embedded one. */
    'database-url': { type: 'string' },
    /** Several demos over one served Postgres, a server of the test's own where none is named. */
    processes: { type: 'string', default: '1' },
  },
});

await buildWidgetIfStale();
const processes = Number(values.processes);
const server = processes > 1 && !values['database-url'] ? await startPostgres() : null;
const url = values['database-url'] ?? server?.url;
if (processes > 1 && !url) throw new Error('Several processes share a served Postgres: install one, or name one.');
const test = await runKillTest({
  interviews: Number(values.interviews),
  kills: Number(values.kills),
  seed: Number(values.seed),
  limit: Number(values.limit),
  idle: Number(values.idle),
  processes,
  ...(url ? { databaseUrl: url } : {}),
  log: line => process.stdout.write(`${line}\n`),
});
await server?.stop();
process.stdout.write(`\n${describe(test)}\n`);
const wrong = [...test.visits, ...test.strangers].filter(
  ({ verdict }) => verdict !== 'right' && verdict !== 'never handed out',
);
for (const each of wrong) process.stdout.write(`${JSON.stringify(each)}\n`);
process.exitCode = wrong.length > 0 ? 1 : 0;

function describe({ visits, strangers, kills, seconds }: KillTestResult): string {
  const rows = (Object.keys(BEHAVIOURS) as Behaviour[]).map(role => {
    const of = visits.filter(({ visit }) => visit.role === role);
    const right = of.filter(({ verdict }) => verdict === 'right').length;
    const reasons = Map.groupBy(of, ({ record }) => record?.reason ?? 'none');
    const unanswered = of.reduce((sum, { visit }) => sum + visit.unanswered, 0);
    const ends = [...reasons].map(([reason, those]) => `${those.length} ${reason}`).join(', ');
    return `| ${role} | ${BEHAVIOURS[role]} | ${right}/${of.length} | ${ends} | ${unanswered} |`;
  });
  const ended = strangers.filter(({ verdict }) => verdict === 'right').length;
  const unknown = strangers.filter(({ verdict }) => verdict === 'never handed out').length;
  return [
    '| respondent | reason | once, and right | recorded | calls without an answer |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `${kills.length} kills (${kills.filter(kill => kill.while === 'starting').length} of them at start-up), ${visits.length} interviews, ${seconds} s.`,
    `Started while the answer was lost: ${strangers.length}; ${ended} of them ended, ${unknown} were never handed out (nobody has their token).`,
  ].join('\n');
}
