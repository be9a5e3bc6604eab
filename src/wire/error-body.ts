import * as v from 'valibot';
import { ERROR_CODES } from '../interview/failures.ts';
import { nonEmpty } from './values.ts';

/**
 * The body of every error response of both contracts. `message` is for developers, not for
 * respondents.
 */
export const errorBody = v.object({ error: v.picklist(ERROR_CODES), message: nonEmpty });
export interface ErrorBody extends v.InferOutput<typeof errorBody> {}
