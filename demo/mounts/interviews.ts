/** The proxy that `node.ts`, `express.ts`, `fastify.ts` and `hono.ts` mount. */
import { createInterviewProxy } from 'koji-embed/proxy';
import { hooks } from './hooks.ts';

const { KOJI_API_KEY, KOJI_TICKET_SECRET, KOJI_URL, KOJI_LEAVE_GRACE } = process.env;

export const proxy = createInterviewProxy<{ address?: string }>({
  apiKey: KOJI_API_KEY,
  secret: KOJI_TICKET_SECRET ?? '',
  kojiUrl: KOJI_URL,
  basePath: '/koji',
  leaveGrace: KOJI_LEAVE_GRACE,
  clientAddress: (_request, client) => client.address,
  ...hooks,
});

// Leases are in this process's memory, so what is still open is completed before it ends.
process.once('SIGTERM', async () => {
  await proxy.stop();
  process.exit();
});
