import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase } from '../testing/test-database.ts';
import { type Database, openDatabase } from './database.ts';
import { DirectoryInUseError, lockDirectory } from './directory-lock.ts';
import { migrate, readMigrations } from './migrate.ts';
import { startPglite } from './pglite.ts';
import * as schema from './schema.ts';

describe('the migrations', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  const session = () => {
    const { executeSql } = database.pgBossOptions.db!;
    return { query: executeSql, run: (sql: string) => executeSql(sql) };
  };

  it('create exactly the tables and columns of the schema', async () => {
    const tables = Object.values(schema).filter(value => is(value, PgTable));
    const { rows } = await session().query(
      "select table_name, column_name, is_nullable from information_schema.columns where table_schema = 'public' and table_name <> 'koji_migrations'",
    );
    const created = rows.map(
      row => `${row.table_name}.${row.column_name} ${row.is_nullable === 'NO' ? 'not null' : 'null'}`,
    );
    const expected = tables.flatMap(table =>
      Object.values(getTableColumns(table)).map(
        column => `${getTableName(table)}.${column.name} ${column.notNull ? 'not null' : 'null'}`,
      ),
    );
    expect(created.sort()).toEqual(expected.sort());
  });

  it('are applied once', async () => {
    await expect(migrate(session(), readMigrations())).resolves.toBeUndefined();
  });

  it('fail if an applied one was changed, or if the database is newer', async () => {
    const [first, ...rest] = readMigrations();
    await expect(migrate(session(), [{ ...first!, sql: `${first!.sql} ` }, ...rest])).rejects.toThrow(/was changed/);
    await expect(migrate(session(), [])).rejects.toThrow(/newer than this program/);
  });
});

describe('an embedded database', () => {
  it('lets the event loop turn while its queue is never empty', async () => {
    const client = await startPglite({});
    let turns = 0;
    const turn = () => {
      turns++;
      next = setImmediate(turn);
    };
    let next = setImmediate(turn);
    const queryOften = async () => {
      for (let at = 0; at < 10; at++) {
        await client.query('select 1');
        await client.transaction(tx => tx.query('select 1'));
      }
    };
    await Promise.all(Array.from({ length: 10 }, queryOften));
    clearImmediate(next);
    expect(turns).toBeGreaterThanOrEqual(200);
    await client.close();
  });
});

describe('a data directory', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'koji-database-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('is locked until it is unlocked', () => {
    const unlock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(DirectoryInUseError);
    expect(() => lockDirectory(directory)).toThrow(/in use by another process/);
    unlock();
    lockDirectory(directory)();
  });

  it('is locked for other processes, and free at once when the holder is killed', async () => {
    const lock = new URL('./directory-lock.ts', import.meta.url).href;
    const holder = spawn(process.execPath, [
      '--input-type=module',
      '-e',
      `import { lockDirectory } from ${JSON.stringify(lock)}; lockDirectory(${JSON.stringify(directory)});
       console.error('locked'); setInterval(() => {}, 1000);`,
    ]);
    await once(holder.stderr, 'data');
    expect(() => lockDirectory(directory)).toThrow(DirectoryInUseError);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockDirectory(directory)();
  });

  it('keeps its data for the next process', async () => {
    const first = await openDatabase({ dataDir: directory });
    await first.db.insert(schema.settings).values({ name: 'test', value: 'yes' });
    await expect(openDatabase({ dataDir: directory })).rejects.toThrow(DirectoryInUseError);
    await first.close();
    const second = await openDatabase({ dataDir: directory });
    expect(await second.db.select().from(schema.settings)).toEqual([{ name: 'test', value: 'yes' }]);
    await second.close();
  }, 60_000);
});
