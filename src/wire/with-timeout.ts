import { createFailure } from '../interview/failures.ts';
import { InterviewError } from './interview-error.ts';

/**
 * Rejects with the failure `timed_out` if the promise takes longer than so many milliseconds.
 *
 * @param message what was late, for developers
 */
export function withTimeout<Value>(promise: Promise<Value>, milliseconds: number, message: string): Promise<Value> {
  let timer: ReturnType<typeof setTimeout>;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new InterviewError(createFailure('timed_out', message))), milliseconds);
  });
  return Promise.race([promise, timeout]).finally(() => clearTimeout(timer));
}
