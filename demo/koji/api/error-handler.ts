import type { ErrorHandler } from 'hono';
import type { ErrorBody } from '../../../src/wire/error-body.ts';
import { STATUS_BY_CODE } from '../../../src/wire/status.ts';
import { ApiError } from '../api-error.ts';
import { describeError, type Log } from '../log.ts';

const INTERNAL_ERROR: ErrorBody = {
  error: 'internal_error',
  message: 'Something went wrong on our side. Please try again later.',
};

/**
 * Turns an `ApiError` into its response. Any other error is logged and becomes a 500
 * `internal_error`.
 */
export const createErrorHandler =
  (log: Log): ErrorHandler =>
  (error, c) => {
    if (!(error instanceof ApiError)) {
      log(`${c.req.method} ${c.req.path}: ${describeError(error)}`);
      return c.json(INTERNAL_ERROR, 500);
    }
    return c.json(
      { ...error.body, error: error.code, message: error.message },
      STATUS_BY_CODE[error.code],
      error.headers,
    );
  };
