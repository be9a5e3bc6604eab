import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findFreePort } from '../../src/server/testing/postgres-server.ts';

/** The demo in a child process that can be killed and started again on the same port. */
export interface DemoProcess {
  origin: string;
  /**
   * Starts the demo. Resolves with true when it is ready, or with false if it was killed before.
   */
  start(): Promise<boolean>;
  /** Sends SIGKILL, so that the demo cannot clean up. */
  kill(): Promise<void>;
  /** Sends SIGTERM, as a process manager does. */
  stop(): Promise<void>;
  /** Creates an API key that may read interviews, with the demo's command line. */
  createKey(): Promise<string>;
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export async function createDemoProcess(environment: Record<string, string>): Promise<DemoProcess> {
  const port = await findFreePort();
  const env = { ...inheritedEnvironment(), ...environment, PORT: `${port}` };
  let child: ChildProcess | null = null;
  let exit: Promise<unknown> = Promise.resolve();
  process.once('exit', () => child?.kill('SIGKILL'));

  async function end(signal: NodeJS.Signals) {
    child?.kill(signal);
    await exit;
    child = null;
  }

  return {
    origin: `http://127.0.0.1:${port}`,
    async start() {
      const started = spawn(process.execPath, ['demo/server.ts'], {
        cwd: ROOT,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      exit = once(started, 'exit');
      let lastErrorOutput = '';
      started.stderr.on('data', chunk => {
        lastErrorOutput = (lastErrorOutput + chunk).slice(-4000);
      });
      for await (const line of createInterface(started.stdout)) {
        if (!line.startsWith('ready ')) continue;
        started.stdout.resume();
        return true;
      }
      await exit;
      if (started.signalCode !== 'SIGKILL') throw new Error(`The demo did not become ready: ${lastErrorOutput}`);
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

/** This process's environment, without the variables that configure the demo. */
const inheritedEnvironment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(KOJI_.*|DATABASE_URL|PORT|HOST|NODE_OPTIONS)$/.test(name)),
  );
