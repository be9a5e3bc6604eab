import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export interface PostgresServer {
  url: string;
  stop(): Promise<void>;
}

/** Debian installs the server here, outside of PATH. */
const DEBIAN_FOLDER = '/usr/lib/postgresql';

/** Whether a PostgreSQL server is installed that a test can start. */
export const hasPostgres = () => findServer() !== null && findOwner() !== null;

/** Starts a PostgreSQL server in a new directory, on a free port; null if none is installed. */
export async function startPostgres(): Promise<PostgresServer | null> {
  const bin = findServer();
  const owner = bin && findOwner();
  if (!bin || !owner) return null;

  const directory = mkdtempSync(join(tmpdir(), 'koji-postgres-'));
  if (owner.uid !== undefined) chownSync(directory, owner.uid, owner.gid!);
  const data = join(directory, 'data');
  const spawnOptions = { ...owner, cwd: directory } as const;
  execFileSync(join(bin, 'initdb'), ['-D', data, '-U', 'koji', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...spawnOptions,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const port = await findFreePort();
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'fsync=off', `unix_socket_directories=${directory}`];
  const server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap(setting => ['-c', setting])], {
    ...spawnOptions,
    stdio: 'ignore',
  });
  const exited = new Promise(resolve => server.once('exit', resolve));

  const stop = async () => {
    // SIGTERM waits until all connections are closed; SIGINT doesn't wait.
    server.kill('SIGTERM');
    await Promise.race([exited, wait(2000)]);
    server.kill('SIGINT');
    await exited;
    rmSync(directory, { recursive: true, force: true });
  };
  const isReady = () => spawnSync(join(bin, 'pg_isready'), ['-q', '-h', '127.0.0.1', '-p', `${port}`]).status === 0;
  for (let tries = 0; !isReady(); tries++) {
    if (server.exitCode !== null || tries > 100) {
      await stop();
      throw new Error('The PostgreSQL server for the tests did not start.');
    }
    await wait(100);
  }
  return { url: `postgres://koji@127.0.0.1:${port}/postgres`, stop };
}

function findServer(): string | null {
  const versions = existsSync(DEBIAN_FOLDER)
    ? readdirSync(DEBIAN_FOLDER).sort((one, other) => Number(other) - Number(one))
    : [];
  const folders = [
    ...(process.env.PATH ?? '').split(delimiter),
    ...versions.map(version => join(DEBIAN_FOLDER, version, 'bin')),
  ];
  return (
    folders.find(folder => ['initdb', 'postgres', 'pg_isready'].every(name => existsSync(join(folder, name)))) ?? null
  );
}

/**
 * The user to run the server as. It refuses to run as root, so it then runs as its package's user.
 */
function findOwner(): { uid?: number; gid?: number } | null {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }).stdout.trim();
  return /^\d+$/.test(idOf('-u')) ? { uid: Number(idOf('-u')), gid: Number(idOf('-g')) } : null;
}

/** Finds a free port on this machine. */
export const findFreePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
