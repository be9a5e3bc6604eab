import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { drizzle as drizzleNodePostgres } from 'drizzle-orm/node-postgres';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite';
import { Pool } from 'pg';
import { type ConstructorOptions, fromPglite } from 'pg-boss';
import type { PostgresConnection } from '../../../src/postgres-leases.ts';
import { lockDirectory } from './directory-lock.ts';
import { migrate, readMigrations } from './migrate.ts';
import { startPglite } from './pglite.ts';
import { ensurePgliteDirectory } from './pglite-directory.ts';
import * as schema from './schema.ts';

export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;
export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/** A migrated database, ready for use. What stands behind it is its own affair. */
export interface Database {
  db: Db;
  /** How the job queue reaches the same database. */
  pgBossOptions: ConstructorOptions;
  /** How those reach it who keep a table of their own there. */
  connection: PostgresConnection;
  /** Where this installation keeps its files, held by this process alone; null where the database is served or in memory. */
  dataDir: string | null;
  close(): Promise<void>;
}

export type DatabaseOptions =
  /** An embedded Postgres in this directory. Made where it is missing; one process at a time. */
  | { dataDir: string }
  /** A Postgres (15 or newer) somewhere, which any number of processes may share. */
  | { url: string };

/** Opens a database and brings it up to date. Throws a `DirectoryInUseError` where another process has the directory. */
export const openDatabase = (options: DatabaseOptions): Promise<Database> =>
  'url' in options ? openPostgres(options.url) : openPglite(resolve(options.dataDir));

async function openPglite(dataDir: string): Promise<Database> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(dataDir);
  try {
    const directory = join(dataDir, 'postgres');
    await ensurePgliteDirectory(directory);
    return await createPgliteDatabase(await startPglite({ dataDir: directory }), { dataDir, onClose: unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Wraps an embedded Postgres that somebody has opened, after bringing it up to date. */
export async function createPgliteDatabase(
  client: PGlite,
  { dataDir = null, onClose }: { dataDir?: string | null; onClose?: () => void } = {},
): Promise<Database> {
  await client.transaction(tx =>
    migrate({ query: (sql, values) => tx.query(sql, values), run: sql => tx.exec(sql) }, readMigrations()),
  );
  return {
    db: drizzlePglite(client, { schema }) as unknown as Db,
    pgBossOptions: { db: fromPglite(client), backend: 'pglite' },
    connection: client,
    dataDir,
    async close() {
      await client.close();
      onClose?.();
    },
  };
}

async function openPostgres(url: string): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: 10 });
  // A connection that dies while idle is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => {});
  try {
    const client = await pool.connect();
    try {
      await client.query('begin');
      await migrate(
        { query: (sql, values) => client.query(sql, values), run: sql => client.query(sql) },
        readMigrations(),
      );
      await client.query('commit');
    } catch (error) {
      await client.query('rollback');
      throw error;
    } finally {
      client.release();
    }
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    db: drizzleNodePostgres(pool, { schema }) as unknown as Db,
    pgBossOptions: { db: { executeSql: (text, values) => pool.query(text, values) } },
    connection: pool,
    dataDir: null,
    close: () => pool.end(),
  };
}
