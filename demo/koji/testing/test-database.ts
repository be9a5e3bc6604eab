/** A migrated database in memory for each test file, in a fraction of the time that making one takes. */
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

const CACHE = new URL('../../../.cache/', import.meta.url);
const PACKAGE_LOCK = new URL('../../../package-lock.json', import.meta.url);

/**
 * A database of its own: empty, up to date, gone with `close()`. Embedded, from a snapshot that the first call makes; or,
 * where `KOJI_TEST_DATABASE_URL` names a Postgres whose user may make databases, a new one there.
 */
export async function openTestDatabase(): Promise<Database> {
  const { KOJI_TEST_DATABASE_URL: server } = process.env;
  return server
    ? openServedTestDatabase(server)
    : createPgliteDatabase(await startPglite({ loadDataDir: await snapshot() }));
}

/** Fills a data directory as a first start would, in a fraction of its time. */
export async function seedDataDirectory(dataDir: string): Promise<void> {
  const client = await PGlite.create(join(dataDir, 'postgres'), { loadDataDir: await snapshot() });
  await client.close();
}

async function openServedTestDatabase(server: string): Promise<Database> {
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

async function snapshot(): Promise<Blob> {
  const file = new URL(`koji-database-${fingerprint()}.tar`, CACHE);
  if (!existsSync(file)) {
    mkdirSync(CACHE, { recursive: true });
    const mine = `${fileURLToPath(file)}.${process.pid}`;
    writeFileSync(mine, await makeSnapshot());
    // Moved into place whole: test files in other processes may be looking.
    renameSync(mine, file);
  }
  return new Blob([readFileSync(file)]);
}

/** Changes with whatever goes into a snapshot: our migrations, and the versions of what writes the rest. */
function fingerprint(): string {
  const { packages } = JSON.parse(readFileSync(PACKAGE_LOCK, 'utf8'));
  const versions = ['@electric-sql/pglite', 'pg-boss'].map(name => packages[`node_modules/${name}`].version);
  return createHash('sha256')
    .update(JSON.stringify([versions, readMigrations()]))
    .digest('hex')
    .slice(0, 16);
}

async function makeSnapshot(): Promise<Buffer> {
  const database = await createPgliteDatabase(await PGlite.create());
  const { boss } = await openAnalysisQueue(database, () => {});
  await boss.stop({ graceful: false });
  const client = (database.db as unknown as { $client: PGlite }).$client;
  const dump = await client.dumpDataDir('none');
  await database.close();
  return Buffer.from(await dump.arrayBuffer());
}
