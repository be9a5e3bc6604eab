import { type ProxyCompleteResponse, proxyCompleteRequest } from '../../wire/proxy-contract.ts';
import { authorize } from '../authorize.ts';
import { finishesWithin } from '../clock.ts';
import type { ProxyContext } from '../context.ts';
import { HttpError, jsonResponse } from '../http-error.ts';
import type { Lease } from '../lease.ts';
import { getPageReport } from '../page-report.ts';
import { parseBody, receiveRequest } from '../receive-request.ts';

/** Completes an interview now, or records that its page has left. */
export async function complete(request: Request, context: ProxyContext): Promise<Response> {
  const received = await receiveRequest(request, context, { ticketInBody: true });
  const { lease } = await authorize(request, received.ticket, context);
  const body = parseBody(proxyCompleteRequest, await received.readBody());

  const { reason, final } = body;
  const hasLeft = reason === 'respondent_left';
  const report = hasLeft ? getPageReport(body) : undefined;
  const after = await context.keeper.apply(
    lease,
    hasLeft && !final ? { type: 'page-left', report } : { type: 'completion-requested', reason, report },
  );
  return respondWithLease(after.status === 'closing' ? await completeInTime(after, context) : after);
}

/** Sends the completion that is due, and waits for Koji at most `closeTimeout`. */
export async function completeInTime(lease: Lease, { keeper, settings }: ProxyContext): Promise<Lease> {
  const completing = keeper.complete(lease.id);
  completing.catch(error =>
    settings.logger.error('The lease store failed while a completion was sent.', { interview_id: lease.id, error }),
  );
  return (await finishesWithin(completing, settings.closeTimeout, settings.clock)) ? completing : lease;
}

function respondWithLease({ status, due_at, completion, error }: Lease): Response {
  if (status === 'parked') {
    throw error === 'not_found'
      ? new HttpError('not_found', 'Koji does not know this interview.')
      : new HttpError('upstream_failed', 'Koji refused to complete the interview.');
  }
  const body: ProxyCompleteResponse = completion
    ? { status: 'completed', ...completion }
    : status === 'open'
      ? { status: 'leaving', completes_at: new Date(due_at).toISOString() }
      : { status: 'completing' };
  return jsonResponse(body.status === 'completed' ? 200 : 202, body);
}
