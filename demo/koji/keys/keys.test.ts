import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../database/database.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { openTestDatabase } from '../testing/test-database.ts';
import { createKey, findCaller, listKeys, recordKeyUse, revokeKey } from './keys.ts';
import { createApiKey, createSessionToken, hashSecret, matchesHash } from './secrets.ts';

describe('a secret', () => {
  it('S29 S30: is a prefix and 32 random letters and digits', () => {
    const keys = Array.from({ length: 200 }, createApiKey);
    for (const key of keys) expect(key).toMatch(/^pk_live_[A-Za-z0-9]{32}$/);
    expect(new Set(keys).size).toBe(200);
    expect(new Set(keys.join('').replaceAll('pk_live_', '')).size).toBe(62);
    expect(createSessionToken()).toMatch(/^st_live_[A-Za-z0-9]{32}$/);
  });

  it('matches its hash, and no part of it does', () => {
    const token = createSessionToken();
    const hash = hashSecret(token);
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(matchesHash(hash, token)).toBe(true);
    expect(matchesHash(hash, token.slice(1))).toBe(false);
    expect(matchesHash(hash, hash)).toBe(false);
  });
});

describe('keys', () => {
  const clock = createManualClock();
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('S22: a key is valid until it is revoked, by its prefix or the whole key', async () => {
    const { db } = database;
    const key = await createKey(db, {
      project: 'one',
      permissions: ['interview:read', 'interview:read'],
      now: clock.now(),
    });
    const other = await createKey(db, { project: 'one', permissions: ['interview:read'], now: clock.now() });
    const caller = await findCaller(db, key);
    expect([...caller!.permissions]).toEqual(['interview:read']);
    expect((await findCaller(db, other))!.projectId).toBe(caller!.projectId);

    expect(await revokeKey(db, key.slice(0, 16), clock.now())).toBe(true);
    expect(await findCaller(db, key)).toBeNull();
    expect(await revokeKey(db, key.slice(0, 16), clock.now())).toBe(false);
    expect(await revokeKey(db, 'pk_live_', clock.now())).toBe(false);
    expect(await findCaller(db, other)).not.toBeNull();
    expect(await revokeKey(db, other, clock.now())).toBe(true);
  });

  it('are listed by prefix, newest first, without the keys themselves', async () => {
    const { db } = database;
    clock.advance(1000);
    const key = await createKey(db, { project: 'list', permissions: ['interview:chat'], now: clock.now() });
    const [newest] = await listKeys(db);
    expect(newest).toEqual({
      prefix: key.slice(0, 16),
      project: 'list',
      permissions: ['interview:chat'],
      createdAt: clock.now(),
      lastUsedAt: null,
      revokedAt: null,
    });
  });

  it('record their last use at most once a minute', async () => {
    const { db } = database;
    const key = await createKey(db, { project: 'use', permissions: ['interview:chat'], now: clock.now() });
    const lastUse = async () => (await findCaller(db, key))!.lastUsedAt;
    const first = clock.now();
    await recordKeyUse(db, (await findCaller(db, key))!, clock);
    clock.advance(59_000);
    await recordKeyUse(db, (await findCaller(db, key))!, clock);
    expect(await lastUse()).toEqual(first);
    clock.advance(1_000);
    await recordKeyUse(db, (await findCaller(db, key))!, clock);
    expect(await lastUse()).toEqual(clock.now());
  });
});
