/** `npm start`: the only file that opens a port. Demo site, widget, proxy, local Koji and dashboard on one origin. */
import type { AddressInfo } from 'node:net';
import { type HttpBindings, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { createPostgresStore } from '../src/postgres-leases.ts';
import { createInterviewProxy } from '../src/proxy.ts';
import { createDocs } from './docs/routes.ts';
import { readEnvironment } from './environment.ts';
import { ApiError } from './koji/api-error.ts';
import { systemClock } from './koji/clock.ts';
import { openDatabase } from './koji/database/database.ts';
import { listInterviews, readGuideAndProject } from './koji/interviews/list.ts';
import { readInterview } from './koji/interviews/read-interview.ts';
import { createKoji } from './koji/koji.ts';
import { findMember, signIn, signOut } from './koji/members/members.ts';
import { loadInterviewerAndAnalyst } from './koji/model/interviewer-and-analyst.ts';
import { saveOrigin } from './koji/settings/origin.ts';
import { createStudySource } from './koji/studies/study-source.ts';
import { createOpenApiRoutes } from './openapi/routes.ts';
import { createSiteRoutes } from './site/routes.ts';
import { loadDashboard } from './tools/build-dashboard.ts';
import { buildWidgetIfStale } from './tools/build-widget.ts';

const environment = readEnvironment(process.env);
const { DATABASE_URL, KOJI_DATA_DIR, HOST } = environment;
const { KOJI_MODEL_URL: url, KOJI_MODEL: id, KOJI_MODEL_KEY: key, KOJI_MODEL_TIMEOUT: timeout } = environment;

if (await buildWidgetIfStale()) console.warn('The widget was built.');
const { createDashboard } = await loadDashboard();
const database = await openDatabase(DATABASE_URL ? { url: DATABASE_URL } : { dataDir: KOJI_DATA_DIR });
const koji = await createKoji({
  database,
  ...(await loadInterviewerAndAnalyst(url && id ? { url, id, key, timeout } : undefined)),
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
  // Node hangs up on a caller that was quiet for 5 s, and a request that crosses with that fails: a busy process does not
  // manage to be in time. Callers are told the longer time, and let go of the connection before it is up.
  serverOptions: { keepAliveTimeout: 65_000 },
});
await new Promise<void>((resolve, reject) => {
  server.once('listening', resolve);
  server.once('error', reject);
});
const { port } = server.address() as AddressInfo;
const origin = `http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`;
const local = isAnyAddress(HOST) ? `http://127.0.0.1:${port}` : origin;
const context = { db: database.db, clock: systemClock };

const proxy = createInterviewProxy<HttpBindings>({
  apiKey,
  secret: ticketSecret,
  // The proxy speaks to Koji over the network, as a customer's would.
  kojiUrl: local,
  basePath: '/koji',
  // Interviews go on, and are completed, whatever becomes of this process.
  store: createPostgresStore(database.connection),
  allowedOrigins: environment.KOJI_ALLOWED_ORIGINS,
  maxDuration: environment.KOJI_MAX_DURATION,
  leaveGrace: environment.KOJI_LEAVE_GRACE,
  hiddenGrace: environment.KOJI_HIDDEN_GRACE,
  idleTime: environment.KOJI_IDLE_TIME,
  startLimit: environment.KOJI_START_LIMIT,
  clientAddress: (_request, { incoming }) => incoming.socket.remoteAddress,
});

app.get('/healthz', async c => c.json({ status: 'ok', interviews: await proxy.health() }));
app.all('/koji/*', c => proxy.fetch(c.req.raw, c.env));
app.all('/api/*', c => koji.fetch(c.req.raw));
app.route(
  '/',
  createDashboard({
    auth: {
      signIn: token => signIn(context, token),
      findMember: session => findMember(context, session),
      signOut: session => signOut(database.db, session),
    },
    findInterview: async id => {
      try {
        const interview = await readInterview(context, id);
        return { ...interview, ...(await readGuideAndProject(database.db, id)) };
      } catch (error) {
        if (error instanceof ApiError) return null;
        throw error;
      }
    },
    listInterviews: part => listInterviews(context, part),
    ...createStudySource(context),
    async completeInterview(id) {
      try {
        await koji.interviews.complete(id, 'manual');
        return true;
      } catch (error) {
        if (error instanceof ApiError && error.code === 'already_completed') return false;
        if (error instanceof ApiError && error.code === 'not_found') return null;
        throw error;
      }
    },
    listDeliveries: koji.webhooks.listDeliveries,
    resendDelivery: koji.webhooks.resendDelivery,
  }),
);
app.route('/', createOpenApiRoutes('/koji'));
app.route('/', createDocs());
app.route('/', createSiteRoutes());

let isStopping = false;
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop());

/** First the proxy, which may be completing an interview and still need Koji for it; then the port; then the workers and the database. */
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

function isAnyAddress(host: string): boolean {
  return host === '0.0.0.0' || host === '::';
}

// Only now: a request that came before all routes are there would fix them as they are.
await saveOrigin(database.db, local);

process.stdout.write(`
  Demo site   ${origin}/
  Dashboard   ${origin}/dashboard   (sign in: npm run koji -- members add you@example.com)
  Docs        ${origin}/docs
  Script      ${origin}/koji.js
  Proxy       ${origin}/koji
  Local Koji  ${origin}/api

ready ${origin}
`);
