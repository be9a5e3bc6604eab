import { LARGEST_MEMORY_STORE, measureMemoryStore } from './leases/memory-store.ts';
import { measureMessageLatency } from './leases/message-latency.ts';
import { LARGEST_DATABASE_STORE, measureStoreThroughput } from './leases/store-throughput.ts';
import type { Benchmark } from './support/benchmark.ts';

/** The cost of a busy server's open leases. */
export const leases: Benchmark = {
  name: 'leases',
  description: `The memory store with up to ${LARGEST_MEMORY_STORE} leases, compared with a plain Map; transitions per second in
each kind of store, with up to ${LARGEST_DATABASE_STORE} leases; and messages through the proxy with each kind of
store, compared with a store that keeps nothing. The variants alternate within one run.`,
  run: async () => [
    ...(await measureMemoryStore()),
    ...(await measureStoreThroughput()),
    ...(await measureMessageLatency()),
  ],
};
