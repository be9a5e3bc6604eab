import type { ProxyClient } from './http-client.ts';

/** What a check has to do with. */
export interface CheckContext {
  /** A page that the proxy should answer. */
  page: ProxyClient;
  /** A page of an origin that it should not; `null` where the proxy is meant to answer all. */
  stranger: ProxyClient | null;
  /** Body of a start. */
  startBody: { study?: string };
  /** Whether the page's origin isn't the proxy's own. */
  isCrossOrigin: boolean;
  /** How long a leave's grace is waited for, in milliseconds. */
  patience: number;
  /** How long after a completion's time it may come, in milliseconds. */
  slack: number;
  /** In milliseconds since the epoch. */
  now(): number;
  wait(ms: number): Promise<void>;
}

/** One thing the contract says. */
export interface Rule<Scene> {
  /** Stable, to be named in a list of known gaps: `start.created`. */
  id: string;
  /** What should be so, in one sentence. */
  says: string;
  /** The contract's own words for it, for whoever has to mend a proxy. */
  rule: string;
  /** Throws a `Fault` where it isn't so, and an `Untold` where it can't tell. */
  check(scene: Scene): void | Promise<void>;
}

/** Rows that are played one after the other on what `open` has set up. */
export interface Suite<Scene> {
  name: string;
  open(stage: CheckContext): Promise<Scene>;
  rows: readonly Rule<Scene>[];
}
