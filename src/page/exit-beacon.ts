import { createReportRequest, type ExitReport } from './exit-report.ts';
import { seemsOffline } from './network.ts';

/**
 * Sends a report from a page that may be closed any moment, by `sendBeacon` and by `fetch` with
 * `keepalive`. Extensions that block pings drop every beacon but let `fetch` through; a browser
 * that quits does the reverse. The proxy takes both as one report.
 *
 * The beacon is a string, so its type is `text/plain`, which needs no CORS preflight. All such
 * requests of a page share 64 KiB
 * (https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch); a report is far below 2
 * KiB.
 *
 * @param url a full address
 * @returns false when the browser refuses the beacon or says that it is offline; true does not
 *   guarantee that the report arrives
 */
export function sendExitBeacon(url: string, report: ExitReport): boolean {
  let isAccepted = false;
  try {
    isAccepted = navigator.sendBeacon(url, JSON.stringify(report));
  } catch {
    // Some blockers replace sendBeacon with a function that throws.
  }
  try {
    fetch(url, { ...createReportRequest(url, report), keepalive: true }).catch(() => {});
  } catch {
    // Some replace fetch as well. If neither request arrives, the proxy's lease completes the
    // interview.
  }
  return isAccepted && !seemsOffline();
}
