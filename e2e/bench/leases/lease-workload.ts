import { randomBytes } from 'node:crypto';
import { type Lease, openLease, transitionLease } from '../../../src/server/lease.ts';
import type { LeaseStore } from '../../../src/server/lease-store.ts';

const MINUTE = 60_000;
const TIMES = { idleTime: 30 * MINUTE, hiddenGrace: 10 * MINUTE, leaveGrace: 30_000, concludedGrace: 15_000 };
/** Makes the ticket as long as a real one. */
const TICKET_BYTES = 350;
/** Milliseconds between the starts of two interviews. */
const START_INTERVAL = 10;
/** The number of leases that one sweep claims. */
export const LEASES_PER_SWEEP = 50;

const leaseId = (index: number) => `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`;

export const createLease = (index: number): Lease =>
  openLease(
    { id: leaseId(index), study: null, ticket: randomBytes(TICKET_BYTES).toString('base64url'), ends_at: null },
    index * START_INTERVAL,
    TIMES,
  );

/** The two operations that the benchmarks repeat. Each one advances the workload's clock. */
export interface LeaseWorkload {
  /** Applies `message-sent` to one lease. */
  transitionOne(): Promise<unknown>;
  /** Claims the next leases whose completion is due. */
  sweep(): Promise<unknown>;
}

/** @param count how many leases from `createLease` the store holds already */
export function createLeaseWorkload(store: LeaseStore, count: number): LeaseWorkload {
  let now = count * START_INTERVAL;
  let index = 0;
  return {
    transitionOne() {
      now++;
      // 7919 shares no divisor with the counts, so this visits every lease, in an order that suits
      // neither the queue nor a cache.
      index = (index + 7919) % count;
      return store.change(leaseId(index), lease => transitionLease(lease!, { type: 'message-sent' }, now, TIMES));
    },
    sweep() {
      now += 40 * MINUTE;
      return store.claimDue(now, LEASES_PER_SWEEP, lease =>
        transitionLease(lease, { type: 'completion-claimed' }, now, TIMES),
      );
    },
  };
}

/** Puts `count` leases into the store, one at a time. */
export async function fillStore(store: LeaseStore, count: number): Promise<void> {
  for (let index = 0; index < count; index++) await store.change(leaseId(index), () => createLease(index));
}

export async function repeat(times: number, task: () => Promise<unknown>): Promise<void> {
  for (let run = 0; run < times; run++) await task();
}
