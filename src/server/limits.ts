/** What strangers, and single pages, may cost: starts by address, and calls by interview. */
import type { Interview } from '../wire/koji-api.ts';
import { toClientKey } from './client-address.ts';
import type { ProxyContext } from './context.ts';
import { HttpError, retryAfterHeader } from './http-error.ts';
import type { Session } from './koji-client.ts';
import type { ResolvedProxyOptions } from './options.ts';
import { createRateLimit } from './rate-limit.ts';
import { shareRunning } from './share-running.ts';

/** All clients whose address is unknown count as one. */
const UNKNOWN_CLIENT = '';

/** Limits starts by the client's address; null if they are not limited. */
export function createStartLimit({
  startLimit,
  clientAddress,
  clock,
  logger,
}: ResolvedProxyOptions<unknown>): ProxyContext['startLimit'] {
  if (startLimit === 0) return null;
  const limit = createRateLimit(startLimit, clock);
  let isReported = false;

  return (request, hookContext) => {
    const address: unknown = clientAddress?.(request, hookContext);
    const client = toClientKey(address);
    if (client === null && !isReported) {
      isReported = true;
      const returned = typeof address === 'string' ? 'a text that is not one address' : String(address);
      logger.error(
        'clientAddress returned no address, so all such clients share one startLimit; return the address of the connection, or the one entry of X-Forwarded-For that your outermost proxy has added.',
        { returned },
      );
    }
    const wait = limit(client ?? UNKNOWN_CLIENT);
    if (wait === 0) return;
    const message = 'Too many interviews were started from this address; try again later.';
    throw new HttpError('rate_limited', message, retryAfterHeader(wait));
  };
}

/**
 * Takes one call to Koji from the budget of a ticket, so that one page can't use up the quota of
 * the key.
 * @throws HttpError `rate_limited` if nothing is left of it.
 */
export function limitCalls(interviewId: string, { ticketLimit }: ProxyContext): void {
  const wait = ticketLimit?.(interviewId) ?? 0;
  if (wait === 0) return;
  const message = 'Too many calls for this interview; try again later.';
  throw new HttpError('rate_limited', message, retryAfterHeader(wait));
}

/**
 * Reads an interview from Koji. Calls at the same time share one response.
 * @throws HttpError `rate_limited` if nothing is left of the ticket's budget.
 */
export const readSharedInterview = (session: Session, context: ProxyContext): Promise<Interview> =>
  shareRunning(context.reading, session.interviewId, async () => {
    limitCalls(session.interviewId, context);
    return context.koji.readInterview(session);
  });
