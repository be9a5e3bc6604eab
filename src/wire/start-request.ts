import type { ProxyStartRequest } from './proxy-contract.ts';
import { getRouteUrl } from './route-url.ts';

/** Longest wait for a response of the proxy, in milliseconds. */
export const RESPONSE_TIMEOUT = 20_000;

/**
 * Sends a `start` request with plain `fetch`, so that the first question needs no HTTP client.
 * Rejects without a response.
 *
 * @param base The proxy's base path or address, for example "/koji".
 * @throws TypeError if `base` is no address
 */
export const requestStart = (base: string, body: ProxyStartRequest, fetch = globalThis.fetch): Promise<Response> =>
  fetch(getRouteUrl(base, 'start'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
