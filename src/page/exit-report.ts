import type { HeartbeatRequest, ProxyCompleteRequest } from '../wire/proxy-contract.ts';

/** A report of a page that may be closed any moment. It stays far below 2 KiB. */
export type ExitReport = { ticket: string } & (ProxyCompleteRequest | HeartbeatRequest);

/**
 * How `fetch` and `fetchLater` send a report. Where the page and the proxy share an origin, it is
 * JSON with the ticket in its header: frameworks that guard forms, such as SvelteKit behind a TLS
 * proxy, refuse `text/plain` (https://svelte.dev/docs/kit/configuration#csrf). To another origin it
 * is a string with the ticket in it, which needs no CORS preflight.
 *
 * @param url a full address
 */
export function createReportRequest(url: string, { ticket, ...report }: ExitReport): RequestInit {
  const init: RequestInit = { method: 'POST', credentials: 'same-origin' };
  // `location.origin` is "null" in a frame made from `srcdoc`, whose origin is its parent's.
  if (new URL(url).origin !== globalThis.origin) return { ...init, body: JSON.stringify({ ticket, ...report }) };
  return {
    ...init,
    headers: { 'content-type': 'application/json', 'x-koji-ticket': ticket },
    body: JSON.stringify(report),
  };
}
