import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { findFreePort } from '../../src/server/testing/postgres-server.ts';

export interface ServerProcess {
  url: string;
  /** Sends SIGTERM and resolves with the exit code. */
  stop(): Promise<number | null>;
}

export interface ProcessOptions {
  cwd: string;
  env: Record<string, string>;
}

/**
 * Starts a program that serves HTTP on the port in its environment variable `PORT`. Resolves once
 * it responds.
 *
 * @throws Error with the program's output, if the program exits first
 */
export async function startServerProcess(
  [command, ...args]: [string, ...string[]],
  { cwd, env }: ProcessOptions,
): Promise<ServerProcess> {
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env, PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (output += text));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${command} ${args.join(' ')} exited by itself:\n${output}`);
    // Any response will do, an error too.
    const isResponding = await fetch(url).then(
      response => response.text().then(() => true),
      () => false,
    );
    if (isResponding) break;
    await wait(100);
  }
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
}
