/** Migrated databases for tests, from a cached snapshot: much faster than creating each one. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { openAnalysisQueue } from '../analysis-jobs/queue.ts';
import { createPgliteDatabase, type Database, openDatabase } from '../database/database.ts';
import { readMigrations } from '../database/migrate.ts';
import { startPglite } from '../database/pglite.ts';

const CACHE_DIR = new URL('../../../.cache/', import.meta.url);
const PACKAGE_LOCK = new URL('../../../package-lock.json', import.meta.url);

/**
 * Opens a new, empty database, which `close()` deletes. It is embedded and in memory. If
 * `KOJI_TEST_DATABASE_URL` is the address of a Postgres server whose user may create databases, it
 * is a new database there.
 */
export async function openTestDatabase(): Promise<Database> {
  const { KOJI_TEST_DATABASE_URL: server } = process.env;
  return server
    ? openPostgresTestDatabase(server)
    : createPgliteDatabase(await startPglite({ loadDataDir: await loadSnapshot() }));
}

/** Creates the database of a data directory as a first start would, but faster. */
export async function seedDataDirectory(dataDir: string): Promise<void> {
  const client = await PGlite.create(join(dataDir, 'postgres'), { loadDataDir: await loadSnapshot() });
  await client.close();
}

async function openPostgresTestDatabase(server: string): Promise<Database> {
  const name = `koji_test_${randomUUID().replaceAll('-', '')}`;
  const admin = new Pool({ connectionString: server, max: 1 });
  await admin.query(`create database ${name}`);
  const database = await openDatabase({ url: Object.assign(new URL(server), { pathname: name }).href });
  return {
    ...database,
    async close() {
      await database.close();
      await admin.query(`drop database ${name} with (force)`);
      await admin.end();
    },
  };
}

/** Loads the snapshot, and creates it if it is missing. */
async function loadSnapshot(): Promise<Blob> {
  const file = new URL(`koji-database-${snapshotVersion()}.tar`, CACHE_DIR);
  if (!existsSync(file)) {
    mkdirSync(CACHE_DIR, { recursive: true });
    const temporary = `${fileURLToPath(file)}.${process.pid}`;
    writeFileSync(temporary, await createSnapshot());
    // Renamed when complete, because other test processes may read it at any time.
    renameSync(temporary, file);
  }
  return new Blob([readFileSync(file)]);
}

/**
 * A hash of what determines the snapshot: its statements, the migrations, and the versions of
 * PGlite and pg-boss.
 */
function snapshotVersion(): string {
  const { packages } = JSON.parse(readFileSync(PACKAGE_LOCK, 'utf8'));
  const versions = ['@electric-sql/pglite', 'pg-boss'].map(name => packages[`node_modules/${name}`].version);
  return createHash('sha256')
    .update(JSON.stringify([versions, readMigrations(), DROP_TEMPLATES]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * A test needs no templates for further databases. Without them the snapshot loads in three
 * quarters of the time.
 */
const DROP_TEMPLATES = [
  "update pg_database set datistemplate = false where datname like 'template%'",
  'drop database template0',
  'drop database template1',
  'checkpoint',
];

async function createSnapshot(): Promise<Buffer> {
  const database = await createPgliteDatabase(await PGlite.create());
  const { boss } = await openAnalysisQueue(database, () => {});
  await boss.stop({ graceful: false });
  const client = (database.db as unknown as { $client: PGlite }).$client;
  for (const statement of DROP_TEMPLATES) await client.exec(statement);
  const dump = await client.dumpDataDir('none');
  await database.close();
  return Buffer.from(await dump.arrayBuffer());
}
