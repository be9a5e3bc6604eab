import { and, eq, isNull } from 'drizzle-orm';
import type { Clock } from '../clock.ts';
import type { Db } from '../database/database.ts';
import type { Permission } from '../database/enums.ts';
import { apiKeys, projects } from '../database/schema.ts';
import { createApiKey, hashSecret } from './secrets.ts';

/** How much of a key is kept in the clear: `pk_live_` and 8 characters, which leave 24 unknown. */
const PREFIX_LENGTH = 16;
const KEY = /^pk_live_[A-Za-z0-9]{32}$/;
/** A key's last use is written down at most this often, in milliseconds. */
const LAST_USED_STEP = 60_000;

/** A key as the team may see it: everything but the key. */
export interface KeyListing {
  prefix: string;
  project: string;
  permissions: Permission[];
  createdAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
}

/** Who is calling, once the key is known to be good. */
export interface Caller {
  keyId: string;
  projectId: string;
  permissions: ReadonlySet<Permission>;
  lastUsedAt: Date | null;
}

/** The project of this name, made where it is new. Gives its id. */
export async function ensureProject(db: Pick<Db, 'insert' | 'select'>, name: string): Promise<string> {
  await db.insert(projects).values({ name }).onConflictDoNothing();
  const [project] = await db.select({ id: projects.id }).from(projects).where(eq(projects.name, name));
  return project!.id;
}

/** Makes a key for a project (made where it is new) and gives it: the only time that anybody sees it. */
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

/** All keys, newest first, the revoked ones too. */
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

/** Revokes a key by the prefix it is listed under (or by the whole key). `false` where there is no such living key. */
export async function revokeKey(db: Db, prefix: string, now: Date): Promise<boolean> {
  const revoked = await db
    .update(apiKeys)
    .set({ revokedAt: now })
    .where(and(eq(apiKeys.prefix, prefix.slice(0, PREFIX_LENGTH)), isNull(apiKeys.revokedAt)))
    .returning({ id: apiKeys.id });
  return revoked.length > 0;
}

/** The caller behind a key; null where the key is unknown, revoked or no key at all. */
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

/** Writes down that a key was used, where the last note of it is a while ago. */
export async function recordKeyUse(db: Db, { keyId, lastUsedAt }: Caller, clock: Clock): Promise<void> {
  const now = clock.now();
  if (lastUsedAt && now.getTime() - lastUsedAt.getTime() < LAST_USED_STEP) return;
  await db.update(apiKeys).set({ lastUsedAt: now }).where(eq(apiKeys.id, keyId));
}
