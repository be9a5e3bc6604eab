/**
 * Error codes of both HTTP contracts, in bodies such as `{"error": code, "message": sentence}`.
 * Only the proxy sends the last six.
 */
export const ERROR_CODES = [
  'unauthorized',
  'rate_limited',
  'forbidden',
  'unsupported_media_type',
  'invalid_request',
  'too_large',
  'not_found',
  'method_not_allowed',
  'already_completed',
  'internal_error',
  'ticket_invalid',
  'ticket_expired',
  'origin_not_allowed',
  'other_respondent',
  'upstream_failed',
  'upstream_unavailable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Codes of failures that the page detects itself. */
export type PageFailureCode =
  /** No response: offline, unresolved name, refused connection, or blocked request. */
  | 'unreachable'
  /** No response in time. */
  | 'timed_out'
  /** A response that does not match the contract, or that broke off. */
  | 'bad_response'
  /** The address that should start interviews is nobody's: no proxy is mounted there. */
  | 'no_proxy'
  /**
   * `open()` was called, and the page keeps the conversation from being used: its element is not
   * displayed, or another modal dialog lies over it.
   */
  | 'blocked';

export type FailureCode = ErrorCode | PageFailureCode;

/**
 * A failure: a code, and whether trying again can help. The sentences for respondents are in the
 * widget's texts.
 */
export interface Failure {
  code: FailureCode;
  recoverable: boolean;
  /** For developers: appears in events and logs. Never shown to the respondent. */
  message: string;
  /** The earliest useful time for another try, in seconds after the response. */
  retryAfter?: number;
}

/** Failures after which the same request can succeed later. */
const RECOVERABLE: ReadonlySet<FailureCode> = new Set<FailureCode>([
  'rate_limited',
  'internal_error',
  'upstream_failed',
  'upstream_unavailable',
  'unreachable',
  'timed_out',
  'bad_response',
]);

export const createFailure = (code: FailureCode, message: string, retryAfter?: number): Failure => ({
  code,
  recoverable: RECOVERABLE.has(code),
  message,
  ...(retryAfter === undefined ? {} : { retryAfter }),
});
