import { interviews } from '../../../lib/interviews.ts';

const answer = (request: Request) => interviews().fetch(request);

// Only POST and preflights do something; the others are refused in the shape that the contract has for it.
export { answer as DELETE, answer as GET, answer as OPTIONS, answer as PATCH, answer as POST, answer as PUT };

/** In seconds, where a function's time is limited: the longest reply. */
export const maxDuration = 60;
