/** The source of all times in the proxy, which a test can replace. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs a function once after `delay` milliseconds. Returns a function that cancels it. */
  setTimeout(run: () => void, delay: number): () => void;
}

/**
 * The system's clock. Its timers don't keep a Node process alive: a waiting lease must not prevent
 * an exit.
 */
export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(run, delay) {
    // Outside Node a timer is a number.
    const timer: unknown = setTimeout(run, delay);
    if (typeof timer === 'object' && timer !== null && 'unref' in timer) (timer as { unref(): void }).unref();
    return () => clearTimeout(timer as number);
  },
};

/**
 * Waits for a promise, but at most so many milliseconds. Resolves to whether the promise was
 * fulfilled by then.
 */
export async function finishesWithin(work: Promise<unknown>, milliseconds: number, clock: Clock): Promise<boolean> {
  let cancel = () => {};
  const timeout = new Promise<boolean>(resolve => {
    cancel = clock.setTimeout(() => resolve(false), milliseconds);
  });
  try {
    return await Promise.race([work.then(() => true), timeout]);
  } finally {
    cancel();
  }
}
