import { createFailure, type ErrorCode, type FailureCode } from '../../../src/interview/failures.ts';
import { STATUS_BY_CODE } from '../../../src/wire/status.ts';
import { linkedName, renderTable } from './table.ts';

/**
 * Meaning of each code, and advice for the site's developer. The type makes sure that no code is
 * missing.
 */
const EXPLANATIONS: Record<FailureCode, [meaning: string, advice: string]> = {
  unreachable: [
    'The page got no response at all: it is offline, the host name does not resolve, the connection was refused, or a policy or a blocker stopped the request.',
    'Open the network panel. If a policy blocks the request, add the proxy to `connect-src`. If CORS blocks it, add the page’s origin to `allowedOrigins`. If a browser extension blocks it, serve the proxy from your own origin under a plain path such as `/koji`.',
  ],
  timed_out: [
    'No response arrived in time.',
    'The server, or a proxy in front of it, holds the request back. A proxy that buffers responses delays streams: switch buffering off for the `message` route (nginx: `proxy_buffering off`).',
  ],
  bad_response: [
    'The response does not match the contract, or it broke off.',
    'Usually something else answers at this path: a login page, an error page, or the application’s own index. Check it with `npx koji-embed check`.',
  ],
  no_proxy: [
    'An interview could not start, because the address responds with 404 or 405: no proxy is mounted there.',
    'The console names the address. Mount the proxy there, for POST requests and all its routes, or set the option `proxy` to its path. If a redirect led there, let it keep the method (308), or set `proxy` to its target.',
  ],
  blocked: [
    '`open()` was called, and your page keeps the conversation from being used: its element is not displayed, or a modal dialog lies over it.',
    'Display the element, or close the dialog, before you call `open()`.',
  ],
  unauthorized: [
    'Koji does not accept the API key, or the session token belongs to another interview.',
    'Check that `apiKey` is the whole key and is not revoked. Browsers never see this code: the proxy responds with `upstream_failed` and logs the cause.',
  ],
  rate_limited: [
    'Too many requests: starts from one client address (the proxy’s `startLimit`), calls of one interview (`ticketLimit`), or requests with one API key (Koji’s own limit).',
    'Wait for `Retry-After`; the widget does this by itself. If many visitors share an address, raise `startLimit`, and check that `clientAddress` tells clients apart.',
  ],
  forbidden: [
    'From the proxy: your `allowStart` hook refused the start, or your `respondent` hook returned something else than a respondent. From Koji: the API key lacks a permission.',
    'The key needs `interview:start`, `interview:chat` and `interview:complete`, and `interview:read` to resume interviews.',
  ],
  unsupported_media_type: [
    'The request’s `Content-Type` is not `application/json`.',
    'Send `Content-Type: application/json`. If your own code changes requests to the proxy, leave this header as it is.',
  ],
  invalid_request: [
    'The body is not JSON, or its shape does not match the contract. The message names the field.',
    'Often a framework has read the body before the proxy: mount the proxy before any body parser. If the widget gets this code, check that `study` is one of the proxy’s `studies`.',
  ],
  too_large: ['The body is larger than 128 KiB.', 'Keep `respondent.metadata` small.'],
  not_found: [
    'From the proxy: this path has no such route. From Koji: the API key’s project has no such interview.',
    'Check that `basePath` matches the path where the proxy is mounted. Also check that the key was not replaced by another project’s key while interviews were open.',
  ],
  method_not_allowed: [
    'The proxy’s routes accept POST only.',
    'Opening a route in a browser shows this error. It means that the proxy is running.',
  ],
  already_completed: [
    'The interview is over: it ended naturally, by hand, by the time limit, or because the respondent left.',
    'Nothing to do. The widget treats this as a success and thanks the respondent.',
  ],
  internal_error: [
    'An unexpected error in the proxy or in Koji.',
    'The proxy’s `logger` gets the error with its cause.',
  ],
  ticket_invalid: [
    'The ticket was not sealed with one of this proxy’s secrets.',
    'Give all processes the same `secret`. After changing it, keep the old one in the list for one `ticketLifetime`.',
  ],
  ticket_expired: [
    'The ticket is older than `ticketLifetime`.',
    'Nothing to do: the interview is over by then, and the widget offers the respondent a new one.',
  ],
  origin_not_allowed: [
    'The page’s origin differs from the proxy’s and is not in `allowedOrigins`.',
    'Add the exact origin, without a path: `https://www.example.com`. Behind a reverse proxy, pass the public `Host` header on.',
  ],
  other_respondent: [
    'The interview was started by somebody else than who is signed in now, or its respondent has signed out. It is completed as `respondent_left`.',
    'Nothing to do: the widget forgets the interview, and offers the new respondent one of their own. If the respondent is the same, make sure that your `respondent` hook, or the option `respondent` of every page, names the same `external_id`.',
  ],
  upstream_failed: [
    'Koji refused the proxy’s request, or its response does not match the contract.',
    'The proxy’s `logger` gets the cause: usually a key that is wrong or lacks a permission, or a wrong `kojiUrl`.',
  ],
  upstream_unavailable: [
    'Koji can’t be reached or asks to retry later, or the proxy is stopping.',
    'Check that your server reaches `kojiUrl`. Otherwise wait: respondents can try again, and completions are retried automatically.',
  ],
};

/** Renders all failure codes with their HTTP status, meaning and advice. */
export function renderFailureCodes(): string {
  const codes = Object.keys(EXPLANATIONS) as FailureCode[];
  return renderTable(
    ['code', 'meaning, and what to do'],
    codes.map(name => {
      const status = name in STATUS_BY_CODE ? `HTTP ${STATUS_BY_CODE[name as ErrorCode]}` : 'in the page';
      const [meaning, advice] = EXPLANATIONS[name];
      return [
        `${linkedName(name)}<br>${status}`,
        `<b>${meaning}</b> ${createFailure(name, '').recoverable ? '<i>Trying again can help.</i>' : ''}<br>${advice}`,
      ];
    }),
  );
}
