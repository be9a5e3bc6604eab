import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestClient, createTestKoji, type TestKoji } from '../testing/test-koji.ts';

let world: TestKoji;
beforeAll(async () => {
  world = await createTestKoji();
});
afterAll(() => world.close());

it('the secrets of an installation are made once, also when several ask at the same time', async () => {
  const asked = await Promise.all([1, 2, 3].map(() => world.koji.loadInstallationSecrets()));
  expect(asked[0]!.apiKey).toMatch(/^pk_live_[A-Za-z0-9]{32}$/);
  expect(Buffer.from(asked[0]!.ticketSecret, 'base64url')).toHaveLength(32);
  expect(asked[1]).toEqual(asked[0]);
  expect(asked[2]).toEqual(asked[0]);
  expect((await world.koji.keys.list()).filter(key => key.project === 'demo')).toHaveLength(1);
});

it('a revoked key of the demo is replaced, the ticket secret stays', async () => {
  const before = await world.koji.loadInstallationSecrets();
  await world.koji.keys.revoke(before.apiKey);
  const after = await world.koji.loadInstallationSecrets();
  expect(after.apiKey).not.toBe(before.apiKey);
  expect(after.ticketSecret).toBe(before.ticketSecret);
  expect((await createTestClient(world.koji, after.apiKey).start()).status).toBe('active');
});
