import { expect, test } from 'playwright/test';
import { runKillTest } from './kill.ts';

test('interviews end once and for the right reason although the server is killed again and again', async () => {
  test.setTimeout(300_000);
  const { visits, strangers, kills } = await runKillTest({ interviews: 8, kills: 3, seed: 7, limit: 20, idle: 10 });
  expect(kills).toHaveLength(3);
  expect(visits.map(({ visit, verdict }) => [visit.role, verdict])).toEqual(
    visits.map(({ visit }) => [visit.role, 'right']),
  );
  for (const { verdict } of strangers) expect(['right', 'never handed out']).toContain(verdict);
});
