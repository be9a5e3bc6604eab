import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { MiddlewareHandler } from 'hono';

/**
 * Refuses requests whose `Host` is a name that this server is not known by. Otherwise a page of
 * another site could read the dashboard and the API: its own name, resolved to 127.0.0.1, would be
 * the same origin (DNS rebinding, https://en.wikipedia.org/wiki/DNS_rebinding).
 *
 * Allowed are IP addresses, which nobody can resolve to another, `localhost` and names below it,
 * this machine's name, and `names`.
 *
 * @param names further host names, without a port; `*` for all
 */
export function requireAllowedHost(names: '*' | readonly string[]): MiddlewareHandler {
  const machine = hostname().toLowerCase();
  const allowed = new Set([
    machine,
    `${machine}.local`,
    ...(names === '*' ? [] : names.map(name => name.toLowerCase())),
  ]);
  return async (c, next) => {
    // The name of the request's own address: a proxy's `X-Forwarded-Host` proves nothing.
    const { hostname: bracketed } = new URL(c.req.url);
    const host = bracketed.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    const isAllowed = isIP(host) > 0 || host === 'localhost' || host.endsWith('.localhost') || allowed.has(host);
    if (names === '*' || isAllowed) return next();
    const message = `The host "${host}" is not allowed; set KOJI_ALLOWED_HOSTS=${host} if this server is reached by that name.`;
    return c.json({ error: 'forbidden', message }, 403);
  };
}
