/**
 * Why an interview ended. `manual`: completed by the host's code or by a team member on the
 * dashboard.
 */
export const REASONS = ['natural', 'respondent_left', 'timeout', 'manual'] as const;
export type Reason = (typeof REASONS)[number];

/**
 * The reason that the host's code has given to `complete`. Whatever is none counts as `manual`: a
 * click listener gets an event. A wrong word is reported in the console.
 */
export function toReason(given: unknown): Reason {
  const reason = REASONS.find(known => known === given) ?? 'manual';
  if (typeof given === 'string' && given !== reason) {
    console.error(`koji-embed: complete("${given}") is completed as "manual". Reasons are ${REASONS.join(', ')}.`);
  }
  return reason;
}

export interface Stats {
  /** From the start to the completion, in whole seconds. */
  duration_seconds: number;
  respondent_messages: number;
  interviewer_messages: number;
  total_messages: number;
}

/** A completion that Koji has acknowledged. */
export interface Completion {
  reason: Reason;
  /** ISO 8601. */
  completed_at: string;
  stats: Stats;
}
