import { describe, expect, it } from 'vitest';
import { createFailure, ERROR_CODES, type FailureCode } from './failures.ts';

/** Whether trying again can help, for each code. Written here a second time on purpose. */
const EXPECTED: Record<FailureCode, boolean> = {
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
  other_respondent: false,
  upstream_failed: true,
  upstream_unavailable: true,
  unreachable: true,
  timed_out: true,
  bad_response: true,
  no_proxy: false,
  blocked: false,
};

describe('createFailure', () => {
  it.each(Object.entries(EXPECTED) as [FailureCode, boolean][])(
    'sets recoverable for %s to %s',
    (code, recoverable) => {
      expect(createFailure(code, 'a message')).toEqual({ code, recoverable, message: 'a message' });
    },
  );

  it('is tested with every code of the contracts', () => {
    expect(Object.keys(EXPECTED)).toEqual(expect.arrayContaining([...ERROR_CODES]));
  });

  it('keeps Retry-After when the response had one', () => {
    expect(createFailure('rate_limited', 'a message', 7).retryAfter).toBe(7);
    expect(createFailure('rate_limited', 'a message', 0).retryAfter).toBe(0);
  });

  it('treats an unknown code from a newer proxy as not recoverable', () => {
    expect(createFailure('teapot' as FailureCode, 'new').recoverable).toBe(false);
  });
});
