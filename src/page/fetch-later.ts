declare const fetchLater: ((url: string, init: RequestInit) => unknown) | undefined;

/**
 * Asks the browser to send a report once this page is gone, even if its renderer is killed
 * (https://fetch.spec.whatwg.org/#dom-window-fetchlater). Does nothing in browsers without
 * `fetchLater`.
 *
 * @returns cancels the request
 */
export function scheduleFetchLater(url: string, body: object): () => void {
  const controller = new AbortController();
  try {
    fetchLater?.(url, {
      method: 'POST',
      body: JSON.stringify(body),
      credentials: 'same-origin',
      signal: controller.signal,
    });
  } catch {
    // Not supported, an address that is not allowed, or the quota is used up.
  }
  return () => controller.abort();
}
