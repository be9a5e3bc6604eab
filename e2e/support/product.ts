import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from 'playwright/test';
import { PERMISSIONS, type Permission } from '../../demo/koji/database/enums.ts';
import type { Interview } from '../../src/wire/koji-api.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What `npm start` gives to Node. */
const START: string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .slice(1);

/** What `npm start` reads, such as `KOJI_LEAVE_GRACE`. */
export type Environment = Record<string, string>;

/** Nothing that a person would wait for, and no limit that many tests from one address would meet. */
const DEFAULTS: Environment = { PORT: '0', KOJI_TYPING: 'off', KOJI_RATE_LIMIT: '100000', KOJI_START_LIMIT: '0' };

/** The real thing, as `npm start` starts it, with a database of its own. */
export interface Product {
  origin: string;
  dataDir: string;
  pid: number;
  /** Ends it as a terminal or a process manager would, with SIGTERM. Its data stay. */
  stop(): Promise<void>;
  /** Starts it again where it was, on the same port with the same data. */
  start(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
  /** Runs `npm run koji -- …` beside it and gives the last line it prints. */
  koji(...args: string[]): Promise<string>;
  /** Signs somebody of the team in, in this page's browser. */
  signIn(page: Page, role?: 'viewer' | 'editor'): Promise<void>;
  /** An API key, with all permissions unless some are named. */
  createKey(...permissions: Permission[]): Promise<string>;
  /** What Koji has recorded of an interview, by its documented route. */
  interview(id: string): Promise<Interview>;
  /** Waits until Koji has recorded the completion. */
  completed(id: string): Promise<Interview>;
  /** Waits until the analysis is done as well. */
  analysed(id: string): Promise<Interview>;
}

/**
 * Starts a product.
 *
 * @param dataDir where an earlier one has left its data; a new directory otherwise
 */
export async function startProduct(
  environment: Environment = {},
  dataDir = mkdtempSync(join(tmpdir(), 'koji-e2e-')),
): Promise<Product> {
  const env = { ...cleanEnvironment(), ...DEFAULTS, ...environment, KOJI_DATA_DIR: dataDir };
  let end = async () => {};
  let key: string | undefined;

  const product: Product = {
    origin: '',
    dataDir,
    pid: 0,
    async start() {
      const server = await startServer({ ...env, ...(product.origin && { PORT: new URL(product.origin).port }) });
      product.origin = server.origin;
      product.pid = server.pid;
      end = server.end;
    },
    stop: () => end(),
    async remove() {
      await end();
      rmSync(dataDir, { recursive: true, force: true });
    },
    koji: (...args) => runKoji(args, env),
    async signIn(page, role = 'editor') {
      await page.goto(await product.koji('members', 'add', `${role}@tidemark.example`, '--role', role));
      await expect(page).toHaveURL(`${product.origin}/dashboard`);
    },
    createKey: (...permissions) =>
      product.koji('keys', 'create', '--permissions', (permissions.length ? permissions : PERMISSIONS).join(',')),
    async interview(id) {
      key ??= await product.createKey('interview:read');
      const response = await fetch(`${product.origin}/api/v1/interviews/${id}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      if (!response.ok) throw new Error(`Koji answered ${response.status}: ${await response.text()}`);
      return (await response.json()) as Interview;
    },
    async completed(id) {
      await expect.poll(async () => (await product.interview(id)).status).toBe('completed');
      return product.interview(id);
    },
    async analysed(id) {
      const analysis = async () => (await product.interview(id)).analysis_status;
      await expect.poll(analysis, { timeout: 30_000 }).toBe('completed');
      return product.interview(id);
    },
  };
  await product.start();
  return product;
}

/** What this machine's user has set for a product of their own is none of the tests' business. */
const cleanEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(KOJI_.*|DATABASE_URL|PORT|HOST|NODE_OPTIONS)$/.test(name)),
  );

interface Server {
  origin: string;
  pid: number;
  end(): Promise<void>;
}

async function startServer(env: NodeJS.ProcessEnv): Promise<Server> {
  const server = spawn(process.execPath, START, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const exited = once(server, 'exit');
  let said = '';
  server.stderr.on('data', chunk => {
    said += chunk;
  });
  let origin = '';
  for await (const line of createInterface(server.stdout)) {
    [, origin = ''] = /^ready (\S+)/.exec(line) ?? [];
    if (origin) break;
  }
  server.stdout.resume();
  if (!origin) throw new Error(`The product did not become ready: ${said}`);
  return {
    origin,
    pid: server.pid!,
    async end() {
      server.kill('SIGTERM');
      const [code, signal] = await exited;
      process.off('exit', kill);
      // Where there are no signals (Windows) a process can only be ended, not asked to end.
      if (code !== 0 && signal !== 'SIGTERM') throw new Error(`The product ended with ${code}: ${said}`);
    },
  };
}

async function runKoji(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const command = spawn(process.execPath, ['demo/cli.ts', ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let said = '';
  command.stdout.on('data', chunk => {
    printed += chunk;
  });
  command.stderr.on('data', chunk => {
    said += chunk;
  });
  const [code] = await once(command, 'close');
  if (code !== 0) throw new Error(`koji ${args.join(' ')} ended with ${code}: ${said}`);
  return printed.trim().split('\n').at(-1)!;
}
