/** Creates the proxy for `node.ts`, `express.ts`, `fastify.ts` and `hono.ts`. */
import { createInterviewProxy } from 'koji-embed/proxy';
import { hooks } from './hooks.ts';

const { KOJI_API_KEY, KOJI_TICKET_SECRET, KOJI_URL, KOJI_LEAVE_GRACE, KOJI_START_LIMIT } = process.env;

export const proxy = createInterviewProxy<{ address?: string }>({
  apiKey: KOJI_API_KEY,
  secret: KOJI_TICKET_SECRET ?? '',
  kojiUrl: KOJI_URL,
  basePath: '/koji',
  leaveGrace: KOJI_LEAVE_GRACE,
  clientAddress: (_request, client) => client.address,
  // Starts a minute of one address.
  startLimit: Number(KOJI_START_LIMIT ?? 20),
  ...hooks,
});

// Leases are in this process's memory, so open interviews are completed before it exits.
process.once('SIGTERM', async () => {
  await proxy.stop();
  process.exit();
});
