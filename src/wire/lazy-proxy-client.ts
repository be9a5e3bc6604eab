import { createFailure } from '../interview/failures.ts';
import { InterviewError } from './interview-error.ts';
import type { ProxyClient } from './proxy-client.ts';
import type { ProxyStartResponse } from './proxy-contract.ts';
import { requestStart } from './start-request.ts';

export interface LazyProxyClientOptions {
  /** Loads the client. Rejects with an `InterviewError` when it cannot be loaded. */
  loadClient(): Promise<ProxyClient>;
  /**
   * A `start` that was sent before this code was loaded. The first start uses its response if it is
   * a good one.
   */
  earlyStart?: Promise<Response> | undefined;
  fetch?: typeof globalThis.fetch;
}

/**
 * A client that starts an interview with one plain `fetch`, and loads the real client for
 * everything else: the other routes, and a start whose response is not a good one. The real client
 * takes that response for its first try, with its retries, time-outs and errors.
 *
 * @param base The proxy's base path or address, for example "/koji".
 */
export function createLazyProxyClient(
  base: string,
  { loadClient, earlyStart, fetch }: LazyProxyClientOptions,
): ProxyClient {
  return {
    async start(body) {
      let firstResponse = earlyStart;
      earlyStart = undefined;
      // A refused start has changed nothing, and the loader that sent it checks no options.
      if (!firstResponse || (await isRefused(firstResponse))) firstResponse = requestStart(base, body, fetch);
      const response = await firstResponse.catch(() => null);
      if (response?.ok) return readStart(response);
      const client = await loadClient();
      return client.start(body, firstResponse);
    },
    complete: async (...args) => (await loadClient()).complete(...args),
    resume: async (...args) => (await loadClient()).resume(...args),
    heartbeat: async (...args) => (await loadClient()).heartbeat(...args),
    message: async (...args) => (await loadClient()).message(...args),
  };
}

const isRefused = (response: Promise<Response>): Promise<boolean> =>
  response.then(
    ({ ok }) => !ok,
    () => false,
  );

async function readStart(response: Response): Promise<ProxyStartResponse> {
  try {
    return await response.json();
  } catch (error) {
    throw new InterviewError(createFailure('bad_response', 'start: the response is not JSON.'), error);
  }
}
