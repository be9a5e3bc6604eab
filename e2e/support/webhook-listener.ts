import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { Product } from './product.ts';

/** A team's server that receives Koji's webhooks about completions and analyses. */
export interface WebhookListener {
  /**
   * Returns the types of the events about an interview. Sorted, because events may come in any
   * order. An event that was delivered twice counts once.
   */
  eventsOf(interviewId: string): string[];
  close(): Promise<void>;
}

interface KojiEvent {
  type: string;
  data: { interview_id?: string };
}

/**
 * Starts a server and registers it with the product for `interview.completed` and
 * `interview.analysis_ready`.
 */
export async function listenToWebhooks(product: Product): Promise<WebhookListener> {
  const events = new Map<string, KojiEvent>();
  const server = createServer(async (request, response) => {
    events.set(String(request.headers['webhook-id']), (await json(request)) as KojiEvent);
    response.writeHead(204).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/koji-events`;
  await product.runKojiCommand('webhooks', 'add', url, '--events', 'interview.completed,interview.analysis_ready');
  return {
    eventsOf: id =>
      [...events.values()]
        .filter(({ data }) => data.interview_id === id)
        .map(({ type }) => type)
        .sort(),
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
