import { createFailure, ERROR_CODES, type FailureCode } from '../../../src/interview/failures.ts';
import { STATUS } from '../../openapi/describe.ts';
import { named, table } from './table.ts';

/** What a code means, and what whoever looks after the page can do. The compiler misses none. */
const SAYINGS: Record<FailureCode, [means: string, help: string]> = {
  unreachable: [
    'The page got no answer at all: it is offline, the name does not resolve, the connection is refused, or a policy or a blocker stopped the request.',
    'Open the network panel. Blocked by a policy: add the proxy to `connect-src`. Blocked by CORS: name the page in `allowedOrigins`. Blocked by an extension: serve the proxy from your own origin, under a plain path such as `/koji`.',
  ],
  timed_out: [
    'No answer came in time.',
    'The server or something before it holds the request back. Proxies that collect answers before they pass them on hold back streams: switch that off for the `message` route (nginx: `proxy_buffering off`).',
  ],
  bad_response: [
    'An answer came that is none of the contract’s, or one that broke off.',
    'Usually something else answers under this path: a login page, an error page, the application’s own index. Ask it yourself: `npx koji-embed check`.',
  ],
  unauthorized: [
    'Koji does not know the API key, or the session token is not this interview’s.',
    'Is `apiKey` the whole key, and not revoked? The browser never sees this one: the proxy answers `upstream_failed` and logs it.',
  ],
  rate_limited: [
    'Too many requests: starts from one address (the proxy’s `startLimit`), or requests with one key (Koji’s own limit).',
    'Wait for `Retry-After`; the widget does. Many visitors behind one address: raise `startLimit`, and see that `clientAddress` tells them apart.',
  ],
  forbidden: [
    'At the proxy: your `allowStart` refused. At Koji: the key lacks a permission.',
    'The key needs `interview:start`, `interview:chat` and `interview:complete`, and `interview:read` for taking interviews up again.',
  ],
  unsupported_media_type: [
    'The body is not said to be JSON.',
    'Send `Content-Type: application/json`. If your own code changes requests on their way to the proxy, leave this header alone.',
  ],
  invalid_request: [
    'The body is not JSON, or not of the contract’s shape. The message says where.',
    'Often a framework has read the body before the proxy could: mount the proxy before any body parser. From the widget: is `study` a name that the proxy’s `studies` have?',
  ],
  too_large: ['The body is longer than 128 KiB.', 'Keep `respondent.metadata` small.'],
  not_found: [
    'At the proxy: no such route under this path. At Koji: no such interview in the project of this key.',
    'Does `basePath` match where the proxy is mounted? Has the key been exchanged for one of another project while interviews were open?',
  ],
  method_not_allowed: [
    'The proxy’s routes take POST only.',
    'Opening one in a browser shows this: the proxy is there.',
  ],
  already_completed: [
    'The interview has ended: by its natural end, by hand, by the clock, or because its respondent left.',
    'Nothing. To the widget this is a success, and the respondent is thanked.',
  ],
  internal_error: ['Something went wrong in the proxy or in Koji.', 'The proxy’s `logger` has it, with the cause.'],
  ticket_invalid: [
    'The ticket was not sealed with a secret that this proxy has.',
    'Give all processes the same `secret`. After changing it, keep the old one in the list for a `ticketLifetime`.',
  ],
  ticket_expired: [
    'The ticket is older than `ticketLifetime`.',
    'Nothing: the interview is over by then, and its respondent is offered another.',
  ],
  origin_not_allowed: [
    'The page is of another origin than the proxy, and not in `allowedOrigins`.',
    'Name the origin exactly, without a path: `https://www.example.com`. Behind a proxy of your own, the request has to show the public host.',
  ],
  upstream_failed: [
    'Koji refused the proxy, or answered in another way than its contract.',
    'The proxy’s `logger` says which: mostly a key that is wrong or lacks a permission, or a `kojiUrl` that leads elsewhere.',
  ],
  upstream_unavailable: [
    'Koji can’t be reached, or asks to come back later; or the proxy is being stopped.',
    'Can your server reach `kojiUrl`? Otherwise wait: respondents are offered to try again, and completions are sent later by themselves.',
  ],
};

const OWN = new Set<string>(ERROR_CODES);

/** Every code there is: where it is met, what it means, what to do. */
export function failures(): string {
  const codes = Object.keys(SAYINGS) as FailureCode[];
  return table(
    ['code', 'what it means, and what to do'],
    codes.map(name => {
      const status = OWN.has(name) ? `HTTP ${STATUS[name as keyof typeof STATUS]}` : 'in the page';
      const [means, help] = SAYINGS[name];
      return [
        `${named(name)}<br>${status}`,
        `<b>${means}</b> ${createFailure(name, '').recoverable ? '<i>Trying again can help.</i>' : ''}<br>${help}`,
      ];
    }),
  );
}
