import type { Duration } from '../../interview/duration.ts';
import { parseDuration } from '../durations.ts';
import type { Lease } from '../lease.ts';
import type { LeaseStore } from '../lease-store.ts';
import { createLruCache } from '../lru-cache.ts';
import { type FoundLease, leaseTable, type PostgresConnection } from './lease-table.ts';

export interface PostgresStoreOptions {
  /** The schema that the table `leases` is kept in. Default: `'koji_embed'`. */
  schema?: string;
  /**
   * How often each process looks for leases that another one left behind. Default: `'5s'`. `null` for never: where nothing runs between
   * requests, and a scheduler calls the proxy's `sweep()`.
   */
  pollEvery?: Duration | null;
}

/** How often one look for due leases begins anew because other processes took all that it had found. */
const LOOKS = 5;
/** How many leases are remembered, about a kilobyte each. */
const REMEMBERED = 2000;

/**
 * Leases in PostgreSQL (13 or newer, also embedded as PGlite), shared by any number of processes. The connection stays the caller's. The table is
 * made at the first use.
 *
 * It is a small table rather than jobs of pg-boss, whose `update` and `upsert` (12.38) replace a job's data without a condition on what it
 * was, so that two reports of one page would overwrite each other, and pass over a job that is being worked on; and whose workers take the
 * oldest job that is due, not the one that has been due longest. The lease would have to be in a table of its own all the same, read
 * at every call and remembered after its end, with a job beside it as its alarm clock: two things to keep in step, and a scheduler's
 * polling and migrations for everybody who mounts a proxy. A table that knows when it is due needs no alarm clock.
 *
 * No statement waits for another: a change is written only where the lease is still as it was read, and made anew otherwise.
 * @throws TypeError or RangeError naming the option that is wrong.
 */
export function createPostgresStore(connection: PostgresConnection, options: PostgresStoreOptions = {}): LeaseStore {
  const table = leaseTable(connection, options.schema ?? 'koji_embed');
  const { pollEvery = '5s' } = options;
  let created: Promise<void> | null = null;

  async function ready() {
    created ??= table.create();
    try {
      await created;
    } catch (error) {
      // The database may be there at the next call.
      created = null;
      throw error;
    }
    return table;
  }

  /**
   * Leases as this process kept them last: where nobody else has changed one since, which the write itself finds out, it need not be
   * read before it is changed again.
   */
  const recent = createLruCache<FoundLease>(REMEMBERED);

  /**
   * Changes that this process makes to one lease wait for each other: meeting in the database, each would make others begin anew,
   * and a page that reports a hundred times at once would cost thousands of statements.
   */
  const lastTurns = new Map<string, Promise<unknown>>();
  function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (lastTurns.get(id) ?? Promise.resolve()).then(work, work);
    lastTurns.set(id, turn);
    const leave = () => {
      if (lastTurns.get(id) === turn) lastTurns.delete(id);
    };
    turn.then(leave, leave);
    return turn;
  }

  return {
    durable: true,
    ...(pollEvery === null ? {} : { pollEvery: parseDuration(pollEvery, 'pollEvery') }),

    change: (id, rule) =>
      inTurn(id, async () => {
        const leases = await ready();
        const keep = (found: FoundLease) => {
          recent.set(id, found);
          return found.lease;
        };
        const write = async (found: FoundLease | null, lease: Lease) => {
          const version = found ? await leases.replace(lease, found.version) : await leases.insert(lease);
          return version === null ? null : keep({ lease, version });
        };

        const before = recent.get(id);
        // Whatever becomes of the statement: what is not known to be kept is read again.
        recent.delete(id);
        const guess = before && unlessItThrows(() => rule(before.lease));
        if (guess && guess !== before.lease) {
          const kept = await write(before, guess);
          if (kept) return kept;
        }
        for (;;) {
          const found = await leases.find(id);
          const lease = rule(found?.lease ?? null);
          if (found && lease === found.lease) return keep(found);
          const kept = await write(found, lease);
          if (kept) return kept;
        }
      }),

    async takeDue(now, limit, claim) {
      const leases = await ready();
      for (let look = 0; look < LOOKS; look++) {
        const due = await leases.findDue(now, limit);
        if (due.length === 0) break;
        const claims = due.map(({ lease, version }): FoundLease => ({ lease: claim(lease), version }));
        const mine = await leases.replaceSome(claims);
        if (mine.size > 0) return claims.map(({ lease }) => lease).filter(({ id }) => mine.has(id));
      }
      return [];
    },

    async nextDueAt() {
      return (await ready()).nextDueAt();
    },

    async counts() {
      const { open = 0, closing = 0, parked = 0 } = await (await ready()).countByStatus();
      return { open: open + closing, due: closing, parked };
    },

    async list(status) {
      return (await ready()).list(status);
    },
  };
}

/** A rule may refuse a lease as it was, and not as it is. */
function unlessItThrows<Value>(act: () => Value): Value | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
