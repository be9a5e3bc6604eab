import { createFailure, type Failure } from '../interview/failures.ts';
import { InterviewError } from '../wire/interview-error.ts';

/** Converts anything thrown to a failure. An error in our own code becomes `bad_response`. */
export const toFailure = (error: unknown): Failure =>
  error instanceof InterviewError ? error.failure : createFailure('bad_response', String(error));
