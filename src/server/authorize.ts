import type { ProxyContext } from './context.ts';
import { HttpError } from './http-error.ts';
import type { Session } from './koji-client.ts';
import type { NewLease } from './lease.ts';
import { requireAllowedOrigin } from './origins.ts';
import { TICKET_HEADER } from './receive-request.ts';

/** What a valid ticket gives access to. */
export interface Authorization {
  session: Session;
  /** For an interview whose lease this proxy doesn't know. */
  lease: NewLease;
}

/**
 * Checks the ticket of a request, then its origin for the ticket's study.
 * @throws HttpError `ticket_invalid`, `ticket_expired` or `origin_not_allowed`.
 */
export async function authorize(
  request: Request,
  sealed: string | null,
  { settings, tickets }: ProxyContext,
): Promise<Authorization> {
  if (sealed === null) throw new HttpError('ticket_invalid', `A ticket is required, in the header ${TICKET_HEADER}.`);
  const ticket = await tickets.open(sealed);
  if (ticket.expires_at <= settings.clock.now()) throw new HttpError('ticket_expired', 'The ticket has expired.');
  const study = settings.findStudy(ticket.study);
  if (!study?.apiKey) throw new HttpError('ticket_invalid', 'The study of this ticket is no longer configured.');
  requireAllowedOrigin(request, study.origins);

  return {
    session: { apiKey: study.apiKey, interviewId: ticket.interview_id, sessionToken: ticket.session_token },
    lease: {
      id: ticket.interview_id,
      study: ticket.study,
      ticket: sealed,
      ends_at: ticket.ends_at,
      respondent: ticket.respondent,
    },
  };
}
