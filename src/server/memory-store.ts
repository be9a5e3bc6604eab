import TinyQueue from 'tinyqueue';
import type { Lease } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';

interface Kept {
  lease: Lease;
  /** Its entry in the queue, never later than it is due. A parked lease, which waits for nobody, needs none. */
  entry: Entry | null;
}

/** Of the queue. One that its lease no longer names is stale, and passed over. */
interface Entry {
  kept: Kept;
  at: number;
}

/**
 * Leases in this process's memory. A move costs one look-up, however many leases there are: a lease that moves to a
 * later time leaves its entry in the queue where it is, and the entry is put right when its old time comes. Only a move
 * to an earlier time, as a leave is, costs O(log n).
 */
export function createMemoryStore(): LeaseStore {
  const byId = new Map<string, Kept>();
  let queue = new TinyQueue<Entry>([], earliestFirst);
  const byStatus = { open: 0, closing: 0, closed: 0, parked: 0 };

  function add(lease: Lease) {
    const kept: Kept = { lease, entry: null };
    byId.set(lease.id, kept);
    byStatus[lease.status]++;
    enqueue(kept);
  }

  function replace(kept: Kept, lease: Lease) {
    const before = kept.lease;
    if (lease === before) return;
    byStatus[before.status]--;
    byStatus[lease.status]++;
    kept.lease = lease;
    // An entry that was early enough still is; not even looking at it saves what costs most, memory that is in no cache.
    if (!kept.entry || lease.due_at < before.due_at) enqueue(kept);
  }

  function forget({ id, status }: Lease) {
    byId.delete(id);
    byStatus[status]--;
  }

  /** Sees to it that a lease's entry is no later than it is due. */
  function enqueue(kept: Kept) {
    const { lease, entry } = kept;
    if (lease.status === 'parked' || (entry && entry.at <= lease.due_at)) return;
    kept.entry = { kept, at: lease.due_at };
    queue.push(kept.entry);
    // Leases that often move to an earlier time leave stale entries behind.
    if (queue.length > 2 * byId.size + 1000) queue = new TinyQueue(queue.data.filter(isCurrent), earliestFirst);
  }

  /** The earliest lease, its entry put right, still in the queue. */
  function earliest(): Kept | null {
    for (let entry = queue.peek(); entry; entry = queue.peek()) {
      const { kept, at } = entry;
      const { status, due_at } = kept.lease;
      if (isCurrent(entry) && status !== 'parked' && due_at <= at) return kept;
      queue.pop();
      if (!isCurrent(entry)) continue;
      kept.entry = null;
      enqueue(kept);
    }
    return null;
  }

  return {
    durable: false,

    async change(id, rule) {
      const kept = byId.get(id);
      const lease = rule(kept?.lease ?? null);
      if (kept) replace(kept, lease);
      else add(lease);
      return lease;
    },

    async takeDue(now, limit, claim) {
      const taken: Lease[] = [];
      while (taken.length < limit) {
        const kept = earliest();
        if (!kept || kept.lease.due_at > now) break;
        if (kept.lease.status === 'closed') {
          queue.pop();
          forget(kept.lease);
        } else {
          replace(kept, claim(kept.lease));
          taken.push(kept.lease);
        }
      }
      return taken;
    },

    async nextDueAt() {
      return earliest()?.lease.due_at ?? null;
    },

    async counts() {
      return { open: byStatus.open + byStatus.closing, due: byStatus.closing, parked: byStatus.parked };
    },

    async list(status) {
      return [...byId.values()].map(({ lease }) => lease).filter(lease => lease.status === status);
    },
  };
}

const isCurrent = (entry: Entry) => entry.kept.entry === entry;

const earliestFirst = (one: Entry, other: Entry) => one.at - other.at;
