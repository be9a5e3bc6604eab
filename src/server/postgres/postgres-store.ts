import type { Duration } from '../../interview/duration.ts';
import type { Lease } from '../lease.ts';
import type { LeaseStore } from '../lease-store.ts';
import { createLruCache } from '../lru-cache.ts';
import { parseDuration } from '../parse-duration.ts';
import { createLeaseTable, type PostgresConnection, type VersionedLease } from './lease-table.ts';

export interface PostgresStoreOptions {
  /**
   * The PostgreSQL schema for the table `leases`: lower-case letters, digits and `_`. Default:
   * `'koji_embed'`.
   */
  schema?: string;
  /**
   * How often each process looks for leases that another process left behind. `null` means never:
   * set it if nothing runs between requests, and a scheduler calls the proxy's `sweep()`. Default:
   * `'5s'`.
   */
  pollEvery?: Duration | null;
}

/**
 * How often a search for due leases starts again because other processes claimed all that it found.
 */
const MAX_SEARCHES = 5;
/** How many leases are cached, about a kilobyte each. */
const CACHE_SIZE = 2000;

/**
 * Creates a store in PostgreSQL (13 or newer, or embedded as PGlite) that any number of processes
 * can share. The caller keeps and closes the connection. The table is created at the first use.
 *
 * Why it is a table and not a queue of pg-boss jobs (12.38): `update` and `upsert` replace a job's
 * data without a condition on what it was, so two reports of one page would overwrite each other;
 * they also skip a job that is being worked on. Its workers take the oldest due job, not the one
 * that has been due longest. And a lease is read at every call and kept after its end, so it would
 * need its own table anyway, with a job beside it as its timer: two records to keep consistent, and
 * a scheduler's polling and migrations for everybody who mounts a proxy.
 *
 * No statement waits for another: a write only succeeds if the row is unchanged since it was read,
 * and is repeated otherwise.
 * @throws TypeError or RangeError that names the invalid option.
 */
export function createPostgresStore(connection: PostgresConnection, options: PostgresStoreOptions = {}): LeaseStore {
  const table = createLeaseTable(connection, options.schema ?? 'koji_embed');
  const { pollEvery = '5s' } = options;
  let created: Promise<void> | null = null;

  async function getTable() {
    created ??= table.create();
    try {
      await created;
    } catch (error) {
      // Tried again at the next call: the database may be up by then.
      created = null;
      throw error;
    }
    return table;
  }

  /**
   * Leases as this process last stored them. If no other process has changed one since, it needn't
   * be read before a write.
   */
  const cache = createLruCache<VersionedLease>(CACHE_SIZE);

  /**
   * Changes of this process to one lease run one after the other. At the same time they would make
   * each other start again: a page that sends a hundred reports at once would cost thousands of
   * statements.
   */
  const lastChanges = new Map<string, Promise<unknown>>();
  function runInTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const change = (lastChanges.get(id) ?? Promise.resolve()).then(work, work);
    lastChanges.set(id, change);
    const cleanUp = () => {
      if (lastChanges.get(id) === change) lastChanges.delete(id);
    };
    change.then(cleanUp, cleanUp);
    return change;
  }

  return {
    durable: true,
    ...(pollEvery === null ? {} : { pollEvery: parsePollEvery(pollEvery) }),

    change: (id, rule) =>
      runInTurn(id, async () => {
        const leases = await getTable();
        const remember = (stored: VersionedLease) => {
          cache.set(id, stored);
          return stored.lease;
        };
        /** Resolves to null if another process has changed the lease. */
        const write = async (found: VersionedLease | null, lease: Lease) => {
          const version = found ? await leases.replace(lease, found.version) : await leases.insert(lease);
          return version === null ? null : remember({ lease, version });
        };

        const cached = cache.get(id);
        // If the statement fails, it is unknown what is stored; the lease is then read again.
        cache.delete(id);
        const changed = cached && resultOrUndefined(() => rule(cached.lease));
        if (changed && changed !== cached.lease) {
          const stored = await write(cached, changed);
          if (stored) return stored;
        }
        for (;;) {
          const found = await leases.find(id);
          const lease = rule(found?.lease ?? null);
          if (found && lease === found.lease) return remember(found);
          const stored = await write(found, lease);
          if (stored) return stored;
        }
      }),

    async claimDue(now, limit, claim) {
      const leases = await getTable();
      for (let search = 0; search < MAX_SEARCHES; search++) {
        const due = await leases.deleteClosedAndFindDue(now, limit);
        if (due.length === 0) break;
        const claims = due.map(({ lease, version }): VersionedLease => ({ lease: claim(lease), version }));
        const claimedIds = await leases.replaceUnchanged(claims);
        if (claimedIds.size > 0) return claims.map(({ lease }) => lease).filter(({ id }) => claimedIds.has(id));
      }
      return [];
    },

    async findNextDueAt() {
      return (await getTable()).findNextDueAt();
    },

    async count() {
      const { open = 0, closing = 0, parked = 0 } = await (await getTable()).countByStatus();
      return { open: open + closing, due: closing, parked };
    },

    async list(status) {
      return (await getTable()).list(status);
    },
  };
}

/** With 0 the store would be asked without a pause. */
function parsePollEvery(pollEvery: Duration): number {
  const milliseconds = parseDuration(pollEvery, 'pollEvery');
  if (milliseconds > 0) return milliseconds;
  throw new RangeError(`pollEvery: expected more than 0, or null for never, got ${JSON.stringify(pollEvery)}.`);
}

/** A rule may throw for the cached lease, and not for the one that is stored now. */
function resultOrUndefined<Value>(run: () => Value): Value | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
