import { proxyResumeSchema } from '../../wire/schemas.ts';
import { answerJson } from '../errors.ts';
import type { Parts } from '../proxy.ts';
import { viewOfInterview } from '../views.ts';
import { admit, reportOf } from '../visits.ts';
import { closeInTime } from './complete.ts';

/** Gives the interview to a page that has come, and takes back a leave. */
export async function resume(request: Request, parts: Parts): Promise<Response> {
  const { keeper, koji } = parts;
  const { body, session, lease } = await admit(request, parts, proxyResumeSchema);
  const moved = await keeper.move(lease, { type: 'page-resumed', report: reportOf(body) });
  if (moved.status === 'closing') await closeInTime(moved, parts);

  const view = viewOfInterview(await koji.interview(session), lease.ends_at);
  if (view.completed) await keeper.move(lease, { type: 'completion-acknowledged', completion: view.completed });
  else if (view.status === 'concluded') await keeper.move(lease, { type: 'interview-concluded' });
  // An end that Koji has not heard of yet is an end all the same.
  const ended = moved.status !== 'open' && view.status !== 'completed';
  return answerJson(200, ended ? { ...view, status: 'completed', question: null } : view);
}
