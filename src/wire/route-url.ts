/**
 * The full address of one of the proxy's routes, without a user name and a password: `fetch` refuses
 * addresses that have them (https://fetch.spec.whatwg.org/#dom-request), and a page that was opened
 * as `https://user:password@host/` gives its own to every relative address.
 *
 * @param base The proxy's base path or address, such as "/koji". The page's `<base>` counts, as it
 *   does for all of the page's requests.
 * @throws TypeError if that is no address
 */
export function getRouteUrl(base: string, route: string): string {
  // This folder is type-checked without a DOM, for the server.
  const { document } = globalThis as { document?: { baseURI: string } };
  const url = new URL(`${base.replace(/\/+$/, '')}/${route}`, document?.baseURI);
  url.username = '';
  url.password = '';
  return url.href;
}
