/** A process that serves the proxy and nothing else, with leases in memory. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createInterviewProxy } from '../../../src/server/proxy.ts';

const proxy = createInterviewProxy({
  apiKey: `pk_live_${'x'.repeat(32)}`,
  secret: randomUUID(),
  kojiUrl: process.env.KOJI_URL!,
  startLimit: 0,
  // All messages of a round have one ticket.
  ticketLimit: 0,
});

const server = serve({ fetch: request => proxy.fetch(request), hostname: '127.0.0.1', port: 0 }, address =>
  process.send!((address as AddressInfo).port),
);

// The only message from the parent process: `memory`. The response is in bytes.
process.on('message', () => {
  globalThis.gc!();
  const { heapUsed, external } = process.memoryUsage();
  process.send!(heapUsed + external);
});
process.on('disconnect', () => server.close());
