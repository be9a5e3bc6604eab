import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lease, openLease } from './lease.ts';
import { createMemoryStore } from './memory-store.ts';
import { testLeaseStore } from './testing/lease-store-contract.ts';

const TIMES = { idleTime: 1000, hiddenGrace: 500, leaveGrace: 100, concludedGrace: 50 };
const createLease = (id: string, due_at: number): Lease => ({
  ...openLease({ id, study: null, ticket: 'sealed', ends_at: null }, 0, TIMES),
  due_at,
});
const claim = (lease: Lease): Lease => ({ ...lease, due_at: lease.due_at + 1_000_000 });

describe('the memory store', () => {
  testLeaseStore(createMemoryStore);

  it('claims the same leases as a plain list, after any changes', async () => {
    const change = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), due: fc.nat(100), isClaim: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { maxLength: 60 }), async changes => {
        const store = createMemoryStore();
        const dueTimes = new Map<string, number>();
        for (const { id, due, isClaim } of changes) {
          if (isClaim) {
            const expected = [...dueTimes].filter(([, at]) => at <= due).map(([each]) => each);
            const claimed = await store.claimDue(due, 100, claim);
            expect(claimed.map(lease => lease.id).sort()).toEqual(expected.sort());
            for (const lease of claimed) dueTimes.set(lease.id, lease.due_at);
          } else {
            await store.change(id, () => createLease(id, due));
            dueTimes.set(id, due);
          }
          const next = await store.findNextDueAt();
          expect(next).toBe(dueTimes.size === 0 ? null : Math.min(...dueTimes.values()));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('changes a lease as cheaply among 100,000 leases as among 1,000', async () => {
    const costs = [];
    for (const size of [1000, 100_000]) {
      const store = createMemoryStore();
      for (let n = 0; n < size; n++) await store.change(`${n}`, () => createLease(`${n}`, 1_000_000 + n));
      const before = performance.now();
      for (let n = 0; n < 20_000; n++) {
        // An earlier time, then a later one, as a reload causes.
        const id = `${(n * 7919) % size}`;
        await store.change(id, () => createLease(id, 500_000 + n));
        await store.change(id, () => createLease(id, 2_000_000 + n));
      }
      await store.claimDue(600_000, 10, claim);
      costs.push(performance.now() - before);
    }
    // A linear cost would be a hundred times higher; the rest is cache misses and noise.
    expect(costs[1]! / costs[0]!).toBeLessThan(25);
  });
});
