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
import { restrictAccess } from './restrict-access.ts';
import * as schema from './schema.ts';

export type Db = PgDatabase<PgQueryResultHKT, typeof schema>;
export type Transaction = Parameters<Parameters<Db['transaction']>[0]>[0];

/** An open, migrated database, embedded or served. */
export interface Database {
  db: Db;
  /** Options with which pg-boss, the job queue, uses the same database. */
  pgBossOptions: ConstructorOptions;
  /**
   * A plain connection, for those who keep tables of their own in the same database, such as the
   * proxy's leases.
   */
  connection: PostgresConnection;
  /** The data directory, locked by this process; null for a served database or one in memory. */
  dataDir: string | null;
  close(): Promise<void>;
}

export type DatabaseOptions =
  /**
   * An embedded Postgres in this directory, which is created if it is missing. One process at a
   * time.
   */
  | { dataDir: string }
  /**
   * The address of a Postgres server, version 15 or newer. Any number of processes may share it.
   */
  | { url: string };

/**
 * Opens a database and applies missing migrations.
 * @throws DirectoryInUseError if another process has the data directory open
 */
export const openDatabase = (options: DatabaseOptions): Promise<Database> =>
  'url' in options ? openPostgres(options.url) : openPglite(resolve(options.dataDir));

async function openPglite(dataDir: string): Promise<Database> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const unlock = lockDirectory(dataDir);
  try {
    const directory = join(dataDir, 'postgres');
    await ensurePgliteDirectory(directory);
    restrictAccess(dataDir);
    return await createPgliteDatabase(await startPglite({ dataDir: directory }), { dataDir, onClose: unlock });
  } catch (error) {
    unlock();
    throw error;
  }
}

/**
 * Applies missing migrations to an open PGlite and wraps it. `close()` closes it, then calls
 * `onClose`.
 */
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
  // Without a listener, an idle connection that breaks would end the process. The pool replaces it
  // at the next use.
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
