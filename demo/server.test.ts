import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lockDirectory } from './koji/database/directory-lock.ts';
import { seedDataDirectory } from './koji/testing/test-database.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

let folder: string;
/** A data directory with a database, so that a start takes less time. */
let dataDir: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'koji-server-'));
  dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  await seedDataDirectory(dataDir);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts a server on any free port. */
function spawnServer(environment: Record<string, string>) {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(?:KOJI_|DATABASE_URL|PORT$|HOST$)/.test(name));
  return spawn(process.execPath, ['demo/server.ts'], {
    cwd: ROOT,
    env: { ...Object.fromEntries(inherited), KOJI_DATA_DIR: dataDir, PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Starts a server that fails, and returns what it prints. */
async function startAndFail(environment: Record<string, string>): Promise<{ code: number; stderr: string }> {
  const child = spawnServer(environment);
  child.stdout.resume();
  const [stderr, [code]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  return { code, stderr: stderr.replace(/^The (?:widget|dashboard) was built\.\n/gm, '') };
}

describe('a server that can’t start says why in one sentence', { timeout: 120_000 }, () => {
  it.each([
    [
      'a variable that is not valid',
      { KOJI_IDLE_TIME: 'soon' },
      /^KOJI_IDLE_TIME: "soon" is not valid; expected .+\.$/,
    ],
    ['a host of another machine', { HOST: '192.0.2.1' }, /^HOST: "192\.0\.2\.1" is not an address .+\.$/],
    [
      'a database server that does not run',
      { DATABASE_URL: 'postgres://u:secret@127.0.0.1:1/d' },
      /^DATABASE_URL: the PostgreSQL server can't be used \(ECONNREFUSED\); .+\.$/,
    ],
  ])('%s', async (_, environment: Record<string, string>, sentence) => {
    const { code, stderr } = await startAndFail(environment);
    expect(stderr.trimEnd()).toMatch(sentence);
    expect(stderr).not.toContain('secret');
    expect(code).toBe(1);
  });

  it('a port in use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as { port: number };
    const { code, stderr } = await startAndFail({ PORT: `${port}` });
    other.close();
    expect(stderr.trimEnd()).toMatch(/^PORT: \d+ is in use by another process; .+\.$/);
    expect(code).toBe(1);
  });

  it('a locked data directory', async () => {
    const unlock = lockDirectory(dataDir);
    const { code, stderr } = await startAndFail({});
    unlock();
    expect(stderr.trimEnd()).toMatch(/^The data directory .+ is in use by another process\. .+\.$/);
    expect(code).toBe(1);
  });

  it('a data directory that is a file', async () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await startAndFail({ KOJI_DATA_DIR: file });
    expect(stderr.trimEnd()).toMatch(/^KOJI_DATA_DIR: ".+" can't be written \(\w+\); .+\.$/);
    expect(code).toBe(1);
  });
});

describe('a running server', { timeout: 120_000 }, () => {
  let server: ReturnType<typeof spawnServer>;
  let origin: URL;
  beforeAll(async () => {
    server = spawnServer({});
    server.stderr.resume();
    for await (const line of createInterface(server.stdout)) {
      const [, address] = /^ready (\S+)/.exec(line) ?? [];
      if (!address) continue;
      origin = new URL(address);
      break;
    }
    server.stdout.resume();
  }, 120_000);
  afterAll(async () => {
    server.kill('SIGTERM');
    await once(server, 'exit');
  });

  it('takes the proxy’s routes with a trailing slash', async () => {
    const response = await fetch(new URL('/koji/start/', origin), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: origin.origin },
      body: '{}',
    });
    expect(response.status).toBe(201);
  });

  it('refuses a host name that is not its own, on every route', async () => {
    for (const path of ['/', '/dashboard', '/api/v1/interviews/start', '/koji/start', '/healthz']) {
      const request = get({ host: origin.hostname, port: origin.port, path, headers: { Host: 'rebound.example' } });
      const [response] = await once(request, 'response');
      response.resume();
      expect([path, response.statusCode]).toEqual([path, 403]);
    }
  });
});
