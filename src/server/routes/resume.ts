import { resumeRequest } from '../../wire/proxy-contract.ts';
import { authorize } from '../authorize.ts';
import type { ProxyContext } from '../context.ts';
import { jsonResponse } from '../http-error.ts';
import { createInterviewView } from '../interview-view.ts';
import { getPageReport } from '../page-report.ts';
import { parseBody, receiveRequest } from '../receive-request.ts';
import { completeInTime } from './complete.ts';

/** Gives the interview to a page that has loaded, and cancels a pending leave. */
export async function resume(request: Request, context: ProxyContext): Promise<Response> {
  const received = await receiveRequest(request, context);
  const { session, lease } = await authorize(request, received.ticket, context);
  const body = parseBody(resumeRequest, await received.readBody());

  const { keeper, koji, settings } = context;
  const after = await keeper.apply(lease, { type: 'page-resumed', report: getPageReport(body) });
  if (after.status === 'closing') await completeInTime(after, context);

  const interview = await koji.readInterview(session);
  const view = createInterviewView(interview, { now: settings.clock.now(), endsAt: lease.ends_at });
  if (view.completed) await keeper.apply(lease, { type: 'completion-acknowledged', completion: view.completed });
  else if (view.status === 'concluded') await keeper.apply(lease, { type: 'interview-concluded' });
  // The interview has ended for the page even if Koji hasn't acknowledged the completion yet.
  const isCompleting = after.status !== 'open' && view.status !== 'completed';
  return jsonResponse(200, isCompleting ? { ...view, status: 'completed', question: null } : view);
}
