import { expect, it } from 'vitest';
import { type Lease, openLease } from '../lease.ts';
import type { LeaseStore } from '../lease-store.ts';

const TIMES = { idleTime: 1000, hiddenGrace: 500, leaveGrace: 100, concludedGrace: 50 };

/** What every lease store promises. `create` gives an empty one. */
export function describeLeaseStore(create: () => LeaseStore | Promise<LeaseStore>) {
  const make = (id: string, due_at: number): Lease => ({
    ...openLease({ id, study: null, ticket: 'sealed', ends_at: null }, 0, TIMES),
    due_at,
  });
  const claim = (lease: Lease): Lease => ({ ...lease, status: 'closing', due_at: lease.due_at + 10_000 });

  async function fill(dues: Record<string, number>) {
    const store = await create();
    for (const [id, due] of Object.entries(dues)) await store.change(id, () => make(id, due));
    return store;
  }
  const idsOf = (leases: Lease[]) => leases.map(({ id }) => id);

  it('keeps what a rule makes of a lease, and shows it to the next one', async () => {
    const store = await create();
    await store.change('a', lease => {
      expect(lease).toBeNull();
      return make('a', 5);
    });
    const changed = await store.change('a', lease => ({ ...lease!, reason: 'timeout' }));
    expect(changed).toEqual({ ...make('a', 5), reason: 'timeout' });
  });

  it('loses no change when many come at once', async () => {
    const store = await fill({ a: 5 });
    await Promise.all(
      Array.from({ length: 20 }, () => store.change('a', lease => ({ ...lease!, attempts: lease!.attempts + 1 }))),
    );
    expect((await store.change('a', lease => lease!)).attempts).toBe(20);
  });

  it('keeps the lease as it was when a rule throws', async () => {
    const store = await fill({ a: 5 });
    await expect(
      store.change('a', () => {
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await store.change('a', lease => lease!)).toEqual(make('a', 5));
  });

  it('gives out what is due, earliest first, and each to one claimant only', async () => {
    const store = await fill({ late: 30, early: 10, middle: 20, later: 40 });
    expect(idsOf(await store.claimDue(35, 2, claim))).toEqual(['early', 'middle']);
    expect(idsOf(await store.claimDue(35, 2, claim))).toEqual(['late']);
    expect(await store.claimDue(35, 2, claim)).toEqual([]);
  });

  it('gives a claimed lease out again when the claim has run out', async () => {
    const store = await fill({ a: 10 });
    await store.claimDue(10, 1, claim);
    expect(await store.claimDue(10_009, 1, claim)).toEqual([]);
    expect(idsOf(await store.claimDue(10_010, 1, claim))).toEqual(['a']);
  });

  it('follows a lease that moves to a later time, or to an earlier one', async () => {
    const store = await fill({ a: 10, b: 20 });
    await store.change('a', () => make('a', 30));
    await store.change('b', () => make('b', 5));
    expect(await store.findNextDueAt()).toBeLessThanOrEqual(5);
    expect(idsOf(await store.claimDue(10, 9, claim))).toEqual(['b']);
    expect(idsOf(await store.claimDue(30, 9, claim))).toEqual(['a']);
  });

  it('counts, and lists by status', async () => {
    const store = await fill({ open: 10, closing: 10, parked: 10, closed: 10 });
    for (const status of ['closing', 'parked', 'closed'] as const) {
      await store.change(status, lease => ({ ...lease!, status }));
    }
    expect(await store.count()).toEqual({ open: 2, due: 1, parked: 1 });
    expect(idsOf(await store.list('parked'))).toEqual(['parked']);
  });

  it('never gives out parked or closed leases, and forgets closed ones when their time has come', async () => {
    const store = await fill({ parked: 10, closed: 20 });
    await store.change('parked', lease => ({ ...lease!, status: 'parked' }));
    await store.change('closed', lease => ({ ...lease!, status: 'closed' }));
    expect(await store.claimDue(19, 9, claim)).toEqual([]);
    expect(idsOf(await store.list('closed'))).toEqual(['closed']);
    expect(await store.claimDue(20, 9, claim)).toEqual([]);
    expect(await store.list('closed')).toEqual([]);
    expect(idsOf(await store.list('parked'))).toEqual(['parked']);
  });

  it('gives a parked lease out again once it is closing', async () => {
    const store = await fill({ a: 10 });
    await store.change('a', lease => ({ ...lease!, status: 'parked' }));
    expect(await store.claimDue(50, 9, claim)).toEqual([]);
    await store.change('a', lease => ({ ...lease!, status: 'closing', due_at: 60 }));
    expect(idsOf(await store.claimDue(60, 9, claim))).toEqual(['a']);
  });

  it('has nothing next when it is empty', async () => {
    expect(await (await create()).findNextDueAt()).toBeNull();
  });
}
