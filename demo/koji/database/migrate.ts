import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';

/** A connection in a transaction of its own, as far as migrations need one. */
export interface MigrationSession {
  query(sql: string, values?: unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  /** Several statements at once, without values. */
  run(sql: string): Promise<unknown>;
}

export interface Migration {
  name: string;
  sql: string;
}

/** The numbered files of a folder, in order: what they say never changes once released. */
export const readMigrations = (folder: URL = new URL('./migrations/', import.meta.url)): Migration[] =>
  readdirSync(folder)
    .filter(name => /^\d{4}-.+\.sql$/.test(name))
    .sort()
    .map(name => ({ name, sql: readFileSync(new URL(name, folder), 'utf8') }));

/** Names our turn among processes that start at the same time on one Postgres. Any number will do; it must stay. */
const MIGRATION_LOCK = 4_747_001;

/** Brings the database up to the newest migration. To be called in a transaction: all of it holds or nothing does. */
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
      if (applied.get(name) !== digest) throw new Error(`The migration ${name} was changed after it had been applied.`);
      continue;
    }
    await session.run(sql);
    await session.query('insert into koji_migrations (name, digest) values ($1, $2)', [name, digest]);
  }
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = [...applied.keys()].find(name => !known.has(name as string));
  if (unknown) throw new Error(`The database is newer than this program: it already has the migration ${unknown}.`);
}
