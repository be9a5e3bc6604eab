import { interviews } from '../../../lib/interviews.ts';

const handle = (request: Request) => interviews().fetch(request);

// The proxy needs POST and OPTIONS. It refuses the others with the error response of the contract.
export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT };

/** Longest duration of a reply in seconds, for platforms that limit it. */
export const maxDuration = 60;
