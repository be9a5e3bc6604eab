/**
 * Whether the browser says that it has no network. That is a hint only: behind some VPNs and virtual
 * adapters it says so although every request works (https://github.com/mdn/content/issues/30402).
 */
export const seemsOffline = (): boolean => navigator.onLine === false;

/**
 * Resolves when the browser says that it is online again, after so many milliseconds at the latest,
 * or when `signal` is aborted.
 */
export function waitForNetwork(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const finish = () => {
      clearTimeout(timer);
      removeEventListener('online', finish);
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, milliseconds);
    addEventListener('online', finish);
    signal.addEventListener('abort', finish);
    if (signal.aborted) finish();
  });
}
