import type { Lease } from '../../src/server/lease.ts';
import type { LeaseStore } from '../../src/server/lease-store.ts';
import { createMemoryStore } from '../../src/server/memory-store.ts';
import { measureHeap } from '../../src/server/testing/heap.ts';
import type { Row } from './benchmark.ts';
import { type Spread, spreadOf, time } from './measure.ts';
import { fill, type OpenLeases, openLeases, repeat, TAKEN } from './open-leases.ts';

const SIZES = [1000, 10_000, 100_000];
export const MANY = Math.max(...SIZES);
const ROUNDS = 15;
const WARM_UP = 3;
const MOVES = 10_000;
const SWEEPS = 10;

/**
 * Beside each store a bare Map of as many leases, which finds a lease, makes its copy and puts that in its place. A
 * hundred times the leases fit no cache any more, and a Map slows down too: what the store is to answer for is the rest.
 */
export async function leasesInMemory(): Promise<Row[]> {
  const heap = await measureHeap();
  const stores = await Promise.all(SIZES.map(size => filled(createMemoryStore(), size)));
  const bytes = ((await measureHeap()) - heap) / SIZES.reduce((sum, size) => sum + size);
  const maps = await Promise.all(SIZES.map(size => filled(createBareMap(), size)));

  const moves = await inTurn(
    MOVES,
    [...stores, ...maps].map(({ move }) => move),
  );
  const sweeps = await inTurn(
    SWEEPS,
    stores.map(({ sweep }) => sweep),
    TAKEN,
  );
  return [
    { what: `memory a lease, ${MANY} open, its ticket included`, figure: `${Math.round(bytes)} bytes` },
    ...SIZES.flatMap((size, n): Row[] => {
      const [store, map] = [moves[n]!, moves[n + SIZES.length]!];
      return [
        { what: `a move, ${size} open`, figure: microseconds(store) },
        { what: `the same in a bare Map, ${size} open`, figure: microseconds(map) },
        { what: `store to Map, ${size} open`, figure: times(store.median / map.median) },
      ];
    }),
    { what: `a move, ${MANY} to ${SIZES[0]} open`, figure: times(moves[SIZES.length - 1]!.median / moves[0]!.median) },
    {
      what: `the same in a bare Map, ${MANY} to ${SIZES[0]} open`,
      figure: times(moves.at(-1)!.median / moves[SIZES.length]!.median),
    },
    ...SIZES.map((size, n) => ({
      what: `a sweep, each lease that it takes, ${size} open`,
      figure: microseconds(sweeps[n]!),
    })),
    {
      what: `a sweep, each lease that it takes, ${MANY} to ${SIZES[0]} open`,
      figure: times(sweeps.at(-1)!.median / sweeps[0]!.median),
    },
  ];
}

async function filled(store: LeaseStore, size: number): Promise<OpenLeases> {
  await fill(store, size);
  return openLeases(store, size);
}

/** As little as a store can do: no queue, no counts, nothing is ever due. */
function createBareMap(): LeaseStore {
  const leases = new Map<string, Lease>();
  return {
    durable: false,
    async change(id, rule) {
      const lease = rule(leases.get(id) ?? null);
      leases.set(id, lease);
      return lease;
    },
    claimDue: async () => [],
    findNextDueAt: async () => null,
    count: async () => ({ open: leases.size, due: 0, parked: 0 }),
    list: async () => [],
  };
}

/** Microseconds that each of some acts takes, in rounds in which each has its turn. */
async function inTurn(count: number, acts: (() => Promise<unknown>)[], parts = 1): Promise<Spread[]> {
  const took = acts.map(() => [] as number[]);
  for (let round = -WARM_UP; round < ROUNDS; round++) {
    for (const [n, act] of acts.entries()) {
      const milliseconds = await time(() => repeat(count, act));
      if (round >= 0) took[n]!.push((milliseconds * 1000) / count / parts);
    }
  }
  return took.map(spreadOf);
}

const microseconds = ({ median, p10, p90 }: Spread) =>
  `${median.toFixed(2)} µs (${p10.toFixed(2)} to ${p90.toFixed(2)})`;

const times = (ratio: number) => `${ratio.toFixed(2)}×`;
