import { PGlite } from '@electric-sql/pglite';
import { Pool } from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Lease, type NewLease, openLease } from '../lease.ts';
import { createLeaseKeeper, type SendOutcome } from '../lease-keeper.ts';
import { testLeaseStore } from '../testing/lease-store-contract.ts';
import { startPostgres } from '../testing/postgres-server.ts';
import type { PostgresConnection } from './lease-table.ts';
import { createPostgresStore } from './postgres-store.ts';

const TIMES = { idleTime: 1000, hiddenGrace: 500, leaveGrace: 100, concludedGrace: 50 };
const start = (id: string): NewLease => ({ id, study: null, ticket: 'sealed', ends_at: null });
const COMPLETION = {
  reason: 'respondent_left' as const,
  completed_at: '2026-03-01T09:00:00Z',
  stats: { duration_seconds: 1, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 },
};
/** Longer than any claim, in milliseconds. */
const AFTER_CLAIM = 300_000;

let schemas = 0;
const newSchema = () => `leases_${++schemas}`;

const embedded = await PGlite.create();
const server = await startPostgres();
const pools = server && [0, 1].map(() => new Pool({ connectionString: server.url, max: 4 }));

afterAll(async () => {
  await embedded.close();
  await Promise.all(pools?.map(pool => pool.end()) ?? []);
  await server?.stop();
});

/** Two connections to the same database, as of two processes; null if there is no such database. */
const databases: [name: string, connections: readonly PostgresConnection[] | null][] = [
  ['embedded', [embedded, embedded]],
  [server ? 'served' : 'served (not tested: no PostgreSQL server is installed)', pools],
];

