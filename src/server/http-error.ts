import type { ErrorCode } from '../interview/failures.ts';
import { STATUS_BY_CODE } from '../wire/status.ts';

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
  jsonResponse(STATUS_BY_CODE[code], { error: code, message }, headers);
