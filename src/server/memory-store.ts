import TinyQueue from 'tinyqueue';
import type { Lease } from './lease.ts';
import type { LeaseStore } from './lease-store.ts';

interface StoredLease {
  lease: Lease;
  /**
   * Its current entry in the queue, never later than the lease is due. A parked lease needs none.
   */
  entry: QueueEntry | null;
}

/** An entry of the queue. It is stale, and skipped, once its lease has another entry. */
interface QueueEntry {
  stored: StoredLease;
  at: number;
}

/**
 * Creates a store in this process's memory. Not durable: when the proxy stops, it completes all
 * open interviews.
 *
 * A change costs one look-up, however many leases there are. When a lease moves to a later time, its
 * queue entry keeps the old time. At that time, the entry gets the new one. Only a move to an earlier
 * time, such as a leave, costs O(log n).
 */
export function createMemoryStore(): LeaseStore {
  const byId = new Map<string, StoredLease>();
  let queue = new TinyQueue<QueueEntry>([], compareTimes);
  const countByStatus = { open: 0, closing: 0, closed: 0, parked: 0 };

  function add(lease: Lease) {
    const stored: StoredLease = { lease, entry: null };
    byId.set(lease.id, stored);
    countByStatus[lease.status]++;
    enqueue(stored);
  }

  function replace(stored: StoredLease, lease: Lease) {
    const before = stored.lease;
    if (lease === before) return;
    countByStatus[before.status]--;
    countByStatus[lease.status]++;
    stored.lease = lease;
    // A later due time needs no new entry. Skipping the read of the entry avoids a cache miss.
    if (!stored.entry || lease.due_at < before.due_at) enqueue(stored);
  }

  function remove({ id, status }: Lease) {
    byId.delete(id);
    countByStatus[status]--;
  }

  /** Makes sure that a lease has an entry no later than it is due. */
  function enqueue(stored: StoredLease) {
    const { lease, entry } = stored;
    if (lease.status === 'parked' || (entry && entry.at <= lease.due_at)) return;
    stored.entry = { stored, at: lease.due_at };
    queue.push(stored.entry);
    // Leases that often move to an earlier time leave stale entries behind.
    if (queue.length > 2 * byId.size + 1000) queue = new TinyQueue(queue.data.filter(isCurrent), compareTimes);
  }

  /** Finds the earliest lease, and corrects its entry. The entry stays in the queue. */
  function findEarliest(): StoredLease | null {
    for (let entry = queue.peek(); entry; entry = queue.peek()) {
      const { stored, at } = entry;
      const { status, due_at } = stored.lease;
      if (isCurrent(entry) && status !== 'parked' && due_at <= at) return stored;
      queue.pop();
      if (!isCurrent(entry)) continue;
      stored.entry = null;
      enqueue(stored);
    }
    return null;
  }

  return {
    durable: false,

    async change(id, rule) {
      const stored = byId.get(id);
      const lease = rule(stored?.lease ?? null);
      if (stored) replace(stored, lease);
      else add(lease);
      return lease;
    },

    async claimDue(now, limit, claim) {
      const claimed: Lease[] = [];
      while (claimed.length < limit) {
        const stored = findEarliest();
        if (!stored || stored.lease.due_at > now) break;
        if (stored.lease.status === 'closed') {
          queue.pop();
          remove(stored.lease);
        } else {
          replace(stored, claim(stored.lease));
          claimed.push(stored.lease);
        }
      }
      return claimed;
    },

    async findNextDueAt() {
      return findEarliest()?.lease.due_at ?? null;
    },

    async count() {
      const { open, closing, parked } = countByStatus;
      return { open: open + closing, due: closing, parked };
    },

    async list(status) {
      return [...byId.values()].map(({ lease }) => lease).filter(lease => lease.status === status);
    },
  };
}

const isCurrent = (entry: QueueEntry) => entry.stored.entry === entry;

const compareTimes = (a: QueueEntry, b: QueueEntry) => a.at - b.at;
