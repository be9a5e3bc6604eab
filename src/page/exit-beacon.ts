/**
 * Sends a report from a page that may be gone in a moment, both ways there are: extensions that block pings drop every
 * beacon and let `fetch` through, a browser that quits does the reverse (the server takes both as one report).
 * A plain string goes as `text/plain`, which needs no preflight and so reaches other origins too.
 * Says whether it is on its way for all that the page can know: a browser that is offline, or refuses, says so.
 * Both share 64 KiB a page (https://fetch.spec.whatwg.org/#concept-http-network-or-cache-fetch); a report is far below 2 KiB.
 */
export function sendExitBeacon(url: string, body: object): boolean {
  const text = JSON.stringify(body);
  let isTaken = false;
  try {
    isTaken = navigator.sendBeacon(url, text);
  } catch {
    // Some blockers replace sendBeacon by something that throws.
  }
  try {
    fetch(url, { method: 'POST', body: text, keepalive: true, credentials: 'same-origin' }).catch(() => {});
  } catch {
    // The same of fetch; the lease at the proxy covers what neither way brings.
  }
  return isTaken && navigator.onLine !== false;
}
