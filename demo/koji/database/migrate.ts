import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** A connection in a transaction, with the two methods that migrations use. */
export interface MigrationSession {
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Runs several statements, without values. */
  run(sql: string): Promise<unknown>;
}

export interface Migration {
  name: string;
  sql: string;
}

/** Reads a folder's numbered `.sql` files, in order. A released file must never change. */
export const readMigrations = (folder: URL = new URL('./migrations/', import.meta.url)): Migration[] =>
  readdirSync(folder)
    .filter(name => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map(name => ({ name, sql: readFileSync(new URL(name, folder), 'utf8') }));

/**
 * Key of the advisory lock that serializes processes which start at the same time. Any number, but
 * never change it.
 */
const MIGRATION_LOCK = 4_747_001;

/**
 * Applies the migrations that the database does not have yet. Must run in a transaction, so that
 * all or none apply.
 * @throws Error if an applied migration was changed, or if the database has one that is unknown
 * here
 */
export async function migrate(session: MigrationSession, migrations: Migration[]): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
  await session.run(
    'create table if not exists koji_migrations (name text primary key, digest text not null, applied_at timestamptz not null default now())',
  );
  const { rows } = await session.query('select name, digest from koji_migrations');
  const applied = new Map(rows.map(row => [row.name, row.digest]));
  for (const { name, sql } of migrations) {
    const digest = createHash('sha256').update(sql).digest('hex');
    if (applied.has(name)) {
      if (applied.get(name) !== digest)
        throw new Error(`The migration ${name} was changed after it was applied to this database.`);
      continue;
    }
    await session.run(sql);
    await session.query('insert into koji_migrations (name, digest) values ($1, $2)', [name, digest]);
  }
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].find(name => !known.has(name as string));
  if (unknown) throw new Error(`The database is newer than this program: it has the unknown migration ${unknown}.`);
}
