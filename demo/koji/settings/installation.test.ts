import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestClient, createTestKoji, type TestKoji } from '../testing/test-koji.ts';

let testKoji: TestKoji;
beforeAll(async () => {
  testKoji = await createTestKoji();
});
afterAll(() => testKoji.close());

it('the secrets of an installation are created once, also by concurrent calls', async () => {
  const results = await Promise.all([1, 2, 3].map(() => testKoji.koji.loadInstallationSecrets()));
  expect(results[0]!.apiKey).toMatch(/^pk_live_[A-Za-z0-9]{32}$/);
  expect(Buffer.from(results[0]!.ticketSecret, 'base64url')).toHaveLength(32);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);
  expect((await testKoji.koji.keys.list()).filter(key => key.project === 'demo')).toHaveLength(1);
});

it('a revoked key of the demo is replaced; the ticket secret stays', async () => {
  const before = await testKoji.koji.loadInstallationSecrets();
  await testKoji.koji.keys.revoke(before.apiKey);
  const after = await testKoji.koji.loadInstallationSecrets();
  expect(after.apiKey).not.toBe(before.apiKey);
  expect(after.ticketSecret).toBe(before.ticketSecret);
  expect((await createTestClient(testKoji.koji, after.apiKey).start()).status).toBe('active');
});
