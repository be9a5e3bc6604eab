import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { vi } from 'vitest';
import type { WebhookBody } from '../events.ts';

/** A request that the receiver got. */
export interface ReceivedRequest {
  path: string;
  method: string;
  headers: Record<string, string>;
  /** The raw body. */
  body: string;
  /** The parsed body. */
  event: WebhookBody;
}

/**
 * The status to respond with; null leaves the request without a response. `count` is the number of
 * earlier events.
 */
export type RespondToEvent = (request: ReceivedRequest, count: number) => number | null | Promise<number | null>;

export interface Receiver {
  url: string;
  /** Events in the order they arrived, without the verification. */
  events: ReceivedRequest[];
  verifications: ReceivedRequest[];
  /** Waits until this many events have arrived, and returns them. */
  waitForEvents(count: number): Promise<ReceivedRequest[]>;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  /** 204 by default. */
  respond?: RespondToEvent;
  /** Responds to the verification; with 204 by default. */
  verify?: (response: ServerResponse, request: IncomingMessage) => void;
}

/** Starts an HTTP server on the loopback interface that receives webhooks. */
export async function openReceiver({
  respond = () => 204,
  verify = response => response.writeHead(204).end(),
}: ReceiverOptions = {}): Promise<Receiver> {
  const events: ReceivedRequest[] = [];
  const verifications: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { url: path = '', method = '', headers } = request;
    const received = { path, method, headers: headers as Record<string, string>, body, event: JSON.parse(body) };
    if (received.event.type === 'webhook.verification') {
      verifications.push(received);
      verify(response, request);
      return;
    }
    const status = await respond(received, events.length);
    events.push(received);
    if (status !== null) response.writeHead(status).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    events,
    verifications,
    waitForEvents: count =>
      vi.waitFor(
        () => {
          if (events.length < count) throw new Error(`${events.length} of ${count} events have arrived.`);
          return events;
        },
        { timeout: 15_000, interval: 20 },
      ),
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}
