/**
 * `npm start`: the demo site, widget, proxy, local Koji, dashboard and documentation on one origin.
 */
import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPostgresStore } from '../src/postgres-leases.ts';
import { createInterviewProxy } from '../src/proxy.ts';
import { requireAllowedHost } from './allowed-hosts.ts';
import { describeStartError } from './describe-start-error.ts';
import { createDocs } from './docs/routes.ts';
import { type Environment, readEnvironment } from './environment.ts';
import { createDashboardSource, createKoji, loadInterviewerAndAnalyst, openDatabase } from './koji/index.ts';
import { createOpenApiRoutes } from './openapi/routes.ts';
import { createSiteRoutes } from './site/routes.ts';
import { loadDashboard } from './tools/build-dashboard.ts';
import { buildWidgetIfStale } from './tools/build-widget.ts';

/** Starts everything, and stops it at SIGTERM or SIGINT. */
async function startServer(environment: Environment): Promise<void> {
  const {
    DATABASE_URL,
    KOJI_DATA_DIR,
    HOST,
    KOJI_ALLOWED_HOSTS: ALLOWED_HOSTS,
    KOJI_MODEL_URL,
    KOJI_MODEL,
  } = environment;
  const model =
    KOJI_MODEL_URL && KOJI_MODEL
      ? {
          url: KOJI_MODEL_URL,
          id: KOJI_MODEL,
          key: environment.KOJI_MODEL_KEY,
          timeout: environment.KOJI_MODEL_TIMEOUT,
        }
      : undefined;

  if (await buildWidgetIfStale()) console.warn('The widget was built.');
  const { createDashboard } = await loadDashboard();
  // From here on, only the owner can read what this process writes: keys, and respondents' words.
  process.umask(0o077);
  const database = await openDatabase(DATABASE_URL ? { url: DATABASE_URL } : { dataDir: KOJI_DATA_DIR });
  const koji = await createKoji({
    database,
    ...(await loadInterviewerAndAnalyst(model)),
    rateLimit: environment.KOJI_RATE_LIMIT,
    typing: environment.KOJI_TYPING,
  });
  const { apiKey, ticketSecret } = await koji.loadInstallationSecrets();
  await koji.start();

  const app = new Hono<{ Bindings: HttpBindings }>();
  const server = serve({
    fetch: app.fetch,
    hostname: HOST,
    port: environment.PORT,
    autoCleanupIncoming: true,
    // By default, Node.js closes a connection that is idle for 5 s. A request sent at that moment
    // fails. Clients that see this longer timeout in the response close the connection first.
    serverOptions: { keepAliveTimeout: 65_000 },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const { port } = server.address() as AddressInfo;
  const isAnyAddress = HOST === '0.0.0.0' || HOST === '::';
  const origin = `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`;
  /** The origin as this machine reaches it. */
  const localOrigin = isAnyAddress ? `http://127.0.0.1:${port}` : origin;

  const proxy = createInterviewProxy<HttpBindings>({
    apiKey,
    secret: ticketSecret,
    // The proxy calls Koji over HTTP, as a customer's proxy does.
    kojiUrl: localOrigin,
    basePath: '/koji',
    // Leases in the database survive this process.
    store: createPostgresStore(database.connection),
    allowedOrigins: environment.KOJI_ALLOWED_ORIGINS,
    maxDuration: environment.KOJI_MAX_DURATION,
    leaveGrace: environment.KOJI_LEAVE_GRACE,
    hiddenGrace: environment.KOJI_HIDDEN_GRACE,
    idleTime: environment.KOJI_IDLE_TIME,
    startLimit: environment.KOJI_START_LIMIT,
    clientAddress: (_request, { incoming }) => incoming.socket.remoteAddress,
  });

  app.use(requireAllowedHost(ALLOWED_HOSTS === '*' ? '*' : [HOST, ...ALLOWED_HOSTS]));
  app.get('/healthz', async c => c.json({ status: 'ok', interviews: await proxy.health() }));
  app.all('/koji/*', c => proxy.fetch(c.req.raw, c.env));
  app.all('/api/*', c => koji.fetch(c.req.raw));
  app.route('/', createDashboard(createDashboardSource(koji, database)));
  app.route('/', createOpenApiRoutes('/koji'));
  app.route('/', createDocs());
  app.route('/', createSiteRoutes());

  let isStopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

  /** Stops the proxy first, because it may be completing an interview through Koji. */
  async function stop(): Promise<void> {
    if (isStopping) return;
    isStopping = true;
    await proxy.stop();
    const closed = new Promise(resolve => server.close(resolve));
    if ('closeAllConnections' in server) server.closeAllConnections();
    await closed;
    await koji.stop();
    await database.close();
    process.exit(0);
  }

  // Awaits only after all routes are added: Hono accepts no further routes after the first request.
  await koji.saveOrigin(localOrigin);

  process.stdout.write(`
  Demo site   ${origin}/
  Dashboard   ${origin}/dashboard   (sign in: npm run koji -- members add you@example.com)
  Docs        ${origin}/docs
  Script      ${origin}/koji.js
  Proxy       ${origin}/koji
  Local Koji  ${origin}/api

ready ${origin}
`);
}

let environment: Environment | null = null;
try {
  environment = readEnvironment(process.env);
  await startServer(environment);
} catch (error) {
  const message = describeStartError(error, environment);
  process.stderr.write(`${message ?? (error as Error).stack ?? error}\n`);
  process.exit(1);
}
