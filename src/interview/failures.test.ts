import { describe, expect, it } from 'vitest';
import { createFailure, ERROR_CODES, type FailureCode } from './failures.ts';

/** Where trying again can help, written down a second time. */
const CAN_HELP: Record<FailureCode, boolean> = {
  unauthorized: false,
  rate_limited: true,
  forbidden: false,
  unsupported_media_type: false,
  invalid_request: false,
  too_large: false,
  not_found: false,
  method_not_allowed: false,
  already_completed: false,
  internal_error: true,
  ticket_invalid: false,
  ticket_expired: false,
  origin_not_allowed: false,
  upstream_failed: true,
  upstream_unavailable: true,
  unreachable: true,
  timed_out: true,
  bad_response: true,
};

describe('a failure', () => {
  it.each(Object.entries(CAN_HELP) as [FailureCode, boolean][])('%s is recoverable: %s', (code, recoverable) => {
    expect(createFailure(code, 'what happened')).toEqual({ code, recoverable, message: 'what happened' });
  });

  it('is known for every code of the contracts', () => {
    expect(Object.keys(CAN_HELP)).toEqual(expect.arrayContaining([...ERROR_CODES]));
  });

  it('tells when to come back, where the answer said so', () => {
    expect(createFailure('rate_limited', 'later', 7).retryAfter).toBe(7);
    expect(createFailure('rate_limited', 'at once', 0).retryAfter).toBe(0);
  });

  it('of a code that only a newer server knows is not worth trying again', () => {
    expect(createFailure('teapot' as FailureCode, 'new').recoverable).toBe(false);
  });
});
