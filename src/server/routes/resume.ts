import { resumeRequest } from '../../wire/proxy-contract.ts';
import { authorize } from '../authorize.ts';
import type { ProxyContext } from '../context.ts';
import { HttpError, jsonResponse } from '../http-error.ts';
import { hashRespondent, identifyRespondent } from '../identify-respondent.ts';
import { createInterviewView } from '../interview-view.ts';
import { isOfOtherRespondent } from '../lease.ts';
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

  const { keeper, koji, settings } = context;
  const identified = await identifyRespondent(request, body.respondent, settings, hookContext);
  const respondent = await hashRespondent(identified.respondent, session.sessionToken);
  const after = await keeper.apply(lease, { type: 'page-resumed', report: getPageReport(body), respondent });
  if (isOfOtherRespondent(after, respondent)) {
    // The page can go on at once; the completion needs nothing of it.
    if (after.status === 'closing') void completeInTime(after, context).catch(() => {});
    throw new HttpError('other_respondent', 'This interview was started by somebody else than who is signed in now.');
  }
  if (after.status === 'closing') await completeInTime(after, context);

  const interview = await koji.readInterview(session);
  const view = createInterviewView(interview, { now: settings.clock.now(), endsAt: lease.ends_at });
  if (view.completed) await keeper.apply(lease, { type: 'completion-acknowledged', completion: view.completed });
  else if (view.status === 'concluded') await keeper.apply(lease, { type: 'interview-concluded' });
  // The interview has ended for the page even if Koji hasn't acknowledged the completion yet.
  const isCompleting = after.status !== 'open' && view.status !== 'completed';
  return jsonResponse(200, isCompleting ? { ...view, status: 'completed', question: null } : view);
}
