import { expect, test } from 'playwright/test';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import { type KillTestOptions, runKillTest } from './kill-test.ts';

async function expectAllEndOnce(options: KillTestOptions) {
  const { visits, strangers, kills } = await runKillTest(options);
  // Two may be killed in the same moment, and then there is one more.
  expect(kills.length).toBeGreaterThanOrEqual(options.kills);
  expect(visits.map(({ visit, verdict }) => [visit.role, verdict])).toEqual(
    visits.map(({ visit }) => [visit.role, 'right']),
  );
  for (const { verdict } of strangers) expect(['right', 'never handed out']).toContain(verdict);
}

test('interviews end once and for the right reason although the server is killed again and again', async () => {
  test.setTimeout(300_000);
  await expectAllEndOnce({ interviews: 8, kills: 3, seed: 7, limit: 20, idle: 10 });
});

test('interviews end once and for the right reason in three processes that are killed again and again', async () => {
  test.setTimeout(300_000);
  const server = await startPostgres();
  test.skip(!server, 'Several processes share a served Postgres, and no PostgreSQL server is installed here.');
  try {
    await expectAllEndOnce({
      interviews: 8,
      kills: 6,
      seed: 8,
      limit: 20,
      idle: 10,
      processes: 3,
      databaseUrl: server!.url,
    });
  } finally {
    await server!.stop();
  }
});
