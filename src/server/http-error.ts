import type { ErrorCode } from '../interview/failures.ts';
import { STATUS_BY_CODE } from '../wire/status.ts';

/**
 * Thrown by a route that can't do what was asked. The developer of the calling page reads
 * `message`.
 */
export class HttpError extends Error {
  override name = 'HttpError';
  readonly code: ErrorCode;
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
  }
}

/** `Retry-After` in whole seconds, at least one. */
export const retryAfterHeader = (milliseconds: number) => ({
  'Retry-After': String(Math.max(1, Math.ceil(milliseconds / 1000))),
});

/** `Retry-After` while the proxy is stopping, in milliseconds: a new process is up soon. */
const RETRY_AFTER_STOP = 2000;

export const createStoppingError = () =>
  new HttpError('upstream_unavailable', 'The proxy is shutting down.', retryAfterHeader(RETRY_AFTER_STOP));

export const jsonResponse = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });

export const errorResponse = ({ code, message, headers }: HttpError): Response =>
  jsonResponse(STATUS_BY_CODE[code], { error: code, message }, headers);