for (const [name, connections] of databases)
  describe.skipIf(!connections)(`the Postgres store, ${name}`, () => {
    const [one, other] = (connections ?? [embedded, embedded]) as [PostgresConnection, PostgresConnection];

    describe('as a lease store', () => {
      testLeaseStore(() => createPostgresStore(one, { schema: newSchema() }));
    });

    /**
     * Creates the keepers of some processes that share a schema; the test moves their clock and
     * sweeps.
     */
    function createKeepers(count: number, send: (lease: Lease, process: number) => Promise<SendOutcome>) {
      const schema = newSchema();
      let now = 1_000_000;
      const stores = Array.from({ length: count }, (__, n) => createPostgresStore(n % 2 ? other : one, { schema }));
      return {
        stores,
        passTime: (milliseconds: number) => {
          now += milliseconds;
        },
        keepers: stores.map((store, process) =>
          createLeaseKeeper({
            store,
            clock: { now: () => now, setTimeout: () => () => {} },
            getTimes: () => TIMES,
            send: lease => send(lease, process),
            logger: { warn() {}, error() {} },
            random: () => 0.5,
          }),
        ),
      };
    }
    const acknowledged: SendOutcome = { type: 'acknowledged', completion: COMPLETION };
    const ids = Array.from({ length: 60 }, (__, n) => `interview-${n}`);

    it('gives each due lease to one of several keepers', async () => {
      const sent: string[] = [];
      const processes = createKeepers(4, async ({ id }) => {
        sent.push(id);
        return acknowledged;
      });
      await Promise.all(ids.map((id, n) => processes.keepers[n % 4]!.open(start(id))));
      processes.passTime(TIMES.idleTime);
      const results = await Promise.all(processes.keepers.map(keeper => keeper.sweep()));
      expect(sent.sort()).toEqual([...ids].sort());
      expect(results.reduce((sum, { completed }) => sum + completed, 0)).toBe(ids.length);
      expect(await processes.stores[0]!.count()).toEqual({ open: 0, due: 0, parked: 0 });
    });

    it('loses nothing if a keeper crashes while it sends: another sends again after the claim', async () => {
      const sent: [id: string, process: number][] = [];
      const processes = createKeepers(2, ({ id }, process) => {
        sent.push([id, process]);
        return process === 0 ? new Promise(() => {}) : Promise.resolve(acknowledged);
      });
      for (const id of ids) await processes.keepers[0]!.open(start(id));
      processes.passTime(TIMES.idleTime);
      void processes.keepers[0]!.sweep();
      await vi.waitFor(() => expect(sent).toHaveLength(8));
      const lost = sent.map(([id]) => id).sort();
      await processes.keepers[1]!.sweep();
      expect(sent.filter(([, process]) => process === 1)).toHaveLength(ids.length - lost.length);

      sent.length = 0;
      processes.passTime(AFTER_CLAIM);
      await processes.keepers[1]!.sweep();
      expect(sent.map(([id]) => id).sort()).toEqual(lost);
      expect(await processes.stores[1]!.count()).toEqual({ open: 0, due: 0, parked: 0 });
    });

    it('passes each change to the next one, from any process', async () => {
      const { stores } = createKeepers(2, async () => acknowledged);
      const add = (n: number) =>
        stores[n % 2]!.change('a', lease => {
          const before = lease ?? openLease(start('a'), 0, TIMES);
          return { ...before, attempts: before.attempts + 1 };
        });
      await Promise.all(Array.from({ length: 30 }, (__, n) => add(n)));
      expect((await stores[0]!.change('a', lease => lease!)).attempts).toBe(30);
    });

    it('is created once by processes that start together', async () => {
      const schema = newSchema();
      const results = Array.from({ length: 8 }, (__, n) =>
        createPostgresStore(n % 2 ? other : one, { schema }).findNextDueAt(),
      );
      expect(await Promise.all(results)).toEqual(Array.from({ length: 8 }, () => null));
    });

    it('stores any text as a page’s id, and times with fractions', async () => {
      const store = createPostgresStore(one, { schema: newSchema() });
      const page = 'nul \u0000, half a pair \ud800, "quotes", $1';
      const odd: Lease = { ...openLease(start('a'), 0.1, TIMES), page, reports: [{ page, seq: 1 }] };
      await store.change('a', () => odd);
      expect(await store.change('a', lease => lease!)).toEqual(odd);
      expect(await store.findNextDueAt()).toBe(1000.1);
      expect(await store.claimDue(1000.1, 1, lease => ({ ...lease, due_at: 2000.2 }))).toEqual([
        { ...odd, due_at: 2000.2 },
      ]);
      expect(await store.change('a', lease => lease!)).toEqual({ ...odd, due_at: 2000.2 });
    });

    it('needs no more statements for concurrent changes than for successive ones', async () => {
      let statements = 0;
      const query: PostgresConnection['query'] = (sql, values) => {
        statements++;
        return one.query(sql, values);
      };
      const store = createPostgresStore({ query }, { schema: newSchema() });
      await store.change('a', () => openLease(start('a'), 0, TIMES));
      statements = 0;
      const add = () => store.change('a', lease => ({ ...lease!, attempts: lease!.attempts + 1 }));
      const fail = () =>
        store.change('a', () => {
          throw new Error('no');
        });
      await Promise.allSettled(Array.from({ length: 100 }, (__, n) => (n === 50 ? fail() : add())));
      // One for each change, and one to read for the failing rule, the rule after it, and the last
      // one.
      expect([(await store.change('a', lease => lease!)).attempts, statements]).toEqual([99, 102]);
    });

    it('changes a cached lease in one statement, and never overwrites a change of another process', async () => {
      const schema = newSchema();
      let statements = 0;
      const query: PostgresConnection['query'] = (sql, values) => {
        statements++;
        return one.query(sql, values);
      };
      const mine = createPostgresStore({ query }, { schema });
      const theirs = createPostgresStore(other, { schema });
      await mine.change('a', () => openLease(start('a'), 0, TIMES));
      statements = 0;
      const add = (lease: Lease | null): Lease => ({ ...lease!, attempts: lease!.attempts + 1 });
      await mine.change('a', add);
      expect(statements).toBe(1);

      await theirs.change('a', lease => ({ ...add(lease), status: 'closing' }));
      expect(await mine.change('a', add)).toMatchObject({ attempts: 3, status: 'closing' });
      await theirs.change('a', add);
      // A rule that changes nothing, or throws, is applied again to the stored lease.
      expect(await mine.change('a', lease => lease!)).toMatchObject({ attempts: 4 });
      await theirs.change('a', add);
      const atFive = (lease: Lease | null) => {
        if (lease!.attempts < 5) throw new Error('not yet');
        return lease!;
      };
      expect(await mine.change('a', atFive)).toMatchObject({ attempts: 5 });
    });

    it('writes nothing if a rule changes nothing', async () => {
      const statements: string[] = [];
      const store = createPostgresStore(
        {
          query: (sql, values) => {
            statements.push(sql.trim().slice(0, 6));
            return one.query(sql, values);
          },
        },
        { schema: newSchema() },
      );
      await store.change('a', () => openLease(start('a'), 0, TIMES));
      statements.length = 0;
      await store.change('a', lease => lease!);
      expect(statements).toEqual(['select']);
    });
  });

it('tries again at the next call after the database was down', async () => {
  let isUp = false;
  const schema = newSchema();
  const store = createPostgresStore(
    {
      query: async (sql, values) =>
        isUp ? embedded.query(sql, values) : Promise.reject(new Error('database is down')),
    },
    { schema },
  );
  await expect(store.count()).rejects.toThrow('database is down');
  isUp = true;
  expect(await store.count()).toEqual({ open: 0, due: 0, parked: 0 });
});

it.each(['Koji', 'a"; drop table leases', '', '1st'])('refuses the schema %j', schema => {
  expect(() => createPostgresStore(embedded, { schema })).toThrow(TypeError);
});
