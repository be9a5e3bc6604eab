import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, type Page } from 'playwright/test';
import { PERMISSIONS, type Permission } from '../../demo/koji/database/enums.ts';
import type { Interview } from '../../src/wire/koji-api.ts';
import { findDatabaseTemplate } from './database-template.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Arguments that `npm start` passes to Node. */
const START_ARGS: string[] = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  .scripts.start.split(' ')
  .slice(1);

/** Environment variables of `npm start`, such as `KOJI_LEAVE_GRACE` (see `demo/environment.ts`). */
export type Environment = Record<string, string>;

/** A free port, no typing delays, and no limits that many tests from one address would reach. */
const DEFAULT_ENVIRONMENT: Environment = {
  PORT: '0',
  KOJI_TYPING: 'off',
  KOJI_RATE_LIMIT: '100000',
  KOJI_START_LIMIT: '0',
};

/**
 * A running demo, as `npm start` starts it: demo site, script, proxy, local Koji and dashboard on
 * one origin, with a database of its own.
 */
export interface Product {
  /** For example "http://127.0.0.1:49152". */
  origin: string;
  dataDir: string;
  /** Process id of the server. */
  pid: number;
  /** Stops it with SIGTERM, as a process manager does. Its data stay. */
  stop(): Promise<void>;
  /** Starts it again on the same port with the same data. */
  start(): Promise<void>;
  /** Stops it and deletes its data. */
  remove(): Promise<void>;
  /** Runs `npm run koji -- …` in another process. Returns the last line that it prints. */
  runKojiCommand(...args: string[]): Promise<string>;
  /**
   * Signs a team member in to the dashboard. The page is then at `/dashboard`. Default role:
   * editor.
   */
  signIn(page: Page, role?: 'viewer' | 'editor'): Promise<void>;
  /** Creates an API key. Without arguments it has all permissions. */
  createKey(...permissions: Permission[]): Promise<string>;
  /** Reads Koji's record of an interview with `GET /api/v1/interviews/:id`. */
  getInterview(id: string): Promise<Interview>;
  /** Waits until Koji's record is completed. Returns it. */
  waitForCompletion(id: string): Promise<Interview>;
  /** Waits until the analysis is completed too, at most 30 s. Returns the record. */
  waitForAnalysis(id: string): Promise<Interview>;
}

/**
 * A new data directory: a copy of the template if there is one, which saves half of a first start;
 * otherwise an empty one, as a developer has.
 */
function createDataDirectory(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'koji-e2e-'));
  const template = findDatabaseTemplate();
  if (template) cpSync(template, dataDir, { recursive: true });
  return dataDir;
}

/**
 * Starts a product. The caller removes it.
 *
 * @param environment added to the defaults above
 * @param dataDir directory with the data of an earlier product; default: a new directory
 */
export async function startProduct(environment: Environment = {}, dataDir = createDataDirectory()): Promise<Product> {
  const env = { ...removeProductVariables(), ...DEFAULT_ENVIRONMENT, ...environment, KOJI_DATA_DIR: dataDir };
  let stopServer = async () => {};
  let key: string | undefined;

  const product: Product = {
    origin: '',
    dataDir,
    pid: 0,
    async start() {
      const server = await startServer({ ...env, ...(product.origin && { PORT: new URL(product.origin).port }) });
      product.origin = server.origin;
      product.pid = server.pid;
      stopServer = server.stop;
    },
    stop: () => stopServer(),
    async remove() {
      await stopServer();
      rmSync(dataDir, { recursive: true, force: true });
    },
    runKojiCommand: (...args) => runKoji(args, env),
    async signIn(page, role = 'editor') {
      await page.goto(await product.runKojiCommand('members', 'add', `${role}@tidemark.example`, '--role', role));
      await expect(page).toHaveURL(`${product.origin}/dashboard`);
    },
    createKey: (...permissions) =>
      product.runKojiCommand(
        'keys',
        'create',
        '--permissions',
        (permissions.length ? permissions : PERMISSIONS).join(','),
      ),
    async getInterview(id) {
      key ??= await product.createKey('interview:read');
      const response = await fetch(`${product.origin}/api/v1/interviews/${id}`, {
        headers: { authorization: `Bearer ${key}` },
      });
      if (!response.ok) throw new Error(`GET ${response.url}: status ${response.status}: ${await response.text()}`);
      return (await response.json()) as Interview;
    },
    async waitForCompletion(id) {
      await expect.poll(async () => (await product.getInterview(id)).status).toBe('completed');
      return product.getInterview(id);
    },
    async waitForAnalysis(id) {
      const analysis = async () => (await product.getInterview(id)).analysis_status;
      await expect.poll(analysis, { timeout: 30_000 }).toBe('completed');
      return product.getInterview(id);
    },
  };
  await product.start();
  return product;
}

/** Returns the environment of this process without variables that would configure the product. */
const removeProductVariables = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(KOJI_.*|DATABASE_URL|PORT|HOST|NODE_OPTIONS)$/.test(name)),
  );

interface Server {
  origin: string;
  pid: number;
  stop(): Promise<void>;
}

async function startServer(env: NodeJS.ProcessEnv): Promise<Server> {
  const server = spawn(process.execPath, START_ARGS, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => server.kill('SIGKILL');
  process.once('exit', kill);
  const exited = once(server, 'exit');
  let stderr = '';
  server.stderr.on('data', chunk => {
    stderr += chunk;
  });
  let origin = '';
  for await (const line of createInterface(server.stdout)) {
    [, origin = ''] = /^ready (\S+)/.exec(line) ?? [];
    if (origin) break;
  }
  server.stdout.resume();
  if (!origin) throw new Error(`The product ended before its "ready" line: ${stderr}`);
  return {
    origin,
    pid: server.pid!,
    async stop() {
      server.kill('SIGTERM');
      const [code, signal] = await exited;
      process.off('exit', kill);
      // Windows has no signals: `kill` ends the process at once.
      if (code !== 0 && signal !== 'SIGTERM') throw new Error(`The product ended with ${code}: ${stderr}`);
    },
  };
}

async function runKoji(args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  const command = spawn(process.execPath, ['demo/cli.ts', ...args], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  command.stdout.on('data', chunk => {
    stdout += chunk;
  });
  command.stderr.on('data', chunk => {
    stderr += chunk;
  });
  const [code] = await once(command, 'close');
  if (code !== 0) throw new Error(`koji ${args.join(' ')} ended with ${code}: ${stderr}`);
  return stdout.trim().split('\n').at(-1)!;
}
