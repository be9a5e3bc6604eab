import { expect, test } from 'playwright/test';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import { type KillTestOptions, runKillTest } from './kill-test.ts';

async function expectCorrectEnds(options: KillTestOptions) {
  const { runs, orphans, kills } = await runKillTest(options);
  // If two demos are killed at the same moment, there is one more kill than asked for.
  expect(kills.length).toBeGreaterThanOrEqual(options.kills);
  expect(runs.map(({ run, verdict }) => [run.behaviour, verdict])).toEqual(
    runs.map(({ run }) => [run.behaviour, 'correct']),
  );
  for (const { verdict } of orphans) expect(['correct', 'no lease']).toContain(verdict);
}

test('interviews end once, with the right reason, although the server is killed repeatedly', async () => {
  test.setTimeout(300_000);
  await expectCorrectEnds({ interviews: 8, kills: 3, seed: 7, maxDuration: 20, idleTime: 10 });
});

test('interviews end once, with the right reason, in three processes that are killed repeatedly', async () => {
  test.setTimeout(300_000);
  const server = await startPostgres();
  test.skip(!server, 'Several processes need a PostgreSQL server, and none is installed.');
  try {
    await expectCorrectEnds({
      interviews: 8,
      kills: 6,
      seed: 8,
      maxDuration: 20,
      idleTime: 10,
      processes: 3,
      databaseUrl: server!.url,
    });
  } finally {
    await server!.stop();
  }
});
