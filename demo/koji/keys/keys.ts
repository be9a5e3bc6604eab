import { and, eq, isNull } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Permission } from '../database/enums.ts';
import { apiKeys, projects } from '../database/schema.ts';
import { createApiKey, hashSecret } from './secrets.ts';

/**
 * The part of a key that is stored as plain text: `pk_live_` and 8 characters. The other 24 stay
 * unknown.
 */
const PREFIX_LENGTH = 16;
const KEY = /^pk_live_[A-Za-z0-9]{32}$/;
/** Shortest time between two updates of a key's `lastUsedAt`, in milliseconds. */
const LAST_USED_INTERVAL = 60_000;

/** A key as it is listed: everything but the key itself. */
export interface KeyListing {
  prefix: string;
  project: string;
  permissions: Permission[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** Who sends a request: the project and permissions of its key. */
export interface Caller {
  keyId: string;
  projectId: string;
  permissions: ReadonlySet<Permission>;
  lastUsedAt: Date | null;
}

/** Returns the id of the project with this name, which is created if it is missing. */
export async function ensureProject(db: Pick<Db, 'insert' | 'select'>, name: string): Promise<string> {
  await db.insert(projects).values({ name }).onConflictDoNothing();
  const [project] = await db.select({ id: projects.id }).from(projects).where(eq(projects.name, name));
  return project!.id;
}

/**
 * Creates a key for a project, which is created if it is missing. Returns the key; it cannot be
 * read again.
 */
export async function createKey(
  db: Pick<Db, 'insert' | 'select'>,
  { project, permissions, now }: { project: string; permissions: readonly Permission[]; now: Date },
): Promise<string> {
  const projectId = await ensureProject(db, project);
  const key = createApiKey();
  await db.insert(apiKeys).values({
    projectId,
    prefix: key.slice(0, PREFIX_LENGTH),
    hash: hashSecret(key),
    permissions: [...new Set(permissions)],
    createdAt: now,
  });
  return key;
}

/** All keys, also revoked ones, newest first. */
export const listKeys = (db: Db): Promise<KeyListing[]> =>
  db
    .select({
      prefix: apiKeys.prefix,
      project: projects.name,
      permissions: apiKeys.permissions,
      createdAt: apiKeys.createdAt,
      lastUsedAt: apiKeys.lastUsedAt,
      revokedAt: apiKeys.revokedAt,
    })
    .from(apiKeys)
    .innerJoin(projects, eq(projects.id, apiKeys.projectId))
    .orderBy(apiKeys.createdAt, apiKeys.prefix)
    .then(rows => rows.reverse());

/**
 * Revokes a key by its listed prefix or by the whole key. `false` if there is none, or if it is
 * revoked already.
 */
export async function revokeKey(db: Db, prefix: string, now: Date): Promise<boolean> {
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.prefix, prefix.slice(0, PREFIX_LENGTH)), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length > 0;
}

/** Returns the caller that a key belongs to; null if the key is unknown, revoked or malformed. */
export async function findCaller(db: Pick<Db, 'select'>, key: string): Promise<Caller | null> {
  if (!KEY.test(key)) return null;
  const [row] = await db
    .select({
      keyId: apiKeys.id,
      projectId: apiKeys.projectId,
      permissions: apiKeys.permissions,
      lastUsedAt: apiKeys.lastUsedAt,
    })
    .from(apiKeys)
    .where(and(eq(apiKeys.hash, hashSecret(key)), isNull(apiKeys.revokedAt)));
  return row ? { ...row, permissions: new Set(row.permissions) } : null;
}

/** Updates a key's `lastUsedAt`, at most once a minute. */
export async function recordKeyUse(db: Db, { keyId, lastUsedAt }: Caller, clock: Clock): Promise<void> {
  const now = clock.now();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < LAST_USED_INTERVAL) return;
  await db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, keyId));
}
