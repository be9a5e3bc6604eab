/** Where all times of the proxy come from, so that a test can be its master. */
export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Runs once after `delay` milliseconds; gives back what cancels it. */
  setTimeout(run: () => void, delay: number): () => void;
}

export const realClock: Clock = {
  now: () => Date.now(),
  setTimeout(run, delay) {
    const timer: unknown = setTimeout(run, delay);
    // A lease that waits for its time must not keep a finished Node process alive; elsewhere a timer is a number.
    if (typeof timer === 'object' && timer !== null && 'unref' in timer) (timer as { unref(): void }).unref();
    return () => clearTimeout(timer as number);
  },
};
