/** A name that only one page of the site can hold at a time. */
export interface TabLock {
  /**
   * Acquires the name. `steal` takes it from the page that holds it; otherwise waits up to a second
   * for a page that is just being closed. Resolves with whether this page holds the name. Never
   * rejects.
   */
  acquire(steal?: boolean): Promise<boolean>;
  release(): void;
}

/**
 * How long to wait for another page to release the name, in milliseconds. A page that is being
 * reloaded takes a moment.
 */
const WAIT_TIME = 1000;

/**
 * Uses the Web Locks API (https://w3c.github.io/web-locks/), which browsers have on secure pages
 * only. Without it, every page acquires every name. The browser releases the lock of a page that is
 * closed. A page that holds a lock cannot enter the back/forward cache, so the name is released at
 * `pagehide` and can be acquired again afterwards.
 *
 * @param onStolen called when another page has taken the name
 */
export function createTabLock(name: string, onStolen: () => void): TabLock {
  let acquiring: Promise<boolean> | null = null;
  let resolveLock = () => {};

  const release = () => {
    if (!acquiring) return;
    removeEventListener('pagehide', release);
    acquiring = null;
    resolveLock();
  };

  const request = (steal: boolean) =>
    new Promise<boolean>(resolve => {
      let isHeld = false;
      let isReleased = false;
      // The lock is held until this promise resolves.
      const released = new Promise<void>(resolveReleased => {
        resolveLock = () => {
          isReleased = true;
          resolveReleased();
        };
      });
      const hold = () => {
        isHeld = true;
        resolve(true);
        return released;
      };
      addEventListener('pagehide', release);
      // The wait time starts only after the browser has said that another page holds the lock: on a
      // busy page the browser itself can take longer than that to grant a free lock.
      const requestLock = (options: LockOptions): Promise<void> =>
        navigator.locks.request(name, options, lock =>
          lock ? hold() : requestLock({ signal: AbortSignal.timeout(WAIT_TIME) }),
        );
      requestLock(steal ? { steal } : { ifAvailable: true }).catch(({ name: errorName }: DOMException) => {
        if (isReleased) return resolve(true);
        release();
        // With any other error, such as in a frame without an origin, no other page can hold the
        // lock either.
        resolve(errorName !== 'TimeoutError');
        if (isHeld) onStolen();
      });
    });

  return {
    release,
    acquire(steal = false) {
      if (!navigator.locks) return Promise.resolve(true);
      acquiring ??= request(steal);
      return acquiring;
    },
  };
}
