import ipaddr from 'ipaddr.js';

/** Longer than any IP address or host name that a server passes, in characters. */
const MAX_ADDRESS_LENGTH = 64;

/**
 * The key by which an address is counted, or null if it isn't one address. An IPv6 address counts
 * as its /64 network: its owner has all 2^64 addresses of it. A list, as in `X-Forwarded-For`, is
 * no address: its first entries are the client's own, who could write a new one for every start.
 */
export function toClientKey(address: unknown): string | null {
  if (typeof address !== 'string' || !address || address.length > MAX_ADDRESS_LENGTH) return null;
  // Some servers add a port, and brackets around an IPv6 address.
  const [, bracketed, plain] = /^\s*(?:\[([^\]]*)\](?::\d+)?|(\d+(?:\.\d+){3})(?::\d+)?)\s*$/.exec(address) ?? [];
  const bare = bracketed ?? plain ?? address.trim();
  if (!ipaddr.isValid(bare)) return /^[^\s,;]+$/.test(bare) ? bare : null;
  const ip = ipaddr.process(bare);
  return ip.kind() === 'ipv4' ? ip.toString() : ip.toByteArray().slice(0, 8).join('.');
}
