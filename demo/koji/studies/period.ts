const DAY = 86_400_000;

/** How far back a study looks, in days; null for all time. */
export type Period = 7 | 30 | 90 | null;

/** The start of a period that ends now; undefined for all time. */
export const periodStart = (period: Period, now: Date): Date | undefined =>
  period === null ? undefined : new Date(now.getTime() - period * DAY);
