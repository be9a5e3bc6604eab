/** The origins a set-up allows besides its own; `'*'` for all. */
export type Origins = '*' | ReadonlySet<string>;

/** @throws TypeError where one is not an origin. */
export function readOrigins(origins: '*' | readonly string[], name: string): Origins {
  if (origins === '*') return '*';
  return new Set(
    origins.map(origin => {
      const url = URL.canParse(origin) ? new URL(origin) : null;
      if (!url || !/^https?:$/.test(url.protocol) || url.href !== `${url.origin}/`) {
        throw new TypeError(
          `${name}: expected origins such as "https://www.example.com", got ${JSON.stringify(origin)}.`,
        );
      }
      return url.origin;
    }),
  );
}

export const allOrigins = (lists: Origins[]): Origins =>
  lists.includes('*') ? '*' : new Set(lists.flatMap(list => [...list]));

/**
 * Whether the page that sent a request may use the proxy: one of the proxy's own origin, one of the allowed origins, or
 * no page at all. Browsers say which it is in `Sec-Fetch-Site`; older ones only send the `Origin`, whose host must then be ours.
 */
export function isAllowedOrigin(request: Request, allowed: Origins): boolean {
  const site = request.headers.get('Sec-Fetch-Site');
  if (site === 'same-origin' || site === 'none') return true;
  const origin = request.headers.get('Origin');
  if (origin === null) return site === null;
  if (allowed === '*' || allowed.has(origin)) return true;
  return site === null && isOwnHost(origin, request);
}

/** Hosts are compared, not schemes: behind a proxy that ends TLS the request looks like plain HTTP. */
function isOwnHost(origin: string, request: Request): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  const own = request.headers.get('Host') ?? new URL(request.url).host;
  return URL.canParse(`${protocol}//${own}`) && new URL(`${protocol}//${own}`).host === host;
}

/** What a page of another origin needs to see in an answer. Nothing of it depends on cookies. */
export function corsHeaders(request: Request, allowed: Origins): Record<string, string> {
  const origin = request.headers.get('Origin');
  // Caches between must not give one origin's answer to another.
  const vary = { Vary: 'Origin' };
  if (origin === null || !isAllowedOrigin(request, allowed)) return vary;
  return { ...vary, 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' };
}

export const preflightHeaders = {
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Koji-Ticket',
  'Access-Control-Max-Age': '7200',
};
