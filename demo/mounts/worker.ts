/**
 * Cloudflare Workers and similar runtimes. No code runs between requests, and the next request may
 * reach another isolate. So leases are in PostgreSQL, and the schedule in `wrangler.jsonc` sends
 * the completions that are due. Leases in memory would be lost with their isolate, and with them
 * the completion of every interview whose page was closed.
 */
import { createPostgresStore, type PostgresConnection } from 'koji-embed/postgres-leases';
import { createInterviewProxy } from 'koji-embed/proxy';
import { Client } from 'pg';
import { hooks } from './hooks.ts';

interface Env {
  KOJI_API_KEY: string;
  KOJI_TICKET_SECRET: string;
  KOJI_URL?: string;
  KOJI_LEAVE_GRACE?: string;
  HYPERDRIVE: Pick<Hyperdrive, 'connectionString'>;
  /** Starts by client address, and calls to Koji by ticket. */
  START_LIMIT: RateLimit;
  CALL_LIMIT: RateLimit;
}

export default {
  async fetch(request, env, context) {
    if (!new URL(request.url).pathname.startsWith('/koji/')) return new Response(null, { status: 404 });
    if (await isOverLimit(request, env)) {
      const error = { error: 'rate_limited', message: 'Too many calls; try again later.' };
      return Response.json(error, { status: 429, headers: { 'Retry-After': '60' } });
    }
    const proxy = createProxy(env);
    const response = proxy.fetch(request);
    // A disconnected page cancels its request. The completion that the request started must still
    // finish, and so must a reply that is streamed.
    context.waitUntil(response.then(() => proxy.stop()));
    return response;
  },

  async scheduled(_event, env) {
    await createProxy(env).sweep();
  },
} satisfies ExportedHandler<Env>;

/**
 * Cloudflare counts: a proxy that lives for one event can't. Leaves, heartbeats and completions are
 * never refused.
 */
async function isOverLimit(request: Request, env: Env): Promise<boolean> {
  const { pathname } = new URL(request.url);
  if (request.method !== 'POST') return false;
  if (/\/start\/*$/.test(pathname)) {
    // Without an address, all clients share one limit.
    const address = request.headers.get('CF-Connecting-IP') ?? 'unknown';
    return !(await env.START_LIMIT.limit({ key: address })).success;
  }
  const ticket = request.headers.get('X-Koji-Ticket');
  if (!ticket || !/\/(message|resume)\/*$/.test(pathname)) return false;
  return !(await env.CALL_LIMIT.limit({ key: ticket })).success;
}

/**
 * Creates a proxy for one event. That is cheap, and a worker must not share connections between
 * requests.
 */
const createProxy = (env: Env) =>
  createInterviewProxy({
    apiKey: env.KOJI_API_KEY,
    secret: env.KOJI_TICKET_SECRET,
    kojiUrl: env.KOJI_URL,
    basePath: '/koji',
    leaveGrace: env.KOJI_LEAVE_GRACE,
    // `stop` waits for the reply.
    stopTimeout: '2m',
    store: createPostgresStore(connect(env.HYPERDRIVE.connectionString), { pollEvery: null }),
    ...hooks,
  });

/**
 * Connects at the first query. Hyperdrive pools the real connections; the worker's own ends with
 * the event.
 */
function connect(connectionString: string): PostgresConnection {
  let opened: Promise<Client> | undefined;
  const open = async () => {
    const client = new Client({ connectionString });
    await client.connect();
    return client;
  };
  return {
    async query(sql, values) {
      opened ??= open();
      return (await opened).query(sql, values);
    },
  };
}
