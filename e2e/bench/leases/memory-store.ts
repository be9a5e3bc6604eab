import type { Lease } from '../../../src/server/lease.ts';
import type { LeaseStore } from '../../../src/server/lease-store.ts';
import { createMemoryStore } from '../../../src/server/memory-store.ts';
import { measureHeap } from '../../../src/server/testing/heap.ts';
import type { MetricRow } from '../support/benchmark.ts';
import { formatRange, measureTime, type Summary, summarize } from '../support/statistics.ts';
import { createLeaseWorkload, fillStore, LEASES_PER_SWEEP, type LeaseWorkload, repeat } from './lease-workload.ts';

const SIZES = [1000, 10_000, 100_000];
const SMALLEST = Math.min(...SIZES);
export const LARGEST_MEMORY_STORE = Math.max(...SIZES);
const ROUNDS = 15;
const WARM_UP_ROUNDS = 3;
const TRANSITIONS = 10_000;
const SWEEPS = 10;

/**
 * Measures memory, transitions and sweeps at several sizes. The transitions also run on a plain Map
 * with as many leases. 100,000 leases do not fit the processor's cache, so the Map slows down too;
 * only the difference is the store's.
 */
export async function measureMemoryStore(): Promise<MetricRow[]> {
  const heapBefore = await measureHeap();
  const stores = await Promise.all(SIZES.map(size => createWorkload(createMemoryStore(), size)));
  const bytesPerLease = ((await measureHeap()) - heapBefore) / SIZES.reduce((sum, size) => sum + size);
  const maps = await Promise.all(SIZES.map(size => createWorkload(createMapStore(), size)));

  const transitions = await measureAlternating(
    TRANSITIONS,
    [...stores, ...maps].map(({ transitionOne }) => transitionOne),
  );
  const storeTransitions = transitions.slice(0, SIZES.length);
  const mapTransitions = transitions.slice(SIZES.length);
  const sweeps = await measureAlternating(
    SWEEPS,
    stores.map(({ sweep }) => sweep),
    LEASES_PER_SWEEP,
  );
  const growth = `${LARGEST_MEMORY_STORE} open compared with ${SMALLEST}`;
  return [
    {
      metric: `memory per lease with its ticket, ${LARGEST_MEMORY_STORE} open`,
      value: `${Math.round(bytesPerLease)} bytes`,
    },
    ...SIZES.flatMap((size, index): MetricRow[] => {
      const [store, map] = [storeTransitions[index]!, mapTransitions[index]!];
      return [
        { metric: `a transition, ${size} open`, value: formatMicroseconds(store) },
        { metric: `the same in a plain Map, ${size} open`, value: formatMicroseconds(map) },
        { metric: `store compared with Map, ${size} open`, value: formatRatio(store, map) },
      ];
    }),
    { metric: `a transition, ${growth}`, value: formatRatio(storeTransitions.at(-1)!, storeTransitions[0]!) },
    { metric: `the same in a plain Map, ${growth}`, value: formatRatio(mapTransitions.at(-1)!, mapTransitions[0]!) },
    ...SIZES.map((size, index) => ({
      metric: `a sweep, per claimed lease, ${size} open`,
      value: formatMicroseconds(sweeps[index]!),
    })),
    { metric: `a sweep, per claimed lease, ${growth}`, value: formatRatio(sweeps.at(-1)!, sweeps[0]!) },
  ];
}

async function createWorkload(store: LeaseStore, size: number): Promise<LeaseWorkload> {
  await fillStore(store, size);
  return createLeaseWorkload(store, size);
}

/** A minimal store: no queue and no counts, and no completion is ever due. */
function createMapStore(): LeaseStore {
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

/**
 * Measures several tasks, which alternate in each round.
 *
 * @param unitsPerRun how many units of work one run of a task does
 * @returns microseconds per unit of work, for each task
 */
async function measureAlternating(
  runs: number,
  tasks: (() => Promise<unknown>)[],
  unitsPerRun = 1,
): Promise<Summary[]> {
  const times = tasks.map(() => [] as number[]);
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
    for (const [index, task] of tasks.entries()) {
      const milliseconds = await measureTime(() => repeat(runs, task));
      if (round >= 0) times[index]!.push((milliseconds * 1000) / runs / unitsPerRun);
    }
  }
  return times.map(summarize);
}

const formatMicroseconds = (summary: Summary) => formatRange(summary, 2, ' µs');

const formatRatio = (one: Summary, other: Summary) => `${(one.median / other.median).toFixed(2)}×`;
