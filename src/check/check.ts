import { Inconclusive, type Outcome, Violation } from './outcome.ts';
import { createSimulatedPage } from './simulated-page.ts';
import type { CheckContext, Suite } from './suite.ts';
import { LAST_SUITE, SUITES } from './suites.ts';

export interface CheckOptions {
  /** Base address of the proxy, such as `https://www.example.com/koji`. */
  url: string;
  /** The page's origin, which the proxy should accept. Default: the proxy's own. */
  origin?: string;
  /** The study to start, if the proxy has several. */
  study?: string;
  /** Whether the proxy is meant to accept pages of every origin. Default: `false`. */
  acceptsEveryOrigin?: boolean;
  /**
   * Whether the proxy identifies respondents by a session of its own, and drops what a page says.
   * Default: `false`.
   */
  identifiesRespondents?: boolean;
  /**
   * Longest wait for a leave grace to end and for `Retry-After`, in milliseconds. Default: 60,000.
   */
  patience?: number;
  /** How late a completion may be, in milliseconds. Default: 5,000. */
  slack?: number;
  /** Suites to run, before the last one. Default: all. */
  suites?: readonly Suite<unknown>[];
  /** Default: the global `fetch`. */
  fetch?: typeof globalThis.fetch;
  /** The current time in milliseconds since the epoch. Default: `Date.now`. */
  now?(): number;
  wait?(ms: number): Promise<void>;
}

export interface RuleResult {
  id: string;
  /** Name of the rule's suite. */
  suite: string;
  description: string;
  /** The sentence of the contract behind the rule. */
  contract: string;
  outcome: Outcome;
  /** What was received instead, or why the rule could not be checked. */
  detail?: string;
}

export interface CheckReport {
  url: string;
  /** How many rules hold, fail and were skipped. */
  holds: number;
  fails: number;
  skipped: number;
  rules: RuleResult[];
}

/** No page has this origin: `.invalid` is reserved (RFC 2606). */
const DISALLOWED_ORIGIN = 'https://stranger.invalid';

/**
 * Checks a running proxy against the proxy contract, rule by rule, with some twenty interviews of
 * its own. Uses only what a page can see, so it works for a proxy in any language.
 */
export async function checkProxy({
  url,
  origin = new URL(url).origin,
  study,
  acceptsEveryOrigin = false,
  identifiesRespondents = false,
  patience = 60_000,
  slack = 5_000,
  suites = SUITES,
  fetch = globalThis.fetch,
  now = Date.now,
  wait = ms => new Promise(resolve => setTimeout(resolve, ms)),
}: CheckOptions): Promise<CheckReport> {
  const base = url.replace(/\/+$/, '');
  const pageOptions = { url: base, fetch, patience, wait };
  const context: CheckContext = {
    page: createSimulatedPage({ ...pageOptions, origin }),
    disallowedPage: acceptsEveryOrigin ? null : createSimulatedPage({ ...pageOptions, origin: DISALLOWED_ORIGIN }),
    startBody: study === undefined ? {} : { study },
    identifiesRespondents,
    isCrossOrigin: new URL(base).origin !== origin,
    patience,
    slack,
    now,
    wait,
  };
  const results = (await Promise.all(suites.map(suite => runSuite(suite, context)))).flat();
  results.push(...(await runSuite(LAST_SUITE, context)));
  const rules = results.map(result => redactTickets(result, context));
  const count = (outcome: Outcome) => rules.filter(rule => rule.outcome === outcome).length;
  return { url: base, holds: count('holds'), fails: count('fails'), skipped: count('skipped'), rules };
}

async function runSuite<Fixture>(suite: Suite<Fixture>, context: CheckContext): Promise<RuleResult[]> {
  const resultOf = (index: number, outcome: Outcome, detail?: string): RuleResult => {
    const { id, description, contract } = suite.rules[index]!;
    return { id, suite: suite.name, description, contract, outcome, ...(detail === undefined ? {} : { detail }) };
  };
  let fixture: Fixture;
  try {
    fixture = await suite.setUp(context);
  } catch (error) {
    // Nothing can be checked without an interview. The first rule reports why there is none.
    return suite.rules.map((_, index) =>
      index === 0
        ? resultOf(index, 'fails', `No interview could be started. ${messageOf(error)}`)
        : resultOf(index, 'skipped', 'No interview could be started.'),
    );
  }
  const results: RuleResult[] = [];
  for (const [index, { check }] of suite.rules.entries()) {
    try {
      await check(fixture);
      results.push(resultOf(index, 'holds'));
    } catch (error) {
      results.push(resultOf(index, error instanceof Inconclusive ? 'skipped' : 'fails', messageOf(error)));
    }
  }
  return results;
}

/**
 * The text of an expected failure; any other error is a bug in the checker and is reported as one.
 */
function messageOf(error: unknown): string {
  if (error instanceof Violation || error instanceof Inconclusive) return error.message;
  return `The check itself failed: ${error instanceof Error ? error.message : String(error)}`;
}

/** People share reports, and a ticket gives access to an interview. */
function redactTickets(result: RuleResult, { page }: CheckContext): RuleResult {
  if (result.detail === undefined) return result;
  let detail = result.detail;
  for (const ticket of page.tickets) detail = detail.replaceAll(ticket, '<ticket>');
  return { ...result, detail: detail.replace(/("ticket"\s*:\s*")[^"]*/g, '$1<ticket>') };
}
