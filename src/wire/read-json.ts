import { createFailure } from '../interview/failures.ts';
import { InterviewError } from './interview-error.ts';

/** Reads the body of a good response. Rejects with `bad_response` if it is not JSON. */
export async function readJson<Body>(route: string, response: Response): Promise<Body> {
  try {
    return await response.json();
  } catch (error) {
    throw new InterviewError(createFailure('bad_response', `${route}: the response is not JSON.`), error);
  }
}
