/** Crypto runs on threads that the event loop does not wait for; so what is under way there is counted. */
let underWay = 0;

const { subtle } = crypto;
for (const name of ['importKey', 'deriveBits', 'encrypt', 'decrypt', 'digest'] as const) {
  const original = (subtle[name] as (...values: unknown[]) => Promise<unknown>).bind(subtle);
  Object.defineProperty(subtle, name, {
    configurable: true,
    value: (...values: unknown[]) => {
      underWay++;
      return original(...values).finally(() => {
        underWay--;
      });
    },
  });
}

/** Turns of the event loop in a row without anything under way before it counts as quiet: streams need one or two. */
const TURNS = 3;

/** Resolves when nothing moves any more, exactly then and quicker than `settle`, which waits for a while. */
export async function quiet(): Promise<void> {
  for (let turns = 0; turns < TURNS; ) {
    await new Promise<void>(resolve => setImmediate(resolve));
    turns = underWay === 0 ? turns + 1 : 0;
  }
}
