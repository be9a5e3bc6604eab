/** Where events may be posted: public addresses over HTTPS, and this very machine. Never the network that Koji stands in. */
import type { LookupAddress } from 'node:dns';
import { lookup as lookUp } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export type AddressErrorCode = 'not_a_url' | 'too_long' | 'credentials' | 'disguised' | 'not_https' | 'not_public';

/** Thrown for an address that nothing is sent to. */
export class AddressError extends Error {
  override name = 'AddressRefused';
  readonly code: AddressErrorCode;

  constructor(code: AddressErrorCode) {
    super(code);
    this.code = code;
  }
}

/** An address in its usual form, and which of the machines its name may lead to are fit to be called. */
export interface WebhookTarget {
  url: URL;
  allows(address: string): boolean;
}

/** Finds all addresses behind a name. */
export type ResolveHost = (hostname: string) => Promise<LookupAddress[]>;

export const resolveWithSystem: ResolveHost = hostname => lookUp(hostname, { all: true });

const MAX_LENGTH = 2000;

/** Public by its range, but answered by the cloud that one's own machine is in. */
const METADATA_ADDRESSES = ['168.63.129.16'];

/**
 * Reads an address as somebody typed it. A machine of one's own has to be called `localhost` or by a loopback address; a
 * name that only leads there is refused, and so is an address written in a way that hides which it is.
 * @throws AddressRefused
 */
export function parseTarget(text: string): WebhookTarget {
  if (text.length > MAX_LENGTH) throw new AddressError('too_long');
  const url = URL.parse(text);
  if (!url || !['http:', 'https:'].includes(url.protocol)) throw new AddressError('not_a_url');
  if (url.username || url.password) throw new AddressError('credentials');
  url.hash = '';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const isAddress = ipaddr.isValid(host);
  // URL parsing turns 2130706433 and 0x7f.1 into 127.0.0.1: whoever writes that way means to be misunderstood.
  if (isAddress && !text.toLowerCase().includes(`://${url.hostname}`)) throw new AddressError('disguised');

  const isHere = host === 'localhost' || (isAddress && isLoopback(host));
  const allows = isHere ? isLoopback : isPublic;
  if (isAddress && !allows(host)) throw new AddressError('not_public');
  if (url.protocol === 'http:' && !isHere) throw new AddressError('not_https');
  return { url, allows };
}

/**
 * Looks names up for one connection to a target, which is then made to an address that was checked: a name that leads
 * somewhere else by the time of the call doesn't get there. One bad address among several is enough to refuse.
 */
export const createCheckedLookup =
  ({ allows }: WebhookTarget, resolve: ResolveHost): LookupFunction =>
  (hostname, options, callback) => {
    const refuse = (error: NodeJS.ErrnoException) => callback(error, []);
    resolve(hostname).then(found => {
      const [first] = found;
      if (!first || !found.every(({ address }) => allows(address))) refuse(new AddressError('not_public'));
      else if (options.all) callback(null, found);
      else callback(null, first.address, first.family);
    }, refuse);
  };

const isLoopback = (address: string) => ipaddr.isValid(address) && ipaddr.parse(address).range() === 'loopback';

function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || METADATA_ADDRESSES.includes(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // Of IPv6 only this eighth is given out; the rest may be anything, such as IPv4 in disguise.
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'));
}
