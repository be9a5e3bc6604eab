/**
 * Why an interview ended. `manual`: completed by the host's code or by a team member on the
 * dashboard.
 */
export const REASONS = ['natural', 'respondent_left', 'timeout', 'manual'] as const;
export type Reason = (typeof REASONS)[number];

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
