import { resumeRequest } from '../../wire/proxy-contract.ts';
import { authorize, reportOf } from '../authorize.ts';
import { jsonResponse } from '../http-error.ts';
import { viewOfInterview } from '../interview-view.ts';
import type { ProxyContext } from '../proxy.ts';
import { closeInTime } from './complete.ts';

/** Gives the interview to a page that has come, and takes back a leave. */
export async function resume(request: Request, parts: ProxyContext): Promise<Response> {
  const { keeper, koji } = parts;
  const { body, session, lease } = await authorize(request, parts, resumeRequest);
  const moved = await keeper.move(lease, { type: 'page-resumed', report: reportOf(body) });
  if (moved.status === 'closing') await closeInTime(moved, parts);

  const view = viewOfInterview(await koji.interview(session), lease.ends_at);
  if (view.completed) await keeper.move(lease, { type: 'completion-acknowledged', completion: view.completed });
  else if (view.status === 'concluded') await keeper.move(lease, { type: 'interview-concluded' });
  // An end that Koji has not heard of yet is an end all the same.
  const ended = moved.status !== 'open' && view.status !== 'completed';
  return jsonResponse(200, ended ? { ...view, status: 'completed', question: null } : view);
}
