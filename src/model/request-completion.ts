import type { Reason } from '../interview/completion.ts';
import type { LifecycleEvent } from '../interview/lifecycle.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import { isInterviewLost } from './interview-lost.ts';
import { toFailure } from './to-failure.ts';

/** Asks the proxy to complete the interview. Resolves with the outcome as an event. Never rejects. */
export async function requestCompletion(client: ProxyClient, ticket: string, reason: Reason): Promise<LifecycleEvent> {
  try {
    const response = await client.complete(ticket, { reason, ...(reason === 'respondent_left' && { final: true }) });
    const completion = response.status === 'completed' ? response : null;
    return { type: 'interview-completed', reason: completion?.reason ?? reason, completion };
  } catch (error) {
    const failure = toFailure(error);
    // A ticket that is no longer valid has outlived its interview: the lease has completed it.
    if (isInterviewLost(failure)) return { type: 'interview-completed', reason, completion: null };
    return { type: 'interview-failed', failure };
  }
}
