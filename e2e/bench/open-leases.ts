import { randomBytes } from 'node:crypto';
import { type Lease, openLease, transitionLease } from '../../src/server/lease.ts';
import type { LeaseStore } from '../../src/server/lease-store.ts';

const MINUTE = 60_000;
export const TIMES = { idleTime: 30 * MINUTE, hiddenGrace: 10 * MINUTE, leaveGrace: 30_000, concludedGrace: 15_000 };
/** Makes a ticket as long as real ones are. */
const TICKET_BYTES = 350;
/** Leases that one sweep takes. */
export const TAKEN = 50;

export const idOf = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** A lease opened at so many hundredths of a second. */
export const newLease = (n: number): Lease =>
  openLease(
    { id: idOf(n), study: null, ticket: randomBytes(TICKET_BYTES).toString('base64url'), ends_at: null },
    n * 10,
    TIMES,
  );

/** Some open leases in a store, and what is done with them. Time goes on with every move, and by some minutes with every sweep. */
export interface OpenLeases {
  move(): Promise<unknown>;
  sweep(): Promise<unknown>;
}

/** @param count how many leases the store holds already, those of `newLease` */
export function openLeases(store: LeaseStore, count: number): OpenLeases {
  let now = count * 10;
  let moved = 0;
  return {
    move() {
      now++;
      // A step that shares no divisor with the counts visits every lease, in no order that a queue or a cache would like.
      moved = (moved + 7919) % count;
      return store.change(idOf(moved), lease => transitionLease(lease!, { type: 'message-sent' }, now, TIMES));
    },
    sweep() {
      now += 40 * MINUTE;
      return store.claimDue(now, TAKEN, lease => transitionLease(lease, { type: 'completion-claimed' }, now, TIMES));
    },
  };
}

export async function fill(store: LeaseStore, count: number): Promise<void> {
  for (let n = 0; n < count; n++) await store.change(idOf(n), () => newLease(n));
}

export async function repeat(times: number, act: () => Promise<unknown>): Promise<void> {
  for (let n = 0; n < times; n++) await act();
}
