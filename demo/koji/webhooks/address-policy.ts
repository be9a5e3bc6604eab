/**
 * Which addresses webhooks may be sent to: public ones over HTTPS, and this machine. Never the
 * network Koji runs in.
 */
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export type AddressErrorCode = 'not_a_url' | 'too_long' | 'credentials' | 'disguised' | 'not_https' | 'not_public';

/** Thrown for an address that webhooks must not be sent to. */
export class AddressError extends Error {
  override name = 'AddressError';
  readonly code: AddressErrorCode;

  constructor(code: AddressErrorCode) {
    super(`Webhooks must not be sent to this address: ${code}`);
    this.code = code;
  }
}

/** A normalized address, and the IP addresses that its host name may resolve to. */
export interface WebhookTarget {
  url: URL;
  allows(ipAddress: string): boolean;
}

/** Resolves a host name to all of its IP addresses. */
export type ResolveHost = (hostname: string) => Promise<LookupAddress[]>;

export const resolveWithSystem: ResolveHost = hostname => lookup(hostname, { all: true });

const MAX_LENGTH = 2000;

/** In a public range, but served by the cloud itself: Azure's metadata and platform address. */
const METADATA_ADDRESSES = ['168.63.129.16'];

/**
 * Parses an address as a person typed it. This machine must be named `localhost` or by a loopback
 * address; another host name that resolves to it is refused. An IP address must be in its usual
 * notation.
 * @throws AddressError
 */
export function parseTarget(text: string): WebhookTarget {
  if (text.length > MAX_LENGTH) throw new AddressError('too_long');
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new AddressError('not_a_url');
  if (url.username || url.password) throw new AddressError('credentials');
  url.hash = '';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isIpAddress = ipaddr.isValid(host);
  // URL parsing turns 2130706433 and 0x7f.1 into 127.0.0.1. Such notations only serve to hide an
  // address.
  if (isIpAddress && !text.toLowerCase().includes(`://${url.hostname}`)) throw new AddressError('disguised');

  const isThisMachine = host === 'localhost' || (isIpAddress && isLoopback(host));
  const allows = isThisMachine ? isLoopback : isPublic;
  if (isIpAddress && !allows(host)) throw new AddressError('not_public');
  if (url.protocol === 'http:' && !isThisMachine) throw new AddressError('not_https');
  return { url, allows };
}

/**
 * A `lookup` for one connection to a target. The connection goes to an IP address that was checked,
 * so a name that changes between check and connection cannot lead elsewhere. One forbidden address
 * among several is enough to refuse.
 */
export const createCheckedLookup =
  ({ allows }: WebhookTarget, resolveHost: ResolveHost): LookupFunction =>
  (hostname, options, callback) => {
    const fail = (error: NodeJS.ErrnoException) => callback(error, []);
    resolveHost(hostname).then(addresses => {
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => allows(address))) fail(new AddressError('not_public'));
      else if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    }, fail);
  };

const isLoopback = (address: string) => ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';

function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || METADATA_ADDRESSES.includes(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // Of IPv6, only 2000::/3 is allocated as public. The rest may embed IPv4 addresses, among other
  // things.
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'));
}
