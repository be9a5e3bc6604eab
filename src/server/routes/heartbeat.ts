import { heartbeatSchema } from '../../wire/schemas.ts';
import type { Parts } from '../proxy.ts';
import { admit, reportOf } from '../visits.ts';

/** Notes that the page is there, or hidden. */
export async function heartbeat(request: Request, parts: Parts): Promise<Response> {
  const { body, lease } = await admit(request, parts, heartbeatSchema, { beacon: true });
  const type = body.state === 'visible' ? 'page-visible' : 'page-hidden';
  await parts.keeper.move(lease, { type, report: reportOf(body) });
  return new Response(null, { status: 204 });
}
