import type { ErrorCode } from '../interview/failures.ts';
import { STATUS_BY_CODE } from '../wire/status.ts';
import { HttpError, retryAfterHeader } from './http-error.ts';
import type { KojiFailure } from './koji-failure.ts';
import type { Logger } from './logger.ts';

/** Errors about the respondent's own input or interview. The page gets them as Koji sent them. */
const FORWARDED_CODES: ErrorCode[] = ['invalid_request', 'not_found', 'already_completed', 'too_large'];

/** `Retry-After` where Koji gives none, in milliseconds. */
const DEFAULT_RETRY_AFTER = 5000;

/**
 * Creates the error that the page gets after a failed call to Koji. Anything about the proxy's own
 * key or set-up only goes to the log.
 */
export function toHttpError(failure: KojiFailure, logger: Logger): HttpError {
  const { kind, status, body, retryAfter, message, cause } = failure;
  if (kind === 'unavailable') {
    logger.warn('Koji is not available.', { message, cause });
    const headers = retryAfterHeader(retryAfter ?? DEFAULT_RETRY_AFTER);
    return new HttpError('upstream_unavailable', 'Koji is not available at the moment.', headers);
  }
  const code = kind === 'refused' && FORWARDED_CODES.find(each => STATUS_BY_CODE[each] === status);
  if (code) return new HttpError(code, body?.message ?? message);
  logger.error('A call to Koji failed.', { status, code: body?.error, message });
  return new HttpError('upstream_failed', "The call to Koji failed; see the server's log.");
}
