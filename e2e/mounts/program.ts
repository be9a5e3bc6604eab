import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../src/server/testing/postgres-server.ts';

export interface Program {
  url: string;
  /** Asks it to end, and gives its exit code. */
  end(): Promise<number | null>;
}

export interface ProgramOptions {
  cwd: string;
  env: Record<string, string>;
}

/** A program that serves HTTP at the port that it is given in `PORT`. Resolves when it answers. */
export async function startProgram(
  [command, ...args]: [string, ...string[]],
  { cwd, env }: ProgramOptions,
): Promise<Program> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env, PORT: `${port}` },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', text => (said += text));
  const exited = once(child, 'exit') as Promise<[number | null]>;
  for (;;) {
    if (child.exitCode !== null) throw new Error(`${command} ${args.join(' ')} ended by itself:\n${said}`);
    // Any answer will do.
    const answers = await fetch(url).then(
      response => response.text().then(() => true),
      () => false,
    );
    if (answers) break;
    await wait(100);
  }
  return {
    url,
    async end() {
      child.kill('SIGTERM');
      return (await exited)[0];
    },
  };
}
