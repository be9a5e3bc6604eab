import type { Lease } from '../lease.ts';

/**
 * An existing connection to PostgreSQL: a `Pool` of pg, a PGlite, or anything that runs one
 * statement with `$1`, `$2`, …
 */
export interface PostgresConnection {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** A lease and the version of its row, which changes with each write. */
export interface VersionedLease {
  lease: Lease;
  version: string;
}

/**
 * The statements of the lease table. Each is its own transaction, so any connection of a pool can
 * run it.
 */
export interface LeaseTable {
  /** Creates schema, table and index if they are missing. Several processes may do so at once. */
  create(): Promise<void>;
  find(id: string): Promise<VersionedLease | null>;
  /** Resolves to the new row's version, or to null if there is a row already. */
  insert(lease: Lease): Promise<string | null>;
  /** Resolves to the new version, or to null if the row no longer has the given version. */
  replace(lease: Lease, version: string): Promise<string | null>;
  /** Writes those leases whose rows still have the given versions. Resolves to their ids. */
  replaceUnchanged(changes: VersionedLease[]): Promise<Set<string>>;
  /**
   * Finds open and closing leases that are due, earliest first. Deletes closed leases that are due.
   */
  deleteClosedAndFindDue(now: number, limit: number): Promise<VersionedLease[]>;
  findNextDueAt(): Promise<number | null>;
  countByStatus(): Promise<Partial<Record<Lease['status'], number>>>;
  list(status: Lease['status']): Promise<Lease[]>;
}

/**
 * The advisory lock for processes that create the table at the same time. Any number will do; it
 * must never change.
 */
const CREATION_LOCK = 4_747_003;
/** How many closed leases are deleted at a time. */
const MAX_DELETED = 500;

/**
 * The lease is stored as the text of its JSON: `jsonb` would refuse characters that a page may send
 * in its id, and how a driver parses JSON doesn't matter. Only what is searched for has a column.
 * @throws TypeError if the schema's name is not a plain identifier.
 */
export function createLeaseTable(connection: PostgresConnection, schema: string): LeaseTable {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new TypeError(`schema: expected a plain name such as "koji_embed", got ${JSON.stringify(schema)}.`);
  }
  const table = `"${schema}".leases`;
  const queryRows = async <Row>(sql: string, values: unknown[] = []) =>
    (await connection.query(sql, values)).rows as Row[];

  async function exists() {
    const [row] = await queryRows<{ exists: boolean }>('select to_regclass($1) is not null as exists', [table]);
    return row?.exists === true;
  }

  return {
    async create() {
      // Checking first supports a role that may not create anything.
      if (await exists()) return;
      try {
        // One block is one transaction, whichever connection runs it.
        await queryRows(`
          do $$ begin
            perform pg_advisory_xact_lock(${CREATION_LOCK});
            create schema if not exists "${schema}";
            create table if not exists ${table} (
              id text primary key,
              status text not null,
              due_at double precision not null,
              version uuid not null default gen_random_uuid(),
              lease json not null
            );
            create index if not exists leases_due on ${table} (due_at, status) where status <> 'parked';
          end $$`);
      } catch (error) {
        // The statement may not see what another process created while this one waited for the
        // lock.
        if (!(await exists())) throw error;
      }
    },

    async find(id) {
      const [row] = await queryRows<Row>(`select version::text, lease::text from ${table} where id = $1`, [id]);
      return row ? parseRow(row) : null;
    },

    async insert(lease) {
      const [row] = await queryRows<{ version: string }>(
        `insert into ${table} (id, status, due_at, lease) values ($1, $2, $3, $4) on conflict (id) do nothing
         returning version::text`,
        [lease.id, lease.status, lease.due_at, JSON.stringify(lease)],
      );
      return row?.version ?? null;
    },

    async replace(lease, version) {
      const [row] = await queryRows<{ version: string }>(
        `update ${table} set status = $3, due_at = $4, lease = $5, version = gen_random_uuid()
          where id = $1 and version = $2 returning version::text`,
        [lease.id, version, lease.status, lease.due_at, JSON.stringify(lease)],
      );
      return row?.version ?? null;
    },

    async replaceUnchanged(changes) {
      const leases = changes.map(({ lease }) => lease);
      // Skips rows that another process is changing: waiting for them could end in a deadlock.
      const rows = await queryRows<{ id: string }>(
        `update ${table} as stored
            set status = change.status, due_at = change.due_at, lease = change.lease::json, version = gen_random_uuid()
           from (
             select id, wanted.status, wanted.due_at, wanted.lease from ${table} as found
               join unnest($1::text[], $2::uuid[], $3::text[], $4::float8[], $5::text[])
                 as wanted (id, version, status, due_at, lease) using (id, version)
                for update of found skip locked
           ) as change
          where stored.id = change.id
      returning stored.id`,
        [
          leases.map(({ id }) => id),
          changes.map(({ version }) => version),
          leases.map(({ status }) => status),
          leases.map(({ due_at }) => due_at),
          leases.map(lease => JSON.stringify(lease)),
        ],
      );
      return new Set(rows.map(({ id }) => id));
    },

    async deleteClosedAndFindDue(now, limit) {
      const rows = await queryRows<Row>(
        `with deleted as (
           delete from ${table} where id in (
             select id from ${table} where status = 'closed' and due_at <= $1 limit ${MAX_DELETED} for update skip locked
           )
         )
         select version::text, lease::text from ${table}
          where status in ('open', 'closing') and due_at <= $1 order by due_at limit $2`,
        [now, limit],
      );
      return rows.map(parseRow);
    },

    async findNextDueAt() {
      const [row] = await queryRows<{ due_at: number }>(
        `select due_at from ${table} where status in ('open', 'closing') order by due_at limit 1`,
      );
      return row?.due_at ?? null;
    },

    async countByStatus() {
      const rows = await queryRows<{ status: string; count: number }>(
        `select status, count(*)::int from ${table} group by status`,
      );
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    },

    async list(status) {
      const rows = await queryRows<Row>(
        `select version::text, lease::text from ${table} where status = $1 order by due_at`,
        [status],
      );
      return rows.map(row => parseRow(row).lease);
    },
  };
}

interface Row {
  version: string;
  lease: string;
}

const parseRow = ({ version, lease }: Row): VersionedLease => ({ version, lease: JSON.parse(lease) });
