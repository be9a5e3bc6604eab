/** A name that only one page of the site can hold at a time. */
export interface TabLock {
  /**
   * Takes the name; `steal` takes it from whoever has it. Resolves with whether this page has it now. Waits a moment for a
   * page that is just going away.
   */
  take(steal?: boolean): Promise<boolean>;
  release(): void;
}

/** How long a page that is being reloaded may take to let go, in milliseconds. */
const MOMENT = 1000;

/**
 * By the Web Locks API, which browsers have for secure pages only (https://w3c.github.io/web-locks/); where there is none,
 * every page gets what it asks for. The lock goes with its page, however that ends. A page that holds one is not let into
 * the back/forward cache, so it lets go on leaving, and takes the name again when it is back.
 *
 * @param onStolen another page has taken the name
 */
export function createTabLock(name: string, onStolen: () => void): TabLock {
  let taking: Promise<boolean> | null = null;
  let letGo = () => {};

  const release = () => {
    if (!taking) return;
    removeEventListener('pagehide', release);
    taking = null;
    letGo();
  };

  const request = (steal: boolean) =>
    new Promise<boolean>(resolve => {
      let isHeld = false;
      let isGiven = false;
      const given = new Promise<void>(done => {
        letGo = () => {
          isGiven = true;
          done();
        };
      });
      const hold = () => {
        isHeld = true;
        resolve(true);
        return given;
      };
      addEventListener('pagehide', release);
      // Waits only once it is known that somebody has it: in a page that is busy the browser's yes may take longer than a moment.
      const ask = (options: LockOptions): Promise<void> =>
        navigator.locks.request(name, options, lock => (lock ? hold() : ask({ signal: AbortSignal.timeout(MOMENT) })));
      ask(steal ? { steal } : { ifAvailable: true }).catch(({ name: why }: DOMException) => {
        if (isGiven) return resolve(true);
        release();
        // Refused for another reason than its holder, as in a frame without an origin, nobody else can have it either.
        resolve(why !== 'TimeoutError');
        if (isHeld) onStolen();
      });
    });

  return {
    release,
    take(steal = false) {
      if (!navigator.locks) return Promise.resolve(true);
      taking ??= request(steal);
      return taking;
    },
  };
}
