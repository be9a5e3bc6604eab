import type { ErrorCode } from '../../src/interview/failures.ts';

/**
 * Why a request is refused. Thrown anywhere below the API; `api/error-handler.ts` turns it into the
 * response.
 */
export class ApiError extends Error {
  override name = 'ApiError';
  /** The response's `error` field, which also decides its HTTP status. */
  readonly code: ErrorCode;
  readonly headers: Record<string, string>;
  /** Further fields of the response body, besides `error` and `message`. */
  readonly body: object;

  constructor(
    code: ErrorCode,
    message: string,
    { headers = {}, body = {} }: { headers?: Record<string, string>; body?: object } = {},
  ) {
    super(message);
    this.code = code;
    this.headers = headers;
    this.body = body;
  }
}
