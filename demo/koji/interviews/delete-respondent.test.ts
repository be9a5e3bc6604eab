import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { runCommand } from '../commands/commands.ts';
import { createClientWithNewKey, createTestKoji, type TestClient, type TestKoji } from '../testing/test-koji.ts';
import { openReceiver, type Receiver } from '../webhooks/testing/receiver.ts';

let testKoji: TestKoji;
let client: TestClient;
let receiver: Receiver;
beforeAll(async () => {
  receiver = await openReceiver();
  testKoji = await createTestKoji();
  await testKoji.koji.start();
  client = await createClientWithNewKey(testKoji.koji);
  await run('webhooks add', {
    url: receiver.url,
    events: 'interview.completed,interview.analysis_ready',
    project: 'demo',
  });
});
afterAll(async () => {
  await testKoji.close();
  await receiver.close();
});

const run = (name: string, input = {}) => runCommand({ db: testKoji.database.db, clock: systemClock }, name, input);

/**
 * Starts an interview of a respondent, sends one message, and completes it unless it should stay
 * open.
 */
async function createInterview(respondent: string, { isOpen = false } = {}) {
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

it('exports and permanently deletes all data of a respondent, and nothing of others', async () => {
  const closed = await createInterview('u_1');
  const open = await createInterview('u_1', { isOpen: true });
  const others = await createInterview('u_10');
  const before = await client.get(others.id);

  const exported = JSON.parse((await run('interviews export', { respondent: 'u_1' })).join('\n'));
  expect(exported.external_id).toBe('u_1');
  const expected = await Promise.all([open, closed].map(({ id }) => client.get(id)));
  // The duration of the open interview still grows.
  const withoutStats = ({ stats: _, ...rest }: (typeof expected)[number]) => rest;
  expect(exported.interviews.map(withoutStats)).toEqual(expected.map(withoutStats));

  expect(await run('interviews delete', { respondent: 'u_1' })).toEqual([
    'This would permanently delete 2 interviews of "u_1". To delete, add --yes.',
  ]);
  expect((await client.get(closed.id)).transcript.length).toBeGreaterThan(0);

  const [deleted, remaining] = await run('interviews delete', { respondent: 'u_1', yes: true });
  expect(deleted).toMatch(/^Deleted 2 interviews of "u_1": messages 6, analyses 1, webhook deliveries 2, jobs \d+\.$/);
  expect(remaining).toBe('No table of the database mentions them any more.');
  for (const { id, token } of [open, closed]) {
    expect(await client.get(id)).toMatchObject({ error: 'not_found' });
    expect((await client.complete(id, token)).status).toBe(404);
  }
  expect(await client.get(others.id)).toEqual(before);
});

it('reports tables of others in the same database that still mention them', async () => {
  const { id } = await createInterview('u_2', { isOpen: true });
  await testKoji.database.connection.query('create table notes (text text)');
  await testKoji.database.connection.query(`insert into notes values ('seen in ${id}'), ('seen nowhere')`);
  expect((await run('interviews delete', { respondent: 'u_2', yes: true })).at(-1)).toBe(
    'Some tables still mention them: public.notes (1).',
  );
});

it.each(['interviews export', 'interviews delete'])('%s fails for an unknown respondent', async name => {
  await expect(run(name, { respondent: 'U_10', yes: true })).rejects.toThrow('There is no interview of "U_10".');
});

it('an interview deleted during its analysis stays deleted', async () => {
  const { id, token } = await createInterview('u_3', { isOpen: true });
  await Promise.all([client.complete(id, token), run('interviews delete', { respondent: 'u_3', yes: true })]);
  await createInterview('u_4');
  expect(await client.get(id)).toMatchObject({ error: 'not_found' });
});
