import type { ProxyClient } from './proxy-client.ts';
import { readJson } from './read-json.ts';
import { RESPONSE_TIMEOUT, requestStart } from './start-request.ts';
import { withTimeout } from './with-timeout.ts';

export interface LazyProxyClientOptions {
  /** Loads the client. Rejects with an `InterviewError` when it cannot be loaded. */
  loadClient(): Promise<ProxyClient>;
  /**
   * A `start` that was sent before this code was loaded. The first start uses its response, unless
   * the request was a bad one.
   */
  earlyStart?: Promise<Response> | undefined;
  fetch?: typeof globalThis.fetch;
}

/**
 * A client that starts an interview with one plain `fetch`, and loads the real client for
 * everything else: the other routes, and a start without a good response. The real client takes
 * that outcome for its first try, and goes on with its retries and errors.
 *
 * @param base The proxy's base path or address, for example "/koji".
 */
export function createLazyProxyClient(
  base: string,
  { loadClient, earlyStart, fetch }: LazyProxyClientOptions,
): ProxyClient {
  let client: ProxyClient | undefined;
  const getClient = async (): Promise<ProxyClient> => {
    client ??= await loadClient();
    return client;
  };

  return {
    async start(body) {
      const isChecked = !earlyStart;
      const outcome = withTimeout(
        earlyStart ?? requestStart(base, body, fetch),
        RESPONSE_TIMEOUT,
        'start: no response in time.',
      );
      earlyStart = undefined;
      const response = await outcome.catch(() => null);
      if (response?.ok) return readJson('start', response);
      return (await getClient()).start(body, { outcome, isChecked });
    },
    complete: async (...args) => (await getClient()).complete(...args),
    resume: async (...args) => (await getClient()).resume(...args),
    heartbeat: async (...args) => (await getClient()).heartbeat(...args),
    message: async (...args) => (await getClient()).message(...args),
  };
}
