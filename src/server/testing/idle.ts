/**
 * Web Crypto runs on threads that the event loop doesn't wait for, so its running operations are
 * counted.
 */
let pendingOperations = 0;

const { subtle } = crypto;
for (const name of ['importKey', 'deriveBits', 'encrypt', 'decrypt', 'digest', 'sign'] as const) {
  const original = (subtle[name] as (...values: unknown[]) => Promise<unknown>).bind(subtle);
  Object.defineProperty(subtle, name, {
    configurable: true,
    value: (...values: unknown[]) => {
      pendingOperations++;
      return original(...values).finally(() => {
        pendingOperations--;
      });
    },
  });
}

/**
 * Turns of the event loop without running operations until the process counts as idle. Streams need
 * one or two.
 */
const IDLE_TURNS = 3;

/**
 * Resolves as soon as nothing is running any more. Faster than `flushEventLoop`, which waits for a
 * fixed number of turns.
 */
export async function waitUntilIdle(): Promise<void> {
  for (let turns = 0; turns < IDLE_TURNS; ) {
    await new Promise<void>(resolve => setImmediate(resolve));
    turns = pendingOperations === 0 ? turns + 1 : 0;
  }
}
