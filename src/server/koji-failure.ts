/**
 * Longest `Retry-After` that is believed, in milliseconds: a mistake in a header must not lose a
 * completion, or keep a respondent waiting for days.
 */
export const MAX_RETRY_AFTER = 3_600_000;

/** A failed call to Koji. */
export class KojiFailure extends Error {
  override name = 'KojiFailure';
  /**
   * - `unavailable`: no response, one that was cut off, or 408, 429 or 5xx. Trying again later can
   *   help.
   * - `refused`: any other 4xx, see `status`.
   * - `malformed`: a response that does not match the contract.
   */
  readonly kind: 'unavailable' | 'refused' | 'malformed';
  /** The HTTP status, if there was a response. */
  readonly status: number | null;
  /** The error body, if Koji sent one in the contract's shape. */
  readonly body: { error: string; message: string } | null;
  /** How long Koji asks to wait before the next call, in milliseconds; at most an hour. */
  readonly retryAfter: number | null;

  constructor(
    kind: KojiFailure['kind'],
    message: string,
    details: { status?: number; body?: KojiFailure['body']; retryAfter?: number | null; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.kind = kind;
    this.status = details.status ?? null;
    this.body = details.body ?? null;
    this.retryAfter = details.retryAfter ?? null;
  }
}
