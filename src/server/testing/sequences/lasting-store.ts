import type { Clock } from '../../clock.ts';
import type { Lease } from '../../lease.ts';
import type { LeaseStore } from '../../lease-store.ts';
import { createMemoryStore } from '../../memory-store.ts';

/** The database: a store that outlives every process. Knows when it was first told of each lease. */
export function createLastingStore(clock: Clock) {
  const inner = createMemoryStore();
  const births = new Map<string, Pick<Lease, 'ticket' | 'ends_at'> & { at: number }>();
  const store: LeaseStore = {
    ...inner,
    async change(id, rule) {
      const lease = await inner.change(id, rule);
      if (!births.has(id)) births.set(id, { ticket: lease.ticket, ends_at: lease.ends_at, at: clock.now() });
      return lease;
    },
  };
  return { store, births };
}
