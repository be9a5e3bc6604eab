import ipaddr from 'ipaddr.js';
import type { Clock } from './clock.ts';

/**
 * Returns how long a client must wait for its next start, in milliseconds; 0 if the start is
 * allowed, which then counts.
 */
export type StartLimit = (address: string) => number;

/**
 * How many clients are remembered. A limit by address can't stop a client that has more addresses
 * than this.
 */
const MAX_CLIENTS = 10_000;

/**
 * Limits how many interviews each client may start a minute: all at once, then one more each time
 * its share of the minute has passed. It stores one number for each client that has started lately.
 * When `maxClients` are stored, a new client replaces the one that has not started for longest.
 */
export function createStartLimit(perMinute: number, clock: Clock, maxClients = MAX_CLIENTS): StartLimit {
  const share = 60_000 / perMinute;
  /** When each client has all its starts again. Clients that started last come last. */
  const fullAgainAt = new Map<string, number>();

  return address => {
    const now = clock.now();
    const client = clientOf(address);
    const after = Math.max(fullAgainAt.get(client) ?? 0, now) + share;
    const wait = after - now - 60_000;
    // The shares of a minute don't add up to exactly a minute.
    if (wait >= 1) return wait;
    fullAgainAt.delete(client);
    fullAgainAt.set(client, after);
    for (const [oldest, at] of fullAgainAt) {
      if (at > now && fullAgainAt.size <= maxClients) break;
      fullAgainAt.delete(oldest);
    }
    return 0;
  };
}

/** Longer than any IP address or host name that a server passes, in characters. */
const MAX_ADDRESS_LENGTH = 64;

/**
 * The key of a client. An IPv6 address counts as its /64 network: its owner has all 2^64 addresses
 * of it.
 */
function clientOf(address: string): string {
  // Everything too long to be an address counts as one client; a slice would keep the whole string
  // in memory.
  if (address.length > MAX_ADDRESS_LENGTH) return '';
  // Some servers add a port, and brackets around an IPv6 address.
  const [, bracketed, plain] = /^\s*(?:\[([^\]]*)\](?::\d+)?|(\d+(?:\.\d+){3})(?::\d+)?)\s*$/.exec(address) ?? [];
  const bare = bracketed ?? plain ?? address;
  if (!ipaddr.isValid(bare)) return address;
  const ip = ipaddr.process(bare);
  return ip.kind() === 'ipv4' ? ip.toString() : ip.toByteArray().slice(0, 8).join('.');
}
