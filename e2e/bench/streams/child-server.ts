import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A server in a child process. The child sends its port when it listens. */
export interface ChildServer {
  origin: string;
  /** Sends a message that gets no response. */
  notify(message: string): void;
  /** Sends a message and returns the response. */
  query(message: string): Promise<number>;
  stop(): void;
}

/** @param file a file in this folder */
export async function startChildServer(file: string, environment: Record<string, string>): Promise<ChildServer> {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), {
    env: { ...process.env, ...environment },
    execArgv: ['--expose-gc'],
  });
  const exit = once(child, 'exit').then(([code]): never => {
    throw new Error(`${file} exited with ${code}.`);
  });
  // After `stop`, nothing waits for the exit, and the rejection would be unhandled.
  exit.catch(() => {});
  const nextMessage = async () => (await Promise.race([once(child, 'message'), exit]))[0] as number;
  const port = await nextMessage();
  return {
    origin: `http://127.0.0.1:${port}`,
    notify: message => void child.send(message),
    query(message) {
      child.send(message);
      return nextMessage();
    },
    stop: () => void child.kill(),
  };
}
