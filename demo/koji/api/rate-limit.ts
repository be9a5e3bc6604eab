import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;
const POLICY = 'requests';

/** The state of a key's limit after a request. */
export interface RateLimitResult {
  isExceeded: boolean;
  /** Whole seconds until the next window, at least 1. */
  resetSeconds: number;
  /** `RateLimit` and `RateLimit-Policy` as in draft-ietf-httpapi-ratelimit-headers. */
  headers: Record<string, string>;
}

/** Counts a request of a key. Resolves to null if there is no limit. */
export type RateLimiter = (key: string) => Promise<RateLimitResult | null>;

/** Limits the requests of each key per minute, counted in this process. 0 means no limit. */
export function createRateLimiter(perMinute: number): RateLimiter {
  if (perMinute === 0) return async () => null;
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });

  return async key => {
    let isExceeded = false;
    const { msBeforeNext, remainingPoints } = await limiter.consume(key).catch(rejection => {
      // The limiter rejects with a result when the limit is exceeded.
      if (!(rejection instanceof RateLimiterRes)) throw rejection;
      isExceeded = true;
      return rejection;
    });
    const resetSeconds = Math.max(1, Math.ceil(msBeforeNext / 1000));
    return {
      isExceeded,
      resetSeconds,
      headers: {
        'RateLimit-Policy': `"${POLICY}";q=${perMinute};w=${WINDOW_SECONDS}`,
        RateLimit: `"${POLICY}";r=${remainingPoints};t=${resetSeconds}`,
      },
    };
  };
}
