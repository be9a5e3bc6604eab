/** How often, and after which delays, a delivery is retried. */
export interface WebhookRetry {
  /** Number of retries. Default 5: six attempts in all, within about 30 to 45 minutes. */
  limit?: number;
  /** Seconds before the first retry; each later delay is `factor` times as long. Default 5. */
  delay?: number;
  /** Default 4. */
  factor?: number;
}

/** Seconds before a retry, counted from 1; null if there are no more. */
export type Backoff = (retry: number) => number | null;

/**
 * Exponential backoff. Each delay grows by up to a half at random, so that retries of one outage
 * spread out.
 */
export const createBackoff =
  ({ limit = 5, delay = 5, factor = 4 }: WebhookRetry = {}, random: () => number = Math.random): Backoff =>
  retry =>
    retry > limit ? null : delay * factor ** (retry - 1) * (1 + random() / 2);
