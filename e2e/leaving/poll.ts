/** Asks again and again until the answer will do; what fails meanwhile, such as a script in a page that is being replaced, is asked again. */
export async function poll<Value>(
  what: string,
  look: () => Promise<Value>,
  willDo: (value: Value) => boolean,
  limit = 30_000,
): Promise<Value> {
  const until = Date.now() + limit;
  let seen: unknown;
  while (Date.now() < until) {
    try {
      const value = await look();
      if (willDo(value)) return value;
      seen = value;
    } catch (error) {
      seen = error instanceof Error ? error.message : error;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  throw new Error(
    `${what}: not within ${limit / 1000} s; last seen ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`,
  );
}
