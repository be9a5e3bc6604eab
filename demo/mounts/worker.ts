/**
 * Cloudflare Workers, and runtimes like them. Between requests nothing runs here, and the next request may come to another isolate:
 * leases are kept in PostgreSQL, and the schedule in `wrangler.jsonc` sends the completions that are due. Never keep them in memory
 * here: an isolate goes without a word, and with it would go the end of every interview whose page was just closed.
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
}

export default {
  fetch(request, env, context) {
    if (!new URL(request.url).pathname.startsWith('/koji/')) return new Response(null, { status: 404 });
    const proxy = createProxy(env);
    const answer = proxy.fetch(request);
    // A page that is gone ends its request, and must not end the completion that the request has begun.
    context.waitUntil(answer.then(() => proxy.stop()));
    return answer;
  },

  async scheduled(_event, env) {
    await createProxy(env).sweep();
  },
} satisfies ExportedHandler<Env>;

/** One for each event, which costs next to nothing: what a worker opens for one request it must not use in another. */
const createProxy = (env: Env) =>
  createInterviewProxy({
    apiKey: env.KOJI_API_KEY,
    secret: env.KOJI_TICKET_SECRET,
    kojiUrl: env.KOJI_URL,
    basePath: '/koji',
    leaveGrace: env.KOJI_LEAVE_GRACE,
    store: createPostgresStore(connect(env.HYPERDRIVE.connectionString), { pollEvery: null }),
    ...hooks,
  });

/** Hyperdrive keeps the real connections open; the worker closes its end when the event is over. */
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
