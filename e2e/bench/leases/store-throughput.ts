import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { createMemoryStore } from '../../../src/server/memory-store.ts';
import type { PostgresConnection } from '../../../src/server/postgres/lease-table.ts';
import { createPostgresStore } from '../../../src/server/postgres/postgres-store.ts';
import { startPostgres } from '../../../src/server/testing/postgres-server.ts';
import { type MetricRow, notMeasuredWithoutPostgres } from '../support/benchmark.ts';
import { formatRange, measureTime, summarize } from '../support/statistics.ts';
import { createLease, createLeaseWorkload, fillStore, type LeaseWorkload, repeat } from './lease-workload.ts';

const SMALL = 1000;
const LARGE = 20_000;
export const LARGEST_DATABASE_STORE = LARGE;
const ROUNDS = 9;
const TRANSITIONS = 200;
/** Rows per insert statement. */
const BATCH_SIZE = 2000;

/** Measures transitions per second in each kind of store, each transition after the one before. */
export async function measureStoreThroughput(): Promise<MetricRow[]> {
  const embedded = await PGlite.create();
  const server = await startPostgres();
  const pool = server && new Pool({ connectionString: server.url, max: 4 });
  try {
    const stores: [name: string, workload: LeaseWorkload][] = [
      [`memory, ${SMALL} open`, await createMemoryWorkload(SMALL)],
      [`embedded Postgres (PGlite), ${SMALL} open`, await createPostgresWorkload(embedded, 'small', SMALL)],
      [`embedded Postgres (PGlite), ${LARGE} open`, await createPostgresWorkload(embedded, 'large', LARGE)],
    ];
    if (pool) {
      stores.push([`Postgres server, ${SMALL} open`, await createPostgresWorkload(pool, 'small', SMALL)]);
      stores.push([`Postgres server, ${LARGE} open`, await createPostgresWorkload(pool, 'large', LARGE)]);
    }
    const rates = stores.map(() => [] as number[]);
    for (let round = -1; round < ROUNDS; round++) {
      for (const [index, [, { transitionOne }]] of stores.entries()) {
        const milliseconds = await measureTime(() => repeat(TRANSITIONS, transitionOne));
        if (round >= 0) rates[index]!.push((TRANSITIONS * 1000) / milliseconds);
      }
    }
    const summaries = rates.map(summarize);
    const baseline = summaries[1]!.median;
    const rows = stores.map(([name], index): MetricRow => {
      const summary = summaries[index]!;
      const ratio = `${(summary.median / baseline).toPrecision(3)}× embedded with ${SMALL}`;
      return { metric: `transitions per second, ${name}`, value: `${formatRange(summary, 0)}, ${ratio}` };
    });
    return pool ? rows : [...rows, notMeasuredWithoutPostgres('transitions per second, Postgres server')];
  } finally {
    await embedded.close();
    await pool?.end();
    await server?.stop();
  }
}

async function createMemoryWorkload(count: number): Promise<LeaseWorkload> {
  const store = createMemoryStore();
  await fillStore(store, count);
  return createLeaseWorkload(store, count);
}

async function createPostgresWorkload(
  connection: PostgresConnection,
  schema: string,
  count: number,
): Promise<LeaseWorkload> {
  const store = createPostgresStore(connection, { schema });
  // The first call creates the table.
  await store.findNextDueAt();
  for (let offset = 0; offset < count; offset += BATCH_SIZE) {
    const leases = Array.from({ length: Math.min(BATCH_SIZE, count - offset) }, (_, index) =>
      createLease(offset + index),
    );
    await connection.query(
      `insert into "${schema}".leases (id, status, due_at, lease)
       select * from unnest($1::text[], $2::text[], $3::float8[], $4::json[])`,
      [
        leases.map(({ id }) => id),
        leases.map(({ status }) => status),
        leases.map(({ due_at }) => due_at),
        leases.map(lease => JSON.stringify(lease)),
      ],
    );
  }
  await connection.query(`analyze "${schema}".leases`);
  return createLeaseWorkload(store, count);
}
