import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Lease, openLease } from './lease.ts';
import { createMemoryStore } from './memory-store.ts';
import { describeLeaseStore } from './testing/lease-store-contract.ts';

const TIMES = { idleTime: 1000, hiddenGrace: 500, leaveGrace: 100, concludedGrace: 50 };
const make = (id: string, due_at: number): Lease => ({
  ...openLease({ id, study: null, ticket: 'sealed', ends_at: null }, 0, TIMES),
  due_at,
});
const claim = (lease: Lease): Lease => ({ ...lease, due_at: lease.due_at + 1_000_000 });

describe('the memory store', () => {
  describeLeaseStore(createMemoryStore);

  it('gives out the same leases as a plain list would, whatever moves came before', async () => {
    const move = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), due: fc.nat(100), take: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 60 }), async moves => {
        const store = createMemoryStore();
        const plain = new Map<string, number>();
        for (const { id, due, take } of moves) {
          if (take) {
            const expected = [...plain].filter(([, at]) => at <= due).map(([each]) => each);
            const taken = await store.claimDue(due, 100, claim);
            expect(taken.map(lease => lease.id).sort()).toEqual(expected.sort());
            for (const lease of taken) plain.set(lease.id, lease.due_at);
          } else {
            await store.change(id, () => make(id, due));
            plain.set(id, due);
          }
          const next = await store.findNextDueAt();
          expect(next).toBe(plain.size === 0 ? null : Math.min(...plain.values()));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a move as cheap with 100,000 leases as with 1,000', async () => {
    const costs = [];
    for (const size of [1000, 100_000]) {
      const store = createMemoryStore();
      for (let n = 0; n < size; n++) await store.change(`${n}`, () => make(`${n}`, 1_000_000 + n));
      const before = performance.now();
      for (let n = 0; n < 20_000; n++) {
        // Away and back, as a reload does: an earlier time, then a later one.
        const id = `${(n * 7919) % size}`;
        await store.change(id, () => make(id, 500_000 + n));
        await store.change(id, () => make(id, 2_000_000 + n));
      }
      await store.claimDue(600_000, 10, claim);
      costs.push(performance.now() - before);
    }
    // A linear cost would be a hundredfold; the rest is caches and the noise of a shared machine.
    expect(costs[1]! / costs[0]!).toBeLessThan(25);
  });
});
