import type { Clock } from './clock.ts';

/**
 * Allows each address so many starts a minute: all of them at once, then one each time its share of the minute has
 * passed. Keeps one number an address, and that only while it matters.
 * @returns How long to wait, in milliseconds; 0 where the start is allowed, which then counts.
 */
export function createStartLimit(perMinute: number, clock: Clock): (address: string) => number {
  const share = 60_000 / perMinute;
  /** When an address will have all its starts again. */
  const full = new Map<string, number>();
  let nextCleaning = 0;

  return address => {
    const now = clock.now();
    if (now >= nextCleaning) {
      for (const [each, at] of full) if (at <= now) full.delete(each);
      nextCleaning = now + 60_000;
    }
    const client = network(address);
    const after = Math.max(full.get(client) ?? 0, now) + share;
    const wait = after - now - 60_000;
    // Shares of a minute don't add up to the minute exactly.
    if (wait >= 1) return wait;
    full.set(client, after);
    return 0;
  };
}

/** Whoever has one IPv6 address has the 2^64 beside it too: they count as one. */
function network(address: string): string {
  const [, mapped] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  if (mapped) return mapped;
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('%')[0]!.toLowerCase().split('::');
  const before = head ? head.split(':') : [];
  const after = tail ? tail.split(':') : [];
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after]
    .slice(0, 4)
    .map(part => part.replace(/^0+(?=.)/, ''))
    .join(':');
}
