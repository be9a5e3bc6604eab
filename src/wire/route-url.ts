/**
 * An address without its user name and password. A page that was opened as
 * `https://user:password@host/` gives its own to every relative address. `fetch` refuses such
 * addresses (https://fetch.spec.whatwg.org/#dom-request), and a module that was imported with one is
 * another module than the same without, which its own imports resolve to.
 */
export function withoutCredentials(url: URL): string {
  url.username = '';
  url.password = '';
  return url.href;
}

/**
 * The full address of one of the proxy's routes.
 *
 * @param base The proxy's base path or address, such as "/koji". The page's `<base>` counts, as it
 *   does for all of the page's requests.
 * @throws TypeError if that is no address
 */
export function getRouteUrl(base: string, route: string): string {
  // This folder is type-checked without a DOM, for the server.
  const { document } = globalThis as { document?: { baseURI: string } };
  return withoutCredentials(new URL(`${base.replace(/\/+$/, '')}/${route}`, document?.baseURI));
}
