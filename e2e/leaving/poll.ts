/**
 * Calls a function repeatedly until it returns an acceptable value. Errors count as unacceptable
 * values, because a script may fail while its page is being replaced.
 *
 * @param condition names the awaited condition in the error
 * @param timeout milliseconds
 */
export async function poll<Value>(
  condition: string,
  read: () => Promise<Value>,
  isAcceptable: (value: Value) => boolean,
  timeout = 30_000,
): Promise<Value> {
  const deadline = Date.now() + timeout;
  let lastValue: unknown;
  while (Date.now() < deadline) {
    try {
      const value = await read();
      if (isAcceptable(value)) return value;
      lastValue = value;
    } catch (error) {
      lastValue = error instanceof Error ? error.message : error;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  const description = typeof lastValue === 'string' ? lastValue : JSON.stringify(lastValue);
  throw new Error(`${condition}: not within ${timeout / 1000} s; last value: ${description}`);
}
