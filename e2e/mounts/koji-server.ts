import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { PERMISSIONS } from '../../demo/koji/database/enums.ts';
import type { Koji } from '../../demo/koji/koji.ts';
import { createTestKoji } from '../../demo/koji/testing/test-koji.ts';

/** Holds replies back after their first piece. */
export interface Gate {
  open(): void;
  /** Lets one more piece through. */
  pass(): void;
  /** Whether whoever listened has gone away. */
  isLeft: boolean;
}

export interface KojiServer {
  url: string;
  apiKey: string;
  interviews: Koji['interviews'];
  /** From now on replies of this interview wait behind their first piece. */
  hold(interviewId: string): Gate;
  close(): Promise<void>;
}

/** The local Koji on a port of its own. */
export async function startKoji(): Promise<KojiServer> {
  const { koji, close } = await createTestKoji({ typing: 5 });
  const gates = new Map<string, HeldGate>();

  async function answer(request: Request): Promise<Response> {
    const [, id = ''] = /\/interviews\/([^/]+)\/message$/.exec(new URL(request.url).pathname) ?? [];
    const gate = gates.get(id);
    const response = await koji.fetch(request);
    return gate && response.body ? new Response(heldBy(gate, response.body), response) : response;
  }

  const server = serve({ fetch: answer, port: 0, hostname: '127.0.0.1' });
  await new Promise(resolve => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    apiKey: await koji.keys.create({ permissions: PERMISSIONS }),
    interviews: koji.interviews,
    hold(id) {
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

interface HeldGate extends Gate {
  /** Resolves when the next piece may go. */
  next(): Promise<void>;
}

function createGate(): HeldGate {
  let allowed = 1;
  let waiting = () => {};
  const allow = (pieces: number) => {
    allowed += pieces;
    waiting();
  };
  return {
    isLeft: false,
    open: () => allow(Number.POSITIVE_INFINITY),
    pass: () => allow(1),
    async next() {
      while (allowed < 1) await new Promise<void>(resolve => (waiting = resolve));
      allowed--;
    },
  };
}

function heldBy(gate: HeldGate, body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      await gate.next();
      const { done, value } = await reader.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel(reason) {
      gate.isLeft = true;
      return reader.cancel(reason);
    },
  });
}
