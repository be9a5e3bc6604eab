import { heartbeatRequest } from '../../wire/proxy-contract.ts';
import { authorize } from '../authorize.ts';
import type { ProxyContext } from '../context.ts';
import { getPageReport } from '../page-report.ts';
import { parseBody, receiveRequest } from '../receive-request.ts';

/** Records that the page is visible or hidden. */
export async function heartbeat(request: Request, context: ProxyContext): Promise<Response> {
  const received = await receiveRequest(request, context, { ticketInBody: true });
  const { lease } = await authorize(request, received.ticket, context);
  const body = parseBody(heartbeatRequest, await received.readBody());

  const type = body.state === 'visible' ? 'page-visible' : 'page-hidden';
  await context.keeper.apply(lease, { type, report: getPageReport(body) });
  return new Response(null, { status: 204 });
}
