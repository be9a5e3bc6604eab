import { expect, it } from 'vitest';
import { type Lease, openLease } from '../lease.ts';
import type { LeaseStore } from '../lease-store.ts';

const TIMES = { idleTime: 1000, hiddenGrace: 500, leaveGrace: 100, concludedGrace: 50 };

/** The tests that every lease store must pass. `create` returns an empty store. */
export function testLeaseStore(create: () => LeaseStore | Promise<LeaseStore>) {
  const createLease = (id: string, due_at: number): Lease => ({
    ...openLease({ id, study: null, ticket: 'sealed', ends_at: null }, 0, TIMES),
    due_at,
  });
  const claim = (lease: Lease): Lease => ({ ...lease, status: 'closing', due_at: lease.due_at + 10_000 });

  async function createFilled(dues: Record<string, number>) {
    const store = await create();
    for (const [id, due] of Object.entries(dues)) await store.change(id, () => createLease(id, due));
    return store;
  }
  const idsOf = (leases: Lease[]) => leases.map(({ id }) => id);

  it('stores the result of a rule, and passes it to the next one', async () => {
    const store = await create();
    await store.change('a', lease => {
      expect(lease).toBeNull();
      return createLease('a', 5);
    });
    const changed = await store.change('a', lease => ({ ...lease!, reason: 'timeout' }));
    expect(changed).toEqual({ ...createLease('a', 5), reason: 'timeout' });
  });

  it('loses no concurrent change', async () => {
    const store = await createFilled({ a: 5 });
    await Promise.all(
      Array.from({ length: 20 }, () => store.change('a', lease => ({ ...lease!, attempts: lease!.attempts + 1 }))),
    );
    expect((await store.change('a', lease => lease!)).attempts).toBe(20);
  });

  it('keeps the lease if a rule throws', async () => {
    const store = await createFilled({ a: 5 });
    await expect(
      store.change('a', () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await store.change('a', lease => lease!)).toEqual(createLease('a', 5));
  });

  it('claims due leases, earliest first, and each only once', async () => {
    const store = await createFilled({ late: 30, early: 10, middle: 20, later: 40 });
    expect(idsOf(await store.claimDue(35, 2, claim))).toEqual(['early', 'middle']);
    expect(idsOf(await store.claimDue(35, 2, claim))).toEqual(['late']);
    expect(await store.claimDue(35, 2, claim)).toEqual([]);
  });

  it('claims a lease again after its claim has expired', async () => {
    const store = await createFilled({ a: 10 });
    await store.claimDue(10, 1, claim);
    expect(await store.claimDue(10_009, 1, claim)).toEqual([]);
    expect(idsOf(await store.claimDue(10_010, 1, claim))).toEqual(['a']);
  });

  it('follows a lease to a later or an earlier time', async () => {
    const store = await createFilled({ a: 10, b: 20 });
    await store.change('a', () => createLease('a', 30));
    await store.change('b', () => createLease('b', 5));
    expect(await store.findNextDueAt()).toBeLessThanOrEqual(5);
    expect(idsOf(await store.claimDue(10, 9, claim))).toEqual(['b']);
    expect(idsOf(await store.claimDue(30, 9, claim))).toEqual(['a']);
  });

  it('counts and lists leases by status', async () => {
    const store = await createFilled({ open: 10, closing: 10, parked: 10, closed: 10 });
    for (const status of ['closing', 'parked', 'closed'] as const) {
      await store.change(status, lease => ({ ...lease!, status }));
    }
    expect(await store.count()).toEqual({ open: 2, due: 1, parked: 1 });
    expect(idsOf(await store.list('parked'))).toEqual(['parked']);
  });

  it('never claims parked or closed leases, and deletes closed ones at their due time', async () => {
    const store = await createFilled({ parked: 10, closed: 20 });
    await store.change('parked', lease => ({ ...lease!, status: 'parked' }));
    await store.change('closed', lease => ({ ...lease!, status: 'closed' }));
    expect(await store.claimDue(19, 9, claim)).toEqual([]);
    expect(idsOf(await store.list('closed'))).toEqual(['closed']);
    expect(await store.claimDue(20, 9, claim)).toEqual([]);
    expect(await store.list('closed')).toEqual([]);
    expect(idsOf(await store.list('parked'))).toEqual(['parked']);
  });

  it('claims a parked lease again once it is closing', async () => {
    const store = await createFilled({ a: 10 });
    await store.change('a', lease => ({ ...lease!, status: 'parked' }));
    expect(await store.claimDue(50, 9, claim)).toEqual([]);
    await store.change('a', lease => ({ ...lease!, status: 'closing', due_at: 60 }));
    expect(idsOf(await store.claimDue(60, 9, claim))).toEqual(['a']);
  });

  it('has no next due time if it is empty', async () => {
    expect(await (await create()).findNextDueAt()).toBeNull();
  });
}
