import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { runCommand } from '../commands/commands.ts';
import { createClientWithNewKey, createTestKoji, type TestClient, type TestKoji } from '../testing/test-koji.ts';
import { openReceiver, type Receiver } from '../webhooks/testing/receiver.ts';

let test: TestKoji;
let client: TestClient;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
  test = await createTestKoji();
  await test.koji.start();
  client = await createClientWithNewKey(test.koji);
  await run('webhooks add', {
    url: receiver.url,
    events: 'interview.completed,interview.analysis_ready',
    project: 'demo',
  });
});
afterAll(async () => {
  await test.close();
  await receiver.close();
});

const run = (name: string, input = {}) => runCommand({ db: test.database.db, clock: systemClock }, name, input);

/** One interview of a respondent: begun, answered once, and completed unless it is to stay open. */
async function interview(respondent: string, { isOpen = false } = {}) {
  const started = await client.start({ respondent: { external_id: respondent } });
  const { interview_id: id, session_token: token } = started;
  await client.message(id, token, { content: `I am ${respondent} and the price is too high for us.` });
  if (!isOpen) {
    await client.complete(id, token, 'natural');
    await expect.poll(async () => (await client.get(id)).analysis_status, { timeout: 10_000 }).toBe('completed');
    await expect
      .poll(() => receiver.events.filter(({ body }) => body.includes(id)).length, { timeout: 10_000 })
      .toBe(2);
  }
  return { id, token };
}

it('all that is kept of a respondent is exported, and deleted for good, and nothing of others', async () => {
  const closed = await interview('u_1');
  const open = await interview('u_1', { isOpen: true });
  const others = await interview('u_10');
  const before = await client.get(others.id);

  const exported = JSON.parse((await run('interviews export', { respondent: 'u_1' })).join('\n'));
  expect(exported.external_id).toBe('u_1');
  const whole = await Promise.all([open, closed].map(({ id }) => client.get(id)));
  // An open interview's length goes on.
  const still = ({ stats: _, ...rest }: (typeof whole)[number]) => rest;
  expect(exported.interviews.map(still)).toEqual(whole.map(still));

  expect(await run('interviews delete', { respondent: 'u_1' })).toEqual([
    '2 interviews of "u_1" would be deleted, for good. To do it, add --yes.',
  ]);
  expect((await client.get(closed.id)).transcript.length).toBeGreaterThan(0);

  const [done, checked] = await run('interviews delete', { respondent: 'u_1', yes: true });
  expect(done).toMatch(/^Deleted 2 interviews of "u_1": messages 6, analyses 1, webhook deliveries 2, jobs \d+\.$/);
  expect(checked).toBe('No table of the database names one of them any more.');
  for (const { id, token } of [open, closed]) {
    expect(await client.get(id)).toMatchObject({ error: 'not_found' });
    expect((await client.complete(id, token)).status).toBe(404);
  }
  expect(await client.get(others.id)).toEqual(before);
});

it('what others keep of them in the same database is told', async () => {
  const { id } = await interview('u_2', { isOpen: true });
  await test.database.connection.query('create table notes (text text)');
  await test.database.connection.query(`insert into notes values ('seen in ${id}'), ('seen nowhere')`);
  expect((await run('interviews delete', { respondent: 'u_2', yes: true })).at(-1)).toBe(
    'Others still name one of them: public.notes (1).',
  );
});

it.each(['interviews export', 'interviews delete'])('%s: a respondent nobody knows is said to be so', async name => {
  await expect(run(name, { respondent: 'U_10', yes: true })).rejects.toThrow('There is no interview of "U_10".');
});

it('an interview that is deleted while it is analysed stays deleted', async () => {
  const { id, token } = await interview('u_3', { isOpen: true });
  await Promise.all([client.complete(id, token), run('interviews delete', { respondent: 'u_3', yes: true })]);
  await interview('u_4');
  expect(await client.get(id)).toMatchObject({ error: 'not_found' });
});
