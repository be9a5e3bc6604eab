import type { Failure } from '../interview/failures.ts';

/** The only error that the proxy client and `readReply` reject with. */
export class InterviewError extends Error {
  readonly failure: Failure;
  constructor(failure: Failure, cause?: unknown) {
    super(failure.message, { cause });
    this.name = 'InterviewError';
    this.failure = failure;
  }
}
