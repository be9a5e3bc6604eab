import type { Failure } from '../interview/failures.ts';

/** Whether this page can no longer continue the interview. */
export const isInterviewLost = ({ code }: Failure): boolean =>
  code === 'ticket_invalid' || code === 'ticket_expired' || code === 'not_found' || code === 'other_respondent';
