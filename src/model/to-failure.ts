import { createFailure, type Failure } from '../interview/failures.ts';
import { InterviewError } from '../wire/interview-error.ts';

/** What went wrong, as the interview knows it. */
export const toFailure = (error: unknown): Failure =>
  error instanceof InterviewError ? error.failure : createFailure('bad_response', String(error));

/** Failures after which this interview can't be gone on with in this page. */
export const isInterviewLost = ({ code }: Failure): boolean =>
  code === 'ticket_invalid' || code === 'ticket_expired' || code === 'not_found';
