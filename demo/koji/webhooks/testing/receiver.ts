import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { vi } from 'vitest';
import type { WebhookBody } from '../events.ts';

/** A request as it arrived. */
export interface Received {
  path: string;
  method: string;
  headers: Record<string, string>;
  /** The bytes, as text. */
  body: string;
  /** What they say. */
  event: WebhookBody;
}

/** Answers an event with a status; with null the request is left hanging. `count` is how many came before it. */
export type Behaviour = (received: Received, count: number) => number | null | Promise<number | null>;

export interface Receiver {
  url: string;
  /** Events in the order they arrived, without the verification. */
  events: Received[];
  verifications: Received[];
  /** Waits until so many events have arrived, and gives them. */
  until(count: number): Promise<Received[]>;
  close(): Promise<void>;
}

export interface ReceiverOptions {
  /** Takes everything by default. */
  answer?: Behaviour;
  /** How the verification is answered. Default 204. */
  verify?: (response: ServerResponse, request: IncomingMessage) => void;
}

/** A real HTTP server on the loopback that a team could have written. */
export async function openReceiver({
  answer = () => 204,
  verify = response => response.writeHead(204).end(),
}: ReceiverOptions = {}): Promise<Receiver> {
  const events: Received[] = [];
  const verifications: Received[] = [];
  const server = createServer(async (request, response) => {
    const body = await text(request);
    const { url: path = '', method = '', headers } = request;
    const received = { path, method, headers: headers as Record<string, string>, body, event: JSON.parse(body) };
    if (received.event.type === 'webhook.verification') {
      verifications.push(received);
      verify(response, request);
      return;
    }
    const status = await answer(received, events.length);
    events.push(received);
    if (status !== null) response.writeHead(status).end();
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    events,
    verifications,
    until: count =>
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
