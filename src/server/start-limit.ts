import ipaddr from 'ipaddr.js';
import type { Clock } from './clock.ts';

/** How many clients are remembered. Whoever has more addresses than this to start from is not stopped by counting them. */
const REMEMBERED = 10_000;

/**
 * Allows each client so many starts a minute: all of them at once, then one each time its share of the minute has
 * passed. Keeps one number a client, that only while it matters, and of so many clients at the most: a new one then
 * takes the place of the one that has not started anything for longest.
 * @returns How long to wait, in milliseconds; 0 where the start is allowed, which then counts.
 */
export function createStartLimit(
  perMinute: number,
  clock: Clock,
  remembered = REMEMBERED,
): (address: string) => number {
  const share = 60_000 / perMinute;
  /** When a client will have all its starts again; who started last comes last. */
  const full = new Map<string, number>();

  return address => {
    const now = clock.now();
    const client = clientOf(address);
    const after = Math.max(full.get(client) ?? 0, now) + share;
    const wait = after - now - 60_000;
    // Shares of a minute don't add up to the minute exactly.
    if (wait >= 1) return wait;
    full.delete(client);
    full.set(client, after);
    for (const [oldest, at] of full) {
      if (at > now && full.size <= remembered) break;
      full.delete(oldest);
    }
    return 0;
  };
}

/** Longer than any address or name of a client, in characters. */
const LONGEST = 64;

/** Whoever has one IPv6 address has the 2^64 beside it too: they count as one. */
function clientOf(address: string): string {
  // What can be no address counts as one client. (Its beginning alone would keep the whole of it in memory.)
  if (address.length > LONGEST) return '';
  // As some servers write it: with a port, and brackets around what has colons of its own.
  const [, bracketed, plain] = /^\s*(?:\[([^\]]*)\](?::\d+)?|(\d+(?:\.\d+){3})(?::\d+)?)\s*$/.exec(address) ?? [];
  const bare = bracketed ?? plain ?? address;
  if (!ipaddr.isValid(bare)) return address;
  const ip = ipaddr.process(bare);
  return ip.kind() === 'ipv4' ? ip.toString() : ip.toByteArray().slice(0, 8).join('.');
}
