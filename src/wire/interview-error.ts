import type { Failure } from '../interview/failures.ts';

/** Rejections of a client carry what the interview knows of a failure. */
export class InterviewError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.name = 'InterviewError';
    this.failure = failure;
  }
}
