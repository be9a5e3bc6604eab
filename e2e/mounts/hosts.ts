import { execFile, spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build, type Rolldown } from 'vite';
import { MOUNTS } from './prepare.ts';
import { type Program, startProgram } from './program.ts';

export interface Host extends Program {
  /** Where nothing runs between requests: what the schedule does once a minute. */
  schedule?(): Promise<void>;
}

export interface HostOptions {
  /** What the samples read of the environment. */
  env: Record<string, string>;
  database: string;
}

export const CRON_SECRET = 'only the schedule knows this';

const node = (file: string) => (options: HostOptions) =>
  startProgram([process.execPath, file], { cwd: MOUNTS, env: options.env });

async function next({ env, database }: HostOptions): Promise<Host> {
  const command = join(MOUNTS, 'node_modules/next/dist/bin/next');
  const options = {
    cwd: join(MOUNTS, 'next'),
    env: { ...env, DATABASE_URL: database, CRON_SECRET, NEXT_TELEMETRY_DISABLED: '1' },
  };
  await promisify(execFile)(process.execPath, [command, 'build'], {
    ...options,
    // A build has no secrets.
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1' },
  });
  const program = await startProgram([process.execPath, command, 'start', '--hostname', '127.0.0.1'], options);
  return {
    ...program,
    async schedule() {
      const heard = await fetch(`${program.url}/api/cron/koji`, {
        headers: { Authorization: `Bearer ${CRON_SECRET}` },
      });
      if (!heard.ok) throw new Error(await heard.text());
      await heard.body?.cancel();
    },
  };
}

/** Debian's own, with Debian's `cryptography`; null where one of them is missing. */
export function findPython(): string | null {
  const isThere = (python: string) => spawnSync(python, ['-c', 'import cryptography.fernet']).status === 0;
  return ['/usr/bin/python3', 'python3'].find(isThere) ?? null;
}

/** The proxy in another language. Its times are in seconds. */
export const startPython = (python: string, env: Record<string, string>): Promise<Program> =>
  startProgram([python, 'python/koji_proxy.py'], { cwd: MOUNTS, env });

/** The part of miniflare that is used here. */
interface Miniflare {
  ready: Promise<URL>;
  getWorker(): Promise<{ scheduled(options: { cron: string }): Promise<{ outcome: string }> }>;
  dispose(): Promise<void>;
}

/** In workerd, the runtime of Cloudflare's workers. */
async function worker({ env, database }: HostOptions): Promise<Host> {
  const { Miniflare } = createRequire(join(MOUNTS, 'package.json'))('miniflare') as {
    Miniflare: new (options: object) => Miniflare;
  };
  const miniflare = new Miniflare({
    modules: true,
    script: await bundleWorker(),
    compatibilityDate: '2026-07-01',
    compatibilityFlags: ['nodejs_compat'],
    bindings: { ...env, HYPERDRIVE: { connectionString: database } },
    host: '127.0.0.1',
    port: 0,
  });
  const { origin } = await miniflare.ready;
  return {
    url: origin,
    async schedule() {
      const { outcome } = await (await miniflare.getWorker()).scheduled({ cron: '* * * * *' });
      if (outcome !== 'ok') throw new Error(`The scheduled handler ended as ${outcome}.`);
    },
    async end() {
      await miniflare.dispose();
      return 0;
    },
  };
}

/** Into one file, as `wrangler` does. */
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

export interface HostKind {
  /** As the README beside the samples calls it. */
  name: string;
  file: string;
  start(options: HostOptions): Promise<Host>;
  /** Keeps its leases in a database, which then has to be there. */
  isDurable?: boolean;
  /** Has another route beside the proxy, whose body it parses. */
  hasParser?: boolean;
  /** Notices at the next piece of a reply that nobody reads it any more, and not before. */
  noticesLate?: boolean;
}

export const HOSTS = [
  { name: 'plain Node', file: 'node.ts', start: node('node.ts') },
  { name: 'Express', file: 'express.ts', start: node('express.ts'), hasParser: true },
  { name: 'Fastify', file: 'fastify.ts', start: node('fastify.ts'), hasParser: true },
  { name: 'Hono', file: 'hono.ts', start: node('hono.ts'), hasParser: true },
  { name: 'Next.js', file: 'next', start: next, isDurable: true },
  { name: 'a worker', file: 'worker.ts', start: worker, isDurable: true, noticesLate: true },
] as HostKind[];
