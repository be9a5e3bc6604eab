import type { Clock } from '../../clock.ts';
import type { Lease } from '../../lease.ts';
import type { LeaseStore } from '../../lease-store.ts';
import { createMemoryStore } from '../../memory-store.ts';

/**
 * Creates the database: a store that outlives every process, and records when each lease was first
 * stored.
 */
export function createSharedStore(clock: Clock) {
  const inner = createMemoryStore();
  const firstStored = new Map<string, Pick<Lease, 'ticket' | 'ends_at'> & { at: number }>();
  const store: LeaseStore = {
    ...inner,
    async change(id, rule) {
      const lease = await inner.change(id, rule);
      if (!firstStored.has(id)) firstStored.set(id, { ticket: lease.ticket, ends_at: lease.ends_at, at: clock.now() });
      return lease;
    },
  };
  return { store, firstStored };
}
