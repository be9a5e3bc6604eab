import type { Lease } from './lease.ts';

export interface LeaseCounts {
  /** Interviews whose completion Koji has not acknowledged, without the parked ones. */
  open: number;
  /** Those of them whose completion is being sent, or waits for a retry. */
  due: number;
  /** Interviews whose completion Koji refused for good. */
  parked: number;
}

/**
 * Keeps leases: in memory by default, or in a durable store that several processes may share. The
 * rules that the proxy passes in are pure and quick; a store may call one again if two processes
 * change the same lease. Errors of a store reject.
 */
export interface LeaseStore {
  /** Whether leases outlive this process. If not, the proxy completes all of them when it stops. */
  readonly durable: boolean;
  /**
   * How often to look for due leases that another process left behind, in milliseconds. Default:
   * never.
   */
  readonly pollEvery?: number;
  /**
   * Changes one lease atomically: reads it (`null` if there is none), applies the rule, and stores
   * the result. Stores nothing if the rule throws.
   * @returns The stored lease.
   */
  change(id: string, rule: (lease: Lease | null) => Lease): Promise<Lease>;
  /**
   * Applies `claim` atomically to open and closing leases whose `due_at` has passed: the earliest
   * first, at most `limit`. A claim moves `due_at` on, so that nobody else gets the same lease
   * meanwhile. Also deletes closed leases whose `due_at` has passed.
   * @returns The claimed leases.
   */
  claimDue(now: number, limit: number, claim: (lease: Lease) => Lease): Promise<Lease[]>;
  /**
   * When the next open or closing lease is due; `null` if there is none. May be too early, never
   * too late.
   */
  findNextDueAt(): Promise<number | null>;
  count(): Promise<LeaseCounts>;
  /** Every lease of one status. */
  list(status: Lease['status']): Promise<Lease[]>;
}
