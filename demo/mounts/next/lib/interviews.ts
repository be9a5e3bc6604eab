import { createPostgresStore } from 'koji-embed/postgres-leases';
import { createInterviewProxy, type InterviewProxy } from 'koji-embed/proxy';
import { Pool } from 'pg';
import { hooks } from '../../hooks.ts';

// Next.js bundles this module into each route, so the one proxy is stored in a global.
const shared = globalThis as { interviews?: InterviewProxy };

/**
 * Returns the proxy. It is created at the first call, because a build has no secrets. Leases are in
 * PostgreSQL: between requests a serverless function may be suspended or removed, and leases in
 * memory would be lost. (For one server of your own that runs `next start`, memory works too,
 * except across a crash or a deployment.)
 */
export function interviews(): InterviewProxy {
  const { KOJI_API_KEY, KOJI_TICKET_SECRET, KOJI_URL, KOJI_LEAVE_GRACE, KOJI_START_LIMIT, DATABASE_URL } = process.env;
  shared.interviews ??= createInterviewProxy({
    apiKey: KOJI_API_KEY,
    secret: KOJI_TICKET_SECRET ?? '',
    kojiUrl: KOJI_URL,
    basePath: '/koji',
    leaveGrace: KOJI_LEAVE_GRACE,
    // Vercel sets this header itself; elsewhere, your reverse proxy must. Without it, all visitors
    // share one limit. Each instance of a serverless function counts by itself.
    clientAddress: request => request.headers.get('X-Real-IP'),
    startLimit: Number(KOJI_START_LIMIT ?? 20),
    store: createPostgresStore(new Pool({ connectionString: DATABASE_URL }), { pollEvery: null }),
    ...hooks,
  });
  return shared.interviews;
}
