import { createProxyClient } from './http-client.ts';
import { Inconclusive, type Outcome, Violation } from './outcome.ts';
import type { CheckContext, Suite } from './suite.ts';
import { LAST_SUITE, SUITES } from './suites.ts';

export interface CheckOptions {
  /** Base address of the proxy, such as `https://www.example.com/koji`. */
  url: string;
  /** The origin of the page that the proxy should answer. Default: the proxy's own. */
  origin?: string;
  /** The study to start interviews of, where the proxy has several. */
  study?: string;
  /** Whether the proxy is meant to answer pages of every origin. Default: `false`. */
  isOpen?: boolean;
  /** How long a leave's grace is waited for, and a proxy that says `Retry-After`, in milliseconds. Default: 60,000. */
  patience?: number;
  /** How long after its time a completion may come, in milliseconds. Default: 5,000. */
  slack?: number;
  fetch?: typeof globalThis.fetch;
  /** Where times come from, in milliseconds since the epoch. Default: `Date.now`. */
  now?(): number;
  wait?(ms: number): Promise<void>;
}

export interface RowResult {
  id: string;
  act: string;
  says: string;
  /** The contract's own words for it. */
  rule: string;
  outcome: Outcome;
  /** What came instead, or why it could not be checked. */
  detail?: string;
}

export interface Report {
  url: string;
  holds: number;
  fails: number;
  skipped: number;
  rows: RowResult[];
}

/** No page has this origin: `.invalid` is reserved (RFC 2606). */
const STRANGER = 'https://stranger.invalid';

/**
 * Plays the proxy contract against a running proxy, with some fifteen interviews of its own, and tells row by row what holds.
 * Knows of the proxy only what a page can see, so it is the same for a proxy in any language.
 */
export async function checkProxy({
  url,
  origin = new URL(url).origin,
  study,
  isOpen = false,
  patience = 60_000,
  slack = 5_000,
  fetch = globalThis.fetch,
  now = Date.now,
  wait = ms => new Promise(resolve => setTimeout(resolve, ms)),
}: CheckOptions): Promise<Report> {
  const base = url.replace(/\/+$/, '');
  const common = { url: base, fetch, patience, wait };
  const stage: CheckContext = {
    page: createProxyClient({ ...common, origin }),
    stranger: isOpen ? null : createProxyClient({ ...common, origin: STRANGER }),
    startBody: study === undefined ? {} : { study },
    isCrossOrigin: new URL(base).origin !== origin,
    patience,
    slack,
    now,
    wait,
  };
  const played = (await Promise.all(SUITES.map(act => play(act, stage)))).flat();
  const rows = [...played, ...(await play(LAST_SUITE, stage))].map(row => withoutTickets(row, stage));
  const count = (outcome: Outcome) => rows.filter(row => row.outcome === outcome).length;
  return { url: base, holds: count('holds'), fails: count('fails'), skipped: count('skipped'), rows };
}

async function play<Scene>({ name, open, rows }: Suite<Scene>, stage: CheckContext): Promise<RowResult[]> {
  const results: RowResult[] = [];
  const tell = (place: number, outcome: Outcome, detail?: string) => {
    const { id, says, rule } = rows[place]!;
    results.push({ id, act: name, says, rule, outcome, ...(detail === undefined ? {} : { detail }) });
  };
  let scene: Scene;
  try {
    scene = await open(stage);
  } catch (error) {
    // Without an interview there is nothing to look at; the first row tells why.
    rows.forEach((_, place) => {
      if (place === 0) tell(place, 'fails', `No interview could be started. ${messageOf(error)}`);
      else tell(place, 'skipped', 'No interview could be started.');
    });
    return results;
  }
  for (const [place, { check }] of rows.entries()) {
    try {
      await check(scene);
      tell(place, 'holds');
    } catch (error) {
      tell(place, error instanceof Inconclusive ? 'skipped' : 'fails', messageOf(error));
    }
  }
  return results;
}

/** What a check throws on purpose has a sentence for the reader; anything else is a fault of the checker itself. */
function messageOf(error: unknown): string {
  if (error instanceof Violation || error instanceof Inconclusive) return error.message;
  return `The check itself broke: ${error instanceof Error ? error.message : String(error)}`;
}

/** A report may be shown around; a ticket opens an interview. */
function withoutTickets(row: RowResult, { page }: CheckContext): RowResult {
  if (row.detail === undefined) return row;
  let detail = row.detail;
  for (const ticket of page.tickets) detail = detail.replaceAll(ticket, '<ticket>');
  return { ...row, detail: detail.replace(/("ticket"\s*:\s*")[^"]*/g, '$1<ticket>') };
}
