import type { Respondent } from '../interview/respondent.ts';
import type { ProxyClient } from '../wire/proxy-client.ts';
import type { ProxyStartResponse } from '../wire/proxy-contract.ts';

export interface StartSettings {
  client: ProxyClient;
  /** Identifies the interview in this page. */
  name: string;
  study: string | undefined;
  /** BCP 47. */
  locale: string | undefined;
  respondent: Respondent | undefined;
}

/** Starts that are waiting for their response, by the name of their interview and its respondent. */
const pendingStarts = new Map<string, Promise<ProxyStartResponse>>();

/**
 * Starts an interview, or joins a start of the same name and respondent that is still waiting for its
 * response. Frameworks mount a component twice in development, and that must not start two
 * interviews.
 *
 * @throws InterviewError
 */
export function startOrJoin({ client, name, study, locale, respondent }: StartSettings): Promise<ProxyStartResponse> {
  const key = `${name} ${respondent?.external_id}`;
  const started =
    pendingStarts.get(key) ??
    client
      .start({ ...(study && { study }), ...(locale && { locale }), ...(respondent && { respondent }) })
      .finally(() => pendingStarts.delete(key));
  pendingStarts.set(key, started);
  return started;
}
