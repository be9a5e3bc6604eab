import type { ProxyClient } from '../wire/proxy-client.ts';
import type { ProxyStartRequest, ProxyStartResponse } from '../wire/proxy-contract.ts';

/** Starts that are waiting for their response, by the name of their interview. */
const pendingStarts = new Map<string, Promise<ProxyStartResponse>>();

/**
 * Starts an interview, or joins a start of the same name that is still waiting for its response.
 * Frameworks mount a component twice in development, and that must not start two interviews.
 */
export function startOrJoin(client: ProxyClient, name: string, body: ProxyStartRequest): Promise<ProxyStartResponse> {
  const started = pendingStarts.get(name) ?? client.start(body).finally(() => pendingStarts.delete(name));
  pendingStarts.set(name, started);
  return started;
}
