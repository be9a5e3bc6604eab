import type { ErrorHandler } from 'hono';
import type { ErrorBody } from '../../../src/wire/error-body.ts';
import { STATUS_BY_CODE } from '../../../src/wire/status.ts';
import { ApiError } from '../refusal.ts';

/** Takes one line for whoever runs the service. Never holds a key, a token or what a respondent said. */
export type Log = (line: string) => void;

const UNEXPECTED: ErrorBody = {
  error: 'internal_error',
  message: 'Something went wrong on our side. Please try again later.',
};

/** Gives every failure its shape: what was refused on purpose by its code, anything else as `internal_error`. */
export const refuse =
  (log: Log): ErrorHandler =>
  (error, c) => {
    if (!(error instanceof ApiError)) {
      log(`${c.req.method} ${c.req.path}: ${describeFault(error)}`);
      return c.json(UNEXPECTED, 500);
    }
    return c.json(
      { ...error.body, error: error.code, message: error.message },
      STATUS_BY_CODE[error.code],
      error.headers,
    );
  };

/**
 * A fault in words fit for a log. Errors of the database layer say the query with its values, which may be hashes or what
 * a respondent wrote; behind them is the database's own error, of which message and code are enough.
 */
export function describeFault(error: unknown): string {
  const fault = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(fault instanceof Error)) return 'an unknown fault';
  const code = (fault as { code?: unknown }).code;
  const at = fault.stack
    ?.split('\n')
    .find(line => line.trimStart().startsWith('at '))
    ?.trim();
  return [code ? `${fault.name} ${code}` : fault.name, fault.message, at].filter(Boolean).join(' – ');
}
