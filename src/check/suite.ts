import type { SimulatedPage } from './simulated-page.ts';

/** What every check needs. */
export interface CheckContext {
  /** A page of an origin that the proxy should accept. */
  page: SimulatedPage;
  /** A page of an origin that the proxy should refuse; `null` if the proxy accepts every origin. */
  disallowedPage: SimulatedPage | null;
  /** Body of a `start` request. */
  startBody: { study?: string };
  /** Whether the proxy identifies respondents by a session of its own, not by what a page says. */
  identifiesRespondents: boolean;
  /** Whether the page's origin differs from the proxy's own. */
  isCrossOrigin: boolean;
  /** Longest wait for a leave grace to end, in milliseconds. */
  patience: number;
  /** How late a completion may be, in milliseconds. */
  slack: number;
  /** Milliseconds since the epoch. */
  now(): number;
  wait(ms: number): Promise<void>;
}

/** One rule of the contract. */
export interface Rule<Fixture> {
  /** Stable, so that a list of known gaps can name it: `start.created`. */
  id: string;
  /** What should be true, in one sentence. */
  description: string;
  /** The sentence of the contract behind it, for the person who fixes the proxy. */
  contract: string;
  /**
   * @throws Violation if the rule does not hold
   * @throws Inconclusive if that cannot be decided
   */
  check(fixture: Fixture): void | Promise<void>;
}

/** Rules that are checked in order against one fixture. */
export interface Suite<Fixture> {
  name: string;
  setUp(context: CheckContext): Promise<Fixture>;
  rules: readonly Rule<Fixture>[];
}
