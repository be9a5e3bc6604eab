import { failure } from '../interview/failures.ts';
import { InterviewError } from '../wire/interview-error.ts';

/** Brings what is needed once the first question stands. Rejects with an `InterviewError` where it can't be had. */
export const loadLater = () =>
  import('./later.ts').catch(error => {
    throw new InterviewError(failure('unreachable', 'A part of the widget could not be loaded.'), error);
  });
