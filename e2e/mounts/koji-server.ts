import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { type Koji, PERMISSIONS } from '../../demo/koji/index.ts';
import { createTestKoji } from '../../demo/koji/testing/index.ts';

/** Holds the chunks of a reply back. */
export interface ReplyGate {
  /** Lets all further chunks through. */
  open(): void;
  /** Lets one more chunk through. */
  passOne(): void;
  /** Whether the client has disconnected. */
  isCancelled: boolean;
}

export interface KojiServer {
  url: string;
  apiKey: string;
  interviews: Koji['interviews'];
  /** From now on, holds each reply of this interview back after its first chunk. */
  holdReplies(interviewId: string): ReplyGate;
  close(): Promise<void>;
}

/** Starts the local Koji service on a free port. */
export async function startKoji(): Promise<KojiServer> {
  const { koji, close } = await createTestKoji({ typing: 5 });
  const gates = new Map<string, WaitableGate>();

  async function respond(request: Request): Promise<Response> {
    const [, id = ''] = /\/interviews\/([^/]+)\/message$/.exec(new URL(request.url).pathname) ?? [];
    const gate = gates.get(id);
    const response = await koji.fetch(request);
    return gate && response.body ? new Response(holdBack(response.body, gate), response) : response;
  }

  const server = serve({ fetch: respond, port: 0, hostname: '127.0.0.1' });
  await new Promise(resolve => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: await koji.keys.create({ permissions: PERMISSIONS }),
    interviews: koji.interviews,
    holdReplies(id) {
      const gate = createGate();
      gates.set(id, gate);
      return gate;
    },
    async close() {
      await new Promise(resolve => server.close(resolve));
      await close();
    },
  };
}

interface WaitableGate extends ReplyGate {
  /** Resolves when the next chunk may pass. */
  waitForPass(): Promise<void>;
}

function createGate(): WaitableGate {
  let allowed = 1;
  let wake = () => {};
  const allow = (chunks: number) => {
    allowed += chunks;
    wake();
  };
  return {
    isCancelled: false,
    open: () => allow(Number.POSITIVE_INFINITY),
    passOne: () => allow(1),
    async waitForPass() {
      while (allowed < 1) await new Promise<void>(resolve => (wake = resolve));
      allowed--;
    },
  };
}

function holdBack(body: ReadableStream<Uint8Array>, gate: WaitableGate): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      await gate.waitForPass();
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel(reason) {
      gate.isCancelled = true;
      return reader.cancel(reason);
    },
  });
}
