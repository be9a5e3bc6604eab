/** Why an interview ended. `manual` is a completion by hand: by the host's code or from the team's dashboard. */
export const REASONS = ['natural', 'respondent_left', 'timeout', 'manual'] as const;
export type Reason = (typeof REASONS)[number];

/** What was said, counted. */
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
