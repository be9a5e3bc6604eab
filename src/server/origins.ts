import { HttpError } from './http-error.ts';
import { quote } from './quote.ts';

/** The origins that may use the proxy besides its own; `'*'` for all. */
export type Origins = '*' | ReadonlySet<string>;

/**
 * Reads the option `allowedOrigins`.
 * @param name The option's name, used in the error.
 * @throws TypeError if an entry is not an origin.
 */
export function parseOrigins(origins: '*' | readonly string[], name: string): Origins {
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

export const mergeOrigins = (lists: Origins[]): Origins =>
  lists.includes('*') ? '*' : new Set(lists.flatMap(list => [...list]));

/**
 * Whether the page that sent a request may use the proxy: a page of the proxy's own origin or of an
 * allowed one, or no page at all. Browsers send `Sec-Fetch-Site`; older ones only send `Origin`,
 * whose host must then be the proxy's.
 */
export function isAllowedOrigin(request: Request, allowed: Origins): boolean {
  const site = request.headers.get('Sec-Fetch-Site');
  if (site === 'same-origin' || site === 'none') return true;
  const origin = request.headers.get('Origin');
  if (origin === null) return site === null;
  if (allowed === '*' || allowed.has(origin)) return true;
  return site === null && isOwnHost(origin, request);
}

/** @throws HttpError `origin_not_allowed`. */
export function requireAllowedOrigin(request: Request, allowed: Origins): void {
  if (isAllowedOrigin(request, allowed)) return;
  const origin = request.headers.get('Origin');
  const subject = origin === null ? "This page's origin" : `The origin ${quote(origin)}`;
  throw new HttpError('origin_not_allowed', `${subject} is not allowed; add it to the proxy's option allowedOrigins.`);
}

/**
 * Compares hosts, not schemes: behind a proxy that terminates TLS the request looks like plain
 * HTTP.
 */
function isOwnHost(origin: string, request: Request): boolean {
  if (!URL.canParse(origin)) return false;
  const { host, protocol } = new URL(origin);
  const own = request.headers.get('Host') ?? new URL(request.url).host;
  return URL.canParse(`${protocol}//${own}`) && new URL(`${protocol}//${own}`).host === host;
}

/** The CORS headers of a response. None of them allows cookies. */
export function corsHeaders(request: Request, allowed: Origins): Record<string, string> {
  const origin = request.headers.get('Origin');
  // Without it, a shared cache may give one origin's response to another.
  const vary = { Vary: 'Origin' };
  if (origin === null || !isAllowedOrigin(request, allowed)) return vary;
  return { ...vary, 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' };
}

export const PREFLIGHT_HEADERS = {
  'Access-Control-Allow-Methods': 'POST',
  'Access-Control-Allow-Headers': 'Authorization, Content-Type, X-Koji-Ticket',
  'Access-Control-Max-Age': '7200',
};
