import type { Benchmark } from './benchmark.ts';
import { leasesInMemory, MANY } from './leases-in-memory.ts';
import { leasesInStores, SOME } from './leases-in-stores.ts';
import { messagesWithLease } from './leases-of-messages.ts';

/** What the open interviews of a busy server cost. */
export const leases: Benchmark = {
  name: 'leases',
  about: [
    `Leases in memory, up to ${MANY} of them, beside a bare Map that does the same; moves in each kind of store, with up to ${SOME};`,
    'and messages through the proxy with each kind of store beside one that keeps nothing. Turn by turn in one run.',
  ].join('\n'),
  run: async () => [...(await leasesInMemory()), ...(await leasesInStores()), ...(await messagesWithLease())],
};
