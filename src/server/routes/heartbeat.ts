import { heartbeatRequest } from '../../wire/proxy-contract.ts';
import { authorize, reportOf } from '../authorize.ts';
import type { ProxyContext } from '../proxy.ts';

/** Notes that the page is there, or hidden. */
export async function heartbeat(request: Request, parts: ProxyContext): Promise<Response> {
  const { body, lease } = await authorize(request, parts, heartbeatRequest, { beacon: true });
  const type = body.state === 'visible' ? 'page-visible' : 'page-hidden';
  await parts.keeper.move(lease, { type, report: reportOf(body) });
  return new Response(null, { status: 204 });
}
