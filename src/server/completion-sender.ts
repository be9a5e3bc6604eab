import type { ErrorCode } from '../interview/failures.ts';
import { type KojiClient, KojiFailure } from './koji-client.ts';
import type { Lease } from './lease.ts';
import type { Outcome } from './lease-keeper.ts';
import type { Logger, Study } from './options.ts';
import type { Tickets } from './tickets.ts';

export interface CompletionSenderOptions {
  koji: KojiClient;
  tickets: Tickets;
  studyOf(name: string | null): Study | null;
  logger: Logger;
}

/** Makes what sends the completion of a lease to Koji, and says what came of it. It never rejects. */
export function createCompletionSender({ koji, tickets, studyOf, logger }: CompletionSenderOptions) {
  return async (lease: Lease): Promise<Outcome> => {
    const ticket = await tickets.open(lease.ticket).catch(() => null);
    if (!ticket) return { type: 'refused', code: 'ticket_invalid' };
    const apiKey = studyOf(lease.study)?.apiKey;
    if (!apiKey) return { type: 'refused', code: 'unauthorized' };
    try {
      const session = { apiKey, interviewId: lease.id, sessionToken: ticket.session_token };
      return { type: 'acknowledged', completion: await koji.complete(session, lease.reason) };
    } catch (error) {
      const failure = error instanceof KojiFailure ? error : null;
      if (failure?.kind === 'refused') return { type: 'refused', code: codeOf(failure) };
      if (failure?.kind !== 'unanswered') {
        logger.error('A completion met something unexpected; it is tried again.', {
          interview_id: lease.id,
          message: error instanceof Error ? error.message : String(error),
        });
      }
      return { type: 'unanswered', retryAfter: failure?.retryAfter ?? null, crowded: failure?.status === 429 };
    }
  };
}

const BY_STATUS: Record<number, ErrorCode> = { 401: 'unauthorized', 403: 'forbidden', 404: 'not_found' };

const codeOf = ({ status }: KojiFailure): ErrorCode => BY_STATUS[status ?? 0] ?? 'upstream_failed';
