/**
 * Resolves when the browser is online, immediately if it is or does not know. Never resolves after
 * `signal` has been aborted.
 */
export function waitUntilOnline(signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (navigator.onLine !== false) return resolve();
    addEventListener('online', () => resolve(), { once: true, ...(signal && { signal }) });
  });
}
