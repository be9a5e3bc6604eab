/** Resolves when the browser says that it is online, at once where it is (or doesn't know). */
export function waitUntilOnline(signal?: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (navigator.onLine !== false) return resolve();
    addEventListener('online', () => resolve(), { once: true, ...(signal && { signal }) });
  });
}
