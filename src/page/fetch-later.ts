/** Requests that the browser sends itself when the page is gone (https://fetch.spec.whatwg.org/#dom-window-fetchlater). */
declare const fetchLater: ((url: string, init: RequestInit) => unknown) | undefined;

/**
 * Leaves a report with the browser, to be sent when this page is gone, also where its renderer is killed and nothing else
 * gets out. Where there is no `fetchLater` nothing happens. Gives back its undo.
 */
export function scheduleFetchLater(url: string, body: object): () => void {
  const given = new AbortController();
  try {
    fetchLater?.(url, { method: 'POST', body: JSON.stringify(body), credentials: 'same-origin', signal: given.signal });
  } catch {
    // No such thing here, an address it is not for, or its quota is used up.
  }
  return () => given.abort();
}
