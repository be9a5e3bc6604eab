import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { createMemoryStore } from '../../src/server/memory-store.ts';
import type { PostgresConnection } from '../../src/server/postgres/lease-table.ts';
import { createPostgresStore } from '../../src/server/postgres/postgres-store.ts';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import type { Row } from './benchmark.ts';
import { spreadOf, time } from './measure.ts';
import { fill, newLease, type OpenLeases, openLeases, repeat } from './open-leases.ts';

const FEW = 1000;
export const SOME = 20_000;
const ROUNDS = 9;
const MOVES = 200;
/** Rows that one statement inserts. */
const BATCH = 2000;

/** Moves a second, one after the other as one busy respondent would make them, in each kind of store. */
export async function leasesInStores(): Promise<Row[]> {
  const embedded = await PGlite.create();
  const server = await startPostgres();
  const pool = server && new Pool({ connectionString: server.url, max: 4 });
  try {
    const stores: [name: string, open: OpenLeases][] = [
      [`memory, ${FEW} open`, await inMemory(FEW)],
      [`embedded Postgres (PGlite), ${FEW} open`, await inPostgres(embedded, 'few', FEW)],
      [`embedded Postgres (PGlite), ${SOME} open`, await inPostgres(embedded, 'some', SOME)],
    ];
    if (pool) {
      stores.push([`served Postgres, ${FEW} open`, await inPostgres(pool, 'few', FEW)]);
      stores.push([`served Postgres, ${SOME} open`, await inPostgres(pool, 'some', SOME)]);
    }
    const rates = stores.map(() => [] as number[]);
    for (let round = -1; round < ROUNDS; round++) {
      for (const [n, [, { move }]] of stores.entries()) {
        const took = await time(() => repeat(MOVES, move));
        if (round >= 0) rates[n]!.push((MOVES * 1000) / took);
      }
    }
    const spreads = rates.map(spreadOf);
    const base = spreads[1]!.median;
    const rows = stores.map(([name], n): Row => {
      const { median, p10, p90 } = spreads[n]!;
      const ratio = `${(median / base).toPrecision(3)}× embedded with ${FEW}`;
      return {
        what: `moves a second, ${name}`,
        figure: `${median.toFixed(0)} (${p10.toFixed(0)} to ${p90.toFixed(0)}), ${ratio}`,
      };
    });
    const missing = { what: 'moves a second, served Postgres', figure: 'not measured: no PostgreSQL server here' };
    return pool ? rows : [...rows, missing];
  } finally {
    await embedded.close();
    await pool?.end();
    await server?.stop();
  }
}

async function inMemory(count: number): Promise<OpenLeases> {
  const store = createMemoryStore();
  await fill(store, count);
  return openLeases(store, count);
}

async function inPostgres(connection: PostgresConnection, schema: string, count: number): Promise<OpenLeases> {
  const store = createPostgresStore(connection, { schema });
  // The first use makes the table.
  await store.findNextDueAt();
  for (let first = 0; first < count; first += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, count - first) }, (_, n) => newLease(first + n));
    await connection.query(
      `insert into "${schema}".leases (id, status, due_at, lease)
       select * from unnest($1::text[], $2::text[], $3::float8[], $4::json[])`,
      [
        batch.map(({ id }) => id),
        batch.map(({ status }) => status),
        batch.map(({ due_at }) => due_at),
        batch.map(lease => JSON.stringify(lease)),
      ],
    );
  }
  await connection.query(`analyze "${schema}".leases`);
  return openLeases(store, count);
}
