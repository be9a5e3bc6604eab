import type { Lease } from './lease.ts';

export interface LeaseCounts {
  /** Interviews whose completion has not been acknowledged, parked ones apart. */
  open: number;
  /** Those of them whose completion is being sent, or waits to be sent again. */
  due: number;
  /** Completions that Koji refused for good. */
  parked: number;
}

/**
 * Where leases are kept. In memory by default; a durable store may be shared by several processes.
 * Rules are pure and quick, and a store may call one again when two processes meet.
 */
export interface LeaseStore {
  /** Whether leases outlive this process. Those of a store that doesn't are completed when the proxy stops. */
  readonly durable: boolean;
  /** How often to look for leases that another process left behind, in milliseconds; not set where there is no other. */
  readonly pollEvery?: number;
  /**
   * Changes one lease atomically: reads it (`null` where there is none), applies the rule, keeps the result.
   * @returns The lease as it is now.
   */
  change(id: string, rule: (lease: Lease | null) => Lease): Promise<Lease>;
  /**
   * Applies `claim` atomically to open and closing leases whose `due_at` has come, earliest first, at most `limit`
   * of them, and gives back the claimed ones. A claim moves `due_at` on, so that nobody else takes the same lease
   * before the claimant has had its time. Forgets closed leases whose time has come.
   */
  takeDue(now: number, limit: number, claim: (lease: Lease) => Lease): Promise<Lease[]>;
  /** When the next open or closing lease is due; `null` where there is none. May be too early, never too late. */
  nextDueAt(): Promise<number | null>;
  counts(): Promise<LeaseCounts>;
  /** Every lease of one status. */
  list(status: Lease['status']): Promise<Lease[]>;
}
