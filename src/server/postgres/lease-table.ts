import type { Lease } from '../lease.ts';

/** A way to PostgreSQL that is there already: a `Pool` of pg, a PGlite, or whatever runs one statement with `$1`, `$2`, … */
export interface PostgresConnection {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** A lease as a statement found it. */
export interface FoundLease {
  lease: Lease;
  /** Another one after each change. */
  version: string;
}

/** The statements of the lease table. Each is a transaction of its own, so that any connection of a pool will do. */
export interface LeaseTable {
  /** Makes schema, table and index where they are missing; several processes may do so at once. */
  create(): Promise<void>;
  find(id: string): Promise<FoundLease | null>;
  /** Gives the version that the lease now has; null where there was one before. */
  insert(lease: Lease): Promise<string | null>;
  /** Gives the version that the lease now has; null where it was not of this version any more. */
  replace(lease: Lease, version: string): Promise<string | null>;
  /** Of leases that were each found in a version, keeps those that are still of it. Gives their ids. */
  replaceSome(changes: FoundLease[]): Promise<Set<string>>;
  /** Open and closing leases whose time has come, earliest first. Forgets closed ones on the way. */
  findDue(now: number, limit: number): Promise<FoundLease[]>;
  nextDueAt(): Promise<number | null>;
  countByStatus(): Promise<Partial<Record<Lease['status'], number>>>;
  list(status: Lease['status']): Promise<Lease[]>;
}

/** Names our turn among processes that make the table at the same time. Any number will do; it must stay. */
const CREATION_LOCK = 4_747_003;
/** How many closed leases are forgotten at a time. */
const FORGOTTEN = 500;

/**
 * The lease itself is kept as the very text of its JSON: `jsonb` would refuse the characters that a page may well send in its id,
 * and a driver's idea of how to read JSON can't get in between. Only what is searched for has a column.
 */
export function leaseTable(connection: PostgresConnection, schema: string): LeaseTable {
  if (!/^[a-z_][a-z0-9_]{0,62}$/.test(schema)) {
    throw new TypeError(`schema: expected a plain name such as "koji_embed", got ${JSON.stringify(schema)}.`);
  }
  const table = `"${schema}".leases`;
  const rowsOf = async <Row>(sql: string, values: unknown[] = []) =>
    (await connection.query(sql, values)).rows as Row[];

  async function isThere() {
    const [row] = await rowsOf<{ there: boolean }>('select to_regclass($1) is not null as there', [table]);
    return row?.there === true;
  }

  return {
    async create() {
      // Looking first lets a role in that may not make anything.
      if (await isThere()) return;
      try {
        // One block is one transaction, whichever connection gets it.
        await rowsOf(`
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
        // Within one statement Postgres may not see yet what another process made while this one waited for its turn.
        if (!(await isThere())) throw error;
      }
    },

    async find(id) {
      const [row] = await rowsOf<Row>(`select version::text, lease::text from ${table} where id = $1`, [id]);
      return row ? read(row) : null;
    },

    async insert(lease) {
      const [row] = await rowsOf<{ version: string }>(
        `insert into ${table} (id, status, due_at, lease) values ($1, $2, $3, $4) on conflict (id) do nothing
         returning version::text`,
        [lease.id, lease.status, lease.due_at, JSON.stringify(lease)],
      );
      return row?.version ?? null;
    },

    async replace(lease, version) {
      const [row] = await rowsOf<{ version: string }>(
        `update ${table} set status = $3, due_at = $4, lease = $5, version = gen_random_uuid()
          where id = $1 and version = $2 returning version::text`,
        [lease.id, version, lease.status, lease.due_at, JSON.stringify(lease)],
      );
      return row?.version ?? null;
    },

    async replaceSome(changes) {
      const leases = changes.map(({ lease }) => lease);
      // Rows that somebody else is changing just now are his; waiting for them could end in a deadlock.
      const rows = await rowsOf<{ id: string }>(
        `update ${table} as kept set status = mine.status, due_at = mine.due_at, lease = mine.lease::json, version = gen_random_uuid()
           from (
             select id, wanted.status, wanted.due_at, wanted.lease from ${table} as found
               join unnest($1::text[], $2::uuid[], $3::text[], $4::float8[], $5::text[])
                 as wanted (id, version, status, due_at, lease) using (id, version)
                for update of found skip locked
           ) as mine
          where kept.id = mine.id
      returning kept.id`,
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

    async findDue(now, limit) {
      const rows = await rowsOf<Row>(
        `with forgotten as (
           delete from ${table} where id in (
             select id from ${table} where status = 'closed' and due_at <= $1 limit ${FORGOTTEN} for update skip locked
           )
         )
         select version::text, lease::text from ${table}
          where status in ('open', 'closing') and due_at <= $1 order by due_at limit $2`,
        [now, limit],
      );
      return rows.map(read);
    },

    async nextDueAt() {
      const [row] = await rowsOf<{ due_at: number }>(
        `select due_at from ${table} where status in ('open', 'closing') order by due_at limit 1`,
      );
      return row?.due_at ?? null;
    },

    async countByStatus() {
      const rows = await rowsOf<{ status: string; count: number }>(
        `select status, count(*)::int from ${table} group by status`,
      );
      return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
    },

    async list(status) {
      const rows = await rowsOf<Row>(
        `select version::text, lease::text from ${table} where status = $1 order by due_at`,
        [status],
      );
      return rows.map(row => read(row).lease);
    },
  };
}

interface Row {
  version: string;
  lease: string;
}

const read = ({ version, lease }: Row): FoundLease => ({ version, lease: JSON.parse(lease) });
