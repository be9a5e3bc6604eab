import { createPostgresStore } from 'koji-embed/postgres-leases';
import { createInterviewProxy, type InterviewProxy } from 'koji-embed/proxy';
import { Pool } from 'pg';
import { hooks } from '../../hooks.ts';

// Next gives each route a module of its own; what is global they share.
const shared = globalThis as { interviews?: InterviewProxy };

/**
 * The proxy, made at its first call, since a build has no secrets. Its leases are in PostgreSQL: a function is frozen or gone between
 * requests, and in memory it would forget who has left. (On one server of your own that runs `next start` and stays, memory would do
 * as well, but for a crash or a deployment.)
 */
export function interviews(): InterviewProxy {
  const { KOJI_API_KEY, KOJI_TICKET_SECRET, KOJI_URL, KOJI_LEAVE_GRACE, DATABASE_URL } = process.env;
  shared.interviews ??= createInterviewProxy({
    apiKey: KOJI_API_KEY,
    secret: KOJI_TICKET_SECRET ?? '',
    kojiUrl: KOJI_URL,
    basePath: '/koji',
    leaveGrace: KOJI_LEAVE_GRACE,
    store: createPostgresStore(new Pool({ connectionString: DATABASE_URL }), { pollEvery: null }),
    ...hooks,
  });
  return shared.interviews;
}
