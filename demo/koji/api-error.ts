import type { ErrorCode } from '../../src/interview/failures.ts';

/** What a request is refused with: thrown anywhere below the API, made into a response in one place (`api/refuse.ts`). */
export class ApiError extends Error {
  override name = 'Refusal';
  readonly code: ErrorCode;
  readonly headers: Record<string, string>;
  /** Further fields of the answer, beside `error` and `message`. */
  readonly body: object;

  constructor(code: ErrorCode, message: string, more: { headers?: Record<string, string>; body?: object } = {}) {
    super(message);
    this.code = code;
    this.headers = more.headers ?? {};
    this.body = more.body ?? {};
  }
}
