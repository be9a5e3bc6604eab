import type { ProxyCompleteResponse } from '../../wire/proxy-contract.ts';
import { proxyCompleteRequest } from '../../wire/proxy-contract.ts';
import { authorize, reportOf } from '../authorize.ts';
import { HttpError, jsonResponse } from '../http-error.ts';
import type { Lease } from '../lease.ts';
import { inTime } from '../lease-keeper.ts';
import type { ProxyContext } from '../proxy.ts';

/** Ends an interview now, or notes that its page has left. */
export async function complete(request: Request, parts: ProxyContext): Promise<Response> {
  const { body, lease } = await authorize(request, parts, proxyCompleteRequest, { beacon: true });
  const { reason, final } = body;
  const left = reason === 'respondent_left';
  const report = left ? reportOf(body) : undefined;
  const moved = await parts.keeper.move(
    lease,
    left && !final ? { type: 'page-left', report } : { type: 'completion-requested', reason, report },
  );
  return answerCompletion(moved.status === 'closing' ? await closeInTime(moved, parts) : moved);
}

/** Sends the completion that is due, and waits for it as long as a page should. */
export async function closeInTime(lease: Lease, { keeper, settings }: ProxyContext): Promise<Lease> {
  const closing = keeper.close(lease.id);
  closing.catch(error => settings.logger.error('A completion could not be noted.', { interview_id: lease.id, error }));
  return (await inTime(closing, settings.closeTimeout, settings.clock)) ? closing : lease;
}

function answerCompletion({ status, due_at, completion, refused }: Lease): Response {
  if (status === 'parked') {
    throw refused === 'not_found'
      ? new HttpError('not_found', 'Koji does not know this interview.')
      : new HttpError('upstream_failed', 'The interview could not be completed.');
  }
  const answer: ProxyCompleteResponse = completion
    ? { status: 'completed', ...completion }
    : status === 'open'
      ? { status: 'leaving', completes_at: new Date(due_at).toISOString() }
      : { status: 'completing' };
  return jsonResponse(answer.status === 'completed' ? 200 : 202, answer);
}
