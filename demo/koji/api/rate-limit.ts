import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 60;
const POLICY = 'requests';

/** Where a key stands in its window after one more request. */
export interface RateLimitResult {
  isOver: boolean;
  /** Whole seconds until the window begins again, at least 1. */
  resetSeconds: number;
  /** `RateLimit` and `RateLimit-Policy` as in draft-ietf-httpapi-ratelimit-headers. */
  headers: Record<string, string>;
}

/** Counts requests by key, in this process: so many a minute. 0 is no limit. */
export function createRateLimiter(perMinute: number): (key: string) => Promise<RateLimitResult | null> {
  if (perMinute === 0) return async () => null;
  const limiter = new RateLimiterMemory({ points: perMinute, duration: WINDOW_SECONDS });

  return async key => {
    let isOver = false;
    const standing = await limiter.consume(key).catch(refused => {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      isOver = true;
      return refused;
    });
    const resetSeconds = Math.max(1, Math.ceil(standing.msBeforeNext / 1000));
    return {
      isOver,
      resetSeconds,
      headers: {
        'RateLimit-Policy': `"${POLICY}";q=${perMinute};w=${WINDOW_SECONDS}`,
        RateLimit: `"${POLICY}";r=${standing.remainingPoints};t=${resetSeconds}`,
      },
    };
  };
}
