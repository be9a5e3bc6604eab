import type { ErrorCode } from '../interview/failures.ts';

/** The HTTP status of each error code, in both contracts. */
export const STATUS_BY_CODE = {
  invalid_request: 400,
  unauthorized: 401,
  ticket_invalid: 401,
  ticket_expired: 401,
  forbidden: 403,
  origin_not_allowed: 403,
  other_respondent: 403,
  not_found: 404,
  method_not_allowed: 405,
  already_completed: 409,
  too_large: 413,
  unsupported_media_type: 415,
  rate_limited: 429,
  internal_error: 500,
  upstream_failed: 502,
  upstream_unavailable: 503,
} as const satisfies Record<ErrorCode, number>;
