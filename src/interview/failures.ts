/**
 * Codes both HTTP contracts answer with, as `{"error": code, "message": sentence}`.
 * The last five are the proxy's own.
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
  'upstream_failed',
  'upstream_unavailable',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What a respondent's page can meet besides an error answer. */
export type PageFailureCode =
  /** No answer at all: offline, a name that doesn't resolve, a refused connection, a blocked request. */
  | 'unreachable'
  /** No answer in time. */
  | 'timed_out'
  /** An answer that is none of the contract's, or one cut half-way. */
  | 'bad_response';

export type FailureCode = ErrorCode | PageFailureCode;

/** A failure as the interview knows it: a code, and whether trying again can help. The words for people live with the texts. */
export interface Failure {
  code: FailureCode;
  recoverable: boolean;
  /** For the developer's eye: events and logs. Never shown to the respondent. */
  message: string;
  /** When it is no use trying before, in seconds from the answer. */
  retryAfter?: number;
}

/** Where trying the same again later can succeed. */
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
