/** How often a delivery is tried again, and how long after. */
export interface WebhookRetry {
  /** Default 5: six attempts in all, within about half an hour to three quarters. */
  limit?: number;
  /** Seconds before the first retry; each further pause is `factor` times as long. Default 5. */
  delay?: number;
  /** Default 4. */
  factor?: number;
}

/** Seconds before the retry of this number (the first is 1); null where there are no more. */
export type Backoff = (retry: number) => number | null;

/** Pauses that grow, each longer by up to a half at random, so that what failed together isn't tried again together. */
export const createBackoff =
  ({ limit = 5, delay = 5, factor = 4 }: WebhookRetry = {}, random: () => number = Math.random): Backoff =>
  retry =>
    retry > limit ? null : delay * factor ** (retry - 1) * (1 + random() / 2);
