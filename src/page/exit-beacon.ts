/**
 * Sends a report from a page that may be closed any moment, by `sendBeacon` and by `fetch` with
 * `keepalive`. Extensions that block pings drop every beacon but let `fetch` through; a browser
 * that quits does the reverse. The proxy takes both as one report.
 *
 * The body is a string, so its type is `text/plain`, which needs no CORS preflight. All such
 * requests of a page share 64 KiB
 * (https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch); a report is far below 2
 * KiB.
 *
 * @returns false when the browser refuses the beacon or is offline; true does not guarantee that
 *   the report arrives
 */
export function sendExitBeacon(url: string, body: object): boolean {
  const text = JSON.stringify(body);
  let isAccepted = false;
  try {
    isAccepted = navigator.sendBeacon(url, text);
  } catch {
    // Some blockers replace sendBeacon with a function that throws.
  }
  try {
    fetch(url, { method: 'POST', body: text, keepalive: true, credentials: 'same-origin' }).catch(() => {});
  } catch {
    // Some replace fetch as well. If neither request arrives, the proxy's lease completes the
    // interview.
  }
  return isAccepted && navigator.onLine !== false;
}
