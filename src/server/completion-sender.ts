import type { ErrorCode } from '../interview/failures.ts';
import { STATUS_BY_CODE } from '../wire/status.ts';
import type { KojiClient } from './koji-client.ts';
import { KojiFailure } from './koji-failure.ts';
import type { Lease } from './lease.ts';
import type { SendOutcome } from './lease-keeper.ts';
import type { Logger } from './logger.ts';
import type { ResolvedProxyOptions } from './options.ts';
import type { Tickets } from './tickets.ts';

export interface CompletionSenderOptions extends Pick<ResolvedProxyOptions<unknown>, 'findStudy'> {
  koji: KojiClient;
  tickets: Tickets;
  logger: Logger;
}

/** Creates the function that sends a lease's completion to Koji. That function never rejects. */
export function createCompletionSender({ koji, tickets, findStudy, logger }: CompletionSenderOptions) {
  return async (lease: Lease): Promise<SendOutcome> => {
    const ticket = await tickets.open(lease.ticket).catch(() => null);
    if (!ticket) return { type: 'refused', code: 'ticket_invalid' };
    const apiKey = findStudy(lease.study)?.apiKey;
    if (!apiKey) return { type: 'refused', code: 'unauthorized' };
    try {
      const session = { apiKey, interviewId: lease.id, sessionToken: ticket.session_token };
      return { type: 'acknowledged', completion: await koji.completeInterview(session, lease.reason) };
    } catch (error) {
      const failure = error instanceof KojiFailure ? error : null;
      if (failure?.kind === 'refused') return { type: 'refused', code: codeOf(failure) };
      if (failure?.kind !== 'unavailable') {
        logger.error('A completion failed unexpectedly and is retried.', {
          interview_id: lease.id,
          message: error instanceof Error ? error.message : String(error),
        });
      }
      return { type: 'unavailable', retryAfter: failure?.retryAfter ?? null, isRateLimited: failure?.status === 429 };
    }
  };
}

const REFUSAL_CODES: ErrorCode[] = ['unauthorized', 'forbidden', 'not_found'];

const codeOf = ({ status }: KojiFailure): ErrorCode =>
  REFUSAL_CODES.find(code => STATUS_BY_CODE[code] === status) ?? 'upstream_failed';
