import TinyQueue from 'tinyqueue';
import type { Lease } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';

interface Entry {
  id: string;
  at: number;
}

interface Kept {
  lease: Lease;
  /** The time of this lease's entry in the queue, never later than it is due. */
  queued_at: number;
}

/**
 * Leases in this process's memory. A move costs O(log n) at most: a lease that moves to a later time leaves its entry
 * in the queue where it is, and the entry is put right when its old time comes.
 */
export function createMemoryStore(): LeaseStore {
  const kept = new Map<string, Kept>();
  let queue = new TinyQueue<Entry>([], earliestFirst);
  const byStatus = { open: 0, closing: 0, closed: 0, parked: 0 };

  function keep(lease: Lease): Lease {
    const before = kept.get(lease.id);
    if (before?.lease === lease) return lease;
    if (before) byStatus[before.lease.status]--;
    byStatus[lease.status]++;
    const at = lease.status === 'parked' ? Number.POSITIVE_INFINITY : lease.due_at;
    const queued_at = before?.queued_at ?? Number.POSITIVE_INFINITY;
    kept.set(lease.id, { lease, queued_at: Math.min(at, queued_at) });
    if (at < queued_at) enqueue({ id: lease.id, at });
    return lease;
  }

  function forget({ id, status }: Lease) {
    kept.delete(id);
    byStatus[status]--;
  }

  function enqueue(entry: Entry) {
    queue.push(entry);
    // Leases that often move to an earlier time leave stale entries behind.
    if (queue.length > 2 * kept.size + 1000) {
      queue = new TinyQueue(queue.data.filter(isCurrent), earliestFirst);
    }
  }

  const isCurrent = ({ id, at }: Entry) => kept.get(id)?.queued_at === at;

  /** The earliest lease, its entry put right, still in the queue. */
  function earliest(): Lease | null {
    for (let entry = queue.peek(); entry; entry = queue.peek()) {
      const found = kept.get(entry.id);
      if (found && isCurrent(entry)) {
        const { lease } = found;
        if (lease.status !== 'parked' && lease.due_at <= entry.at) return lease;
        queue.pop();
        found.queued_at = Number.POSITIVE_INFINITY;
        if (lease.status !== 'parked') {
          found.queued_at = lease.due_at;
          queue.push({ id: lease.id, at: lease.due_at });
        }
      } else {
        queue.pop();
      }
    }
    return null;
  }

  return {
    durable: false,

    async change(id, rule) {
      return keep(rule(kept.get(id)?.lease ?? null));
    },

    async takeDue(now, limit, claim) {
      const taken: Lease[] = [];
      while (taken.length < limit) {
        const lease = earliest();
        if (!lease || lease.due_at > now) break;
        if (lease.status === 'closed') {
          queue.pop();
          forget(lease);
        } else {
          taken.push(keep(claim(lease)));
        }
      }
      return taken;
    },

    async nextDueAt() {
      return earliest()?.due_at ?? null;
    },

    async counts() {
      return { open: byStatus.open + byStatus.closing, due: byStatus.closing, parked: byStatus.parked };
    },

    async list(status) {
      return [...kept.values()].map(({ lease }) => lease).filter(lease => lease.status === status);
    },
  };
}

const earliestFirst = (one: Entry, other: Entry) => one.at - other.at;
