import { resumeRequest } from '../../wire/proxy-contract.ts';
import { authorize } from '../authorize.ts';
import type { ProxyContext } from '../context.ts';
import { HttpError, jsonResponse } from '../http-error.ts';
import { hashRespondent, identifyRespondent } from '../identify-respondent.ts';
import { createInterviewView } from '../interview-view.ts';
import { isOfOtherRespondent, type LeaseEvent, type NewLease } from '../lease.ts';
import { readSharedInterview } from '../limits.ts';
import { getPageReport } from '../page-report.ts';
import { parseBody, receiveRequest } from '../receive-request.ts';
import { completeInTime } from './complete.ts';

/**
 * Gives the interview to a page that has loaded, and cancels a pending leave. Where somebody else
 * is signed in now, it completes the interview as left instead.
 */
export async function resume(request: Request, context: ProxyContext, hookContext: unknown): Promise<Response> {
  const received = await receiveRequest(request, context);
  const { session, lease } = await authorize(request, received.ticket, context);
  const body = parseBody(resumeRequest, await received.readBody());

  const { keeper, settings } = context;
  const identified = await identifyRespondent(request, body.respondent, settings, hookContext);
  const respondent = await hashRespondent(identified.respondent, session.sessionToken);
  const after = await keeper.apply(lease, { type: 'page-resumed', report: getPageReport(body), respondent });
  // Both log a failure, and the page needs neither of them.
  const completing = after.status === 'closing' ? completeInTime(after, context).catch(() => {}) : null;
  if (isOfOtherRespondent(after, respondent)) {
    if (completing) context.keepRunning(completing);
    throw new HttpError('other_respondent', 'This interview was started by somebody else than who is signed in now.');
  }
  await completing;

  const interview = await readSharedInterview(session, context);
  const view = createInterviewView(interview, { now: settings.clock.now(), endsAt: lease.ends_at });
  if (view.completed) {
    await noteEnd(lease, { type: 'completion-acknowledged', completion: view.completed }, context);
  } else if (view.status === 'concluded') await noteEnd(lease, { type: 'interview-concluded' }, context);
  // The interview has ended for the page even if Koji hasn't acknowledged the completion yet.
  const isCompleting = after.status !== 'open' && view.status !== 'completed';
  return jsonResponse(200, isCompleting ? { ...view, status: 'completed', question: null } : view);
}

/** Records what Koji says about the end. If the store fails, the completion is sent once more. */
async function noteEnd(lease: NewLease, event: LeaseEvent, { keeper, settings }: ProxyContext): Promise<void> {
  await keeper.apply(lease, event).catch(error =>
    settings.logger.error('The lease store failed to record the end of an interview.', {
      interview_id: lease.id,
      error,
    }),
  );
}
