import type { ErrorCode } from '../interview/failures.ts';

const STATUS: Record<ErrorCode, number> = {
  unauthorized: 401,
  rate_limited: 429,
  forbidden: 403,
  unsupported_media_type: 415,
  invalid_request: 400,
  too_large: 413,
  not_found: 404,
  method_not_allowed: 405,
  already_completed: 409,
  internal_error: 500,
  ticket_invalid: 401,
  ticket_expired: 401,
  origin_not_allowed: 403,
  upstream_failed: 502,
  upstream_unavailable: 503,
};

/** What a route throws when it can't answer as asked. `message` is read by the developer whose page called. */
export class HttpError extends Error {
  readonly code: ErrorCode;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
    this.headers = headers;
  }
}

/** A header that says when to come back, in whole seconds and at least one. */
export const retryAfter = (milliseconds: number) => ({
  'Retry-After': String(Math.max(1, Math.ceil(milliseconds / 1000))),
});

export const jsonResponse = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

export const errorResponse = ({ code, message, headers }: HttpError): Response =>
  jsonResponse(STATUS[code], { error: code, message }, headers);
