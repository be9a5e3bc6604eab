import { randomBytes } from 'node:crypto';
import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { moveLease, openLease } from '../../src/server/lease.ts';
import type { LeaseStore } from '../../src/server/lease-store.ts';
import { createMemoryStore } from '../../src/server/memory-store.ts';
import type { PostgresConnection } from '../../src/server/postgres/lease-table.ts';
import { createPostgresStore } from '../../src/server/postgres/postgres-store.ts';
import { heapUsed } from '../../src/server/testing/heap.ts';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { type Spread, spreadOf, time } from './measure.ts';

const FEW = 1000;
const MANY = 100_000;
const ROUNDS = 15;
const WARM_UP = 3;
const MOVES = 10_000;
const SWEEPS = 10;
/** Leases that one sweep takes. */
const TAKEN = 50;
const DATABASE_LEASES = 1000;
const DATABASE_ROUNDS = 7;
const DATABASE_MOVES = 200;

const MINUTE = 60_000;
const TIMES = { idleTime: 30 * MINUTE, hiddenGrace: 10 * MINUTE, leaveGrace: 30_000, concludedGrace: 15_000 };
/** Makes a ticket as long as real ones are. */
const TICKET_BYTES = 350;

/** What the open interviews of a busy server cost. */
export const leases: Benchmark = {
  name: 'leases',
  about: `Leases in memory, ${FEW} open ones against ${MANY}, and moves in each kind of store, turn by turn in one run.`,
  run: async () => [...(await inMemory()), ...(await inEachStore())],
};

interface Open {
  move(): Promise<unknown>;
  sweep(): Promise<unknown>;
}

/** Opens leases one hundredth of a second after the other. Time goes on with every move, and by some minutes with every sweep. */
async function open(store: LeaseStore, count: number): Promise<Open> {
  let now = 0;
  const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  for (let n = 0; n < count; n++, now += 10) {
    const ticket = randomBytes(TICKET_BYTES).toString('base64url');
    await store.change(idOf(n), () => openLease({ id: idOf(n), study: null, ticket, ends_at: null }, now, TIMES));
  }
  let moved = 0;
  return {
    move() {
      now++;
      // A step that shares no divisor with the counts visits every lease, in no order that a queue would like.
      moved = (moved + 7919) % count;
      return store.change(idOf(moved), lease => moveLease(lease!, { type: 'message-sent' }, now, TIMES));
    },
    sweep() {
      now += 40 * MINUTE;
      return store.takeDue(now, TAKEN, lease => moveLease(lease, { type: 'completion-tried' }, now, TIMES));
    },
  };
}

async function inMemory(): Promise<Row[]> {
  const heap = await heapUsed();
  const few = await open(createMemoryStore(), FEW);
  const many = await open(createMemoryStore(), MANY);
  const bytes = ((await heapUsed()) - heap) / (FEW + MANY);

  const both = { few, many };
  const moves = { few: [] as number[], many: [] as number[] };
  const sweeps = { few: [] as number[], many: [] as number[] };
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const name of ['few', 'many'] as const) {
      const move = await time(() => repeat(MOVES, both[name].move));
      if (round >= 0) moves[name].push((move * 1000) / MOVES);
    }
  }
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const name of ['few', 'many'] as const) {
      const sweep = await time(() => repeat(SWEEPS, both[name].sweep));
      if (round >= 0) sweeps[name].push((sweep * 1000) / SWEEPS / TAKEN);
    }
  }
  const rows = (what: string, times: typeof moves): Row[] => {
    const [one, other] = [spreadOf(times.few), spreadOf(times.many)];
    return [
      { what: `${what}, ${FEW} open`, figure: microseconds(one) },
      { what: `${what}, ${MANY} open`, figure: microseconds(other) },
      { what: `${what}, ratio of the medians`, figure: `${(other.median / one.median).toFixed(2)}×` },
    ];
  };
  return [
    { what: `memory a lease, ${MANY} open`, figure: `${Math.round(bytes)} bytes` },
    ...rows('a move', moves),
    ...rows('a sweep, each lease that it takes', sweeps),
  ];
}

async function inEachStore(): Promise<Row[]> {
  const embedded = await PGlite.create();
  const server = await startPostgres();
  const pool = server && new Pool({ connectionString: server.url, max: 4 });
  try {
    const inPostgres = (connection: PostgresConnection) => open(createPostgresStore(connection), DATABASE_LEASES);
    const stores: [name: string, open: Open][] = [
      ['memory', await open(createMemoryStore(), DATABASE_LEASES)],
      ['embedded Postgres (PGlite)', await inPostgres(embedded)],
      ...(pool ? [['served Postgres', await inPostgres(pool)] as [string, Open]] : []),
    ];
    const rates = stores.map(() => [] as number[]);
    for (let round = -1; round < DATABASE_ROUNDS; round++) {
      for (const [n, [, { move }]] of stores.entries()) {
        const took = await time(() => repeat(DATABASE_MOVES, move));
        if (round >= 0) rates[n]!.push((DATABASE_MOVES * 1000) / took);
      }
    }
    const [, base] = rates.map(spreadOf);
    const rows = stores.map(([name], n): Row => {
      const { median, p10, p90 } = spreadOf(rates[n]!);
      const ratio = `${(median / base!.median).toPrecision(3)}× embedded`;
      return {
        what: `moves a second one after the other, ${name}`,
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

async function repeat(times: number, act: () => Promise<unknown>) {
  for (let n = 0; n < times; n++) await act();
}

const microseconds = ({ median, p10, p90 }: Spread) =>
  `${median.toFixed(2)} µs (${p10.toFixed(2)} to ${p90.toFixed(2)})`;
