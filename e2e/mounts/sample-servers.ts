import { execFile, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Rolldown } from 'vite';
import { MOUNTS } from './prepare.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

export interface SampleServer extends ServerProcess {
  /** What the schedule calls once a minute, for servers in which nothing runs between requests. */
  runSchedule?(): Promise<void>;
}

export interface SampleOptions {
  /** Environment variables of the sample. */
  env: Record<string, string>;
  /** Address of the sample's database. Empty if no PostgreSQL is installed. */
  database: string;
}

/** Authorizes calls of the schedule in the Next.js sample. */
export const CRON_SECRET = 'only the schedule knows this';

const startNode = (file: string) => (options: SampleOptions) =>
  startServerProcess([process.execPath, file], { cwd: MOUNTS, env: options.env });

async function startNext({ env, database }: SampleOptions): Promise<SampleServer> {
  const command = join(MOUNTS, 'node_modules/next/dist/bin/next');
  const options = {
    cwd: join(MOUNTS, 'next'),
    env: { ...env, DATABASE_URL: database, CRON_SECRET, NEXT_TELEMETRY_DISABLED: '1' },
  };
  await promisify(execFile)(process.execPath, [command, 'build'], {
    ...options,
    // As in production, the build gets no secrets.
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  const server = await startServerProcess([process.execPath, command, 'start', '--hostname', '127.0.0.1'], options);
  return {
    ...server,
    async runSchedule() {
      const response = await fetch(`${server.url}/api/cron/koji`, {
        headers: { Authorization: `Bearer ${CRON_SECRET}` },
      });
      if (!response.ok) throw new Error(await response.text());
      await response.body?.cancel();
    },
  };
}

/**
 * A Python that has the package `cryptography`, as Debian's has if that is installed. Null if there
 * is none.
 */
export function findPython(): string | null {
  const hasCryptography = (python: string) => spawnSync(python, ['-c', 'import cryptography.fernet']).status === 0;
  return ['/usr/bin/python3', 'python3'].find(hasCryptography) ?? null;
}

/** Starts the proxy written in Python, whose options for times are in seconds. */
export const startPython = (python: string, env: Record<string, string>): Promise<ServerProcess> =>
  startServerProcess([python, 'python/koji_proxy.py'], { cwd: MOUNTS, env });

/** The parts of Miniflare that are used here. */
interface Miniflare {
  ready: Promise<URL>;
  getWorker(): Promise<{ scheduled(options: { cron: string }): Promise<{ outcome: string }> }>;
  dispose(): Promise<void>;
}

/** Starts the worker in workerd, the runtime of Cloudflare Workers. */
async function startWorker({ env, database }: SampleOptions): Promise<SampleServer> {
  const { Miniflare } = createRequire(join(MOUNTS, 'package.json'))('miniflare') as {
    Miniflare: new (options: object) => Miniflare;
  };
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleWorker(),
    compatibilityDate: '2026-07-01',
    compatibilityFlags: ['nodejs_compat'],
    // All tests have one address.
    ratelimits: {
      START_LIMIT: { namespace_id: '1', simple: { limit: 1000, period: 60 } },
      CALL_LIMIT: { namespace_id: '2', simple: { limit: 1000, period: 60 } },
    },
    bindings: { ...env, HYPERDRIVE: { connectionString: database } },
    host: '127.0.0.1',
    port: 0,
  });
  const { origin } = await miniflare.ready;
  return {
    url: origin,
    async runSchedule() {
      const { outcome } = await (await miniflare.getWorker()).scheduled({ cron: '* * * * *' });
      if (outcome !== 'ok') throw new Error(`The scheduled handler's outcome is ${outcome}.`);
    },
    async stop() {
      await miniflare.dispose();
      return 0;
    },
  };
}

/** Bundles the worker into one file, as Wrangler does. */
async function bundleWorker(): Promise<string> {
  const { output } = (await build({
    root: MOUNTS,
    configFile: false,
    logLevel: 'error',
    ssr: { target: 'webworker', noExternal: true, resolve: { conditions: ['workerd', 'worker'] } },
    build: {
      write: false,
      ssr: join(MOUNTS, 'worker.ts'),
      target: 'es2022',
      rolldownOptions: { external: [/^node:/, /^cloudflare:/], output: { format: 'es', codeSplitting: false } },
    },
  })) as Rolldown.RolldownOutput;
  return output[0].code;
}

export interface Sample {
  /** Its name in the README beside the samples. */
  name: string;
  file: string;
  start(options: SampleOptions): Promise<SampleServer>;
  /** Whether it keeps its leases in a database, and so needs one. */
  needsDatabase?: boolean;
  /** Whether it has another route beside the proxy, with a parsed body. */
  parsesBodies?: boolean;
  /** Whether it notices only at the next chunk of a reply that the client has disconnected. */
  noticesDisconnectLate?: boolean;
}

export const SAMPLES: Sample[] = [
  { name: 'plain Node', file: 'node.ts', start: startNode('node.ts') },
  { name: 'Express', file: 'express.ts', start: startNode('express.ts'), parsesBodies: true },
  { name: 'Fastify', file: 'fastify.ts', start: startNode('fastify.ts'), parsesBodies: true },
  { name: 'Hono', file: 'hono.ts', start: startNode('hono.ts'), parsesBodies: true },
  { name: 'Next.js', file: 'next', start: startNext, needsDatabase: true },
  { name: 'a worker', file: 'worker.ts', start: startWorker, needsDatabase: true, noticesDisconnectLate: true },
];
