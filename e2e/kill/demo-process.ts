import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The demo as `npm start` runs it, to be killed and started again. */
export interface DemoProcess {
  origin: string;
  /** Starts it where it was. Resolves when it is ready, or with `false` when it was killed before. */
  start(): Promise<boolean>;
  /** SIGKILL, and not a moment to say goodbye. */
  kill(): Promise<void>;
  /** SIGTERM, as a process manager would. */
  stop(): Promise<void>;
  /** A key that may read interviews, as a developer makes one. */
  createKey(): Promise<string>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function createDemoProcess(environment: Record<string, string>): Promise<DemoProcess> {
  const port = await freePort();
  const env = { ...inherited(), ...environment, PORT: `${port}` };
  let server: ChildProcess | null = null;
  let exited: Promise<unknown> = Promise.resolve();
  let said = '';
  process.once('exit', () => server?.kill('SIGKILL'));

  async function end(signal: NodeJS.Signals) {
    server?.kill(signal);
    await exited;
    server = null;
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    async start() {
      const started = spawn(process.execPath, ['demo/server.ts'], {
        cwd: ROOT,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      server = started;
      exited = once(started, 'exit');
      said = '';
      started.stderr.on('data', chunk => {
        said = (said + chunk).slice(-4000);
      });
      for await (const line of createInterface(started.stdout)) {
        if (!line.startsWith('ready ')) continue;
        started.stdout.resume();
        return true;
      }
      await exited;
      if (started.signalCode !== 'SIGKILL') throw new Error(`The demo did not become ready: ${said}`);
      return false;
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    async createKey() {
      const command = ['demo/cli.ts', 'keys', 'create', '--permissions', 'interview:read'];
      const { stdout } = await promisify(execFile)(process.execPath, command, { cwd: ROOT, env });
      return stdout.trim().split('\n').at(-1)!;
    },
  };
}

/** What this machine's user has set for a demo of their own is none of the test's business. */
const inherited = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(KOJI_.*|DATABASE_URL|PORT|HOST|NODE_OPTIONS)$/.test(name)),
  );

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
