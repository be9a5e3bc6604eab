import type { InterviewRecord } from './records.ts';
import type { RespondentRun } from './respondents.ts';

/** Whether an interview ended as it should have, or what is wrong. */
export type Verdict = 'correct' | 'wrong reason' | 'not completed' | 'not analysed once' | 'no lease';

export interface TimeLimits {
  /** Seconds. */
  maxDuration: number;
  /** Seconds. */
  idleTime: number;
}

/** How late a completion may be on a busy machine, in milliseconds. */
const TOLERANCE = 2000;

/** Judges the record of an interview that a respondent took part in. */
export function judgeRun(
  run: RespondentRun,
  record: InterviewRecord | null,
  { maxDuration, idleTime }: TimeLimits,
): Verdict {
  if (!record || record.reason === null || record.completedAt === null) return 'not completed';
  if (record.analyses !== 1) return 'not analysed once';
  const { reason, startedAt, completedAt } = record;
  if (run.reportedReason && run.reportedReason !== reason) return 'wrong reason';
  if (reason === run.expectedReason) return 'correct';

  // Outages may have delayed the respondent until the time limit passed, or for longer than the
  // idle time. Then these reasons are correct too.
  const timeLimit = startedAt + maxDuration * 1000;
  const expectedEnd = run.acknowledgedAt ?? run.lastResponseAt + idleTime * 1000;
  if (reason === 'timeout' && completedAt >= timeLimit && expectedEnd >= timeLimit - TOLERANCE) return 'correct';
  if (reason === 'respondent_left' && run.longestGap >= idleTime * 1000 - TOLERANCE) return 'correct';
  return 'wrong reason';
}

/** Judges an interview whose start response was lost. With a lease it ends like any other. */
export function judgeOrphan(record: InterviewRecord): Verdict {
  if (record.leaseStatus === null && record.reason === null) return 'no lease';
  if (record.reason === null || record.completedAt === null) return 'not completed';
  if (record.analyses !== 1) return 'not analysed once';
  return record.reason === 'respondent_left' || record.reason === 'timeout' ? 'correct' : 'wrong reason';
}
