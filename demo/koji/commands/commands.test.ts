import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import { type Database, openDatabase } from '../database/database.ts';
import { lockDirectory } from '../database/directory-lock.ts';
import { createKoji } from '../koji.ts';
import { openTestDatabase, seedDataDirectory } from '../testing/test-database.ts';
import { createCountingAnalyst, createTestClient } from '../testing/test-koji.ts';
import { CommandError } from './command.ts';
import { runCommand } from './commands.ts';
import { sendCommand, startControlServer } from './control-server.ts';

const newDirectory = () => mkdtempSync(join(tmpdir(), 'koji-commands-'));
const KEY = /^pk_live_[A-Za-z0-9]{32}$/;

describe('runCommand', () => {
  let database: Database;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  const run = (name: string, input = {}) => runCommand({ db: database.db, clock: systemClock }, name, input);

  it('S29: keys create prints the key alone on the last line; keys list and keys revoke use its prefix', async () => {
    const lines = await run('keys create', { project: 'Kiosk 7', permissions: 'interview:read, interview:start' });
    const key = lines.at(-1)!;
    expect(key).toMatch(KEY);
    const prefix = key.slice(0, 16);
    const listed = await run('keys list');
    expect(listed.join('\n')).toContain(`${prefix}…  Kiosk 7  interview:read,interview:start`);
    expect(listed.join('\n')).not.toContain(key);
    expect(await run('keys revoke', { prefix })).toEqual([`Revoked ${prefix}…`]);
    expect((await run('keys list')).join('\n')).toMatch(/revoked \d{4}-\d\d-\d\d/);
  });

  it.each([
    [
      'keys create',
      { project: 'demo', permissions: 'interview:start,interview:delete' },
      /Unknown permission "interview:delete"/,
    ],
    ['keys create', { project: 'demo', permissions: ' , ' }, /Expected at least one permission/],
    ['keys create', { project: '', permissions: 'interview:start' }, /not a project name/],
    ['keys create', { project: 'a\nb', permissions: 'interview:start' }, /not a project name/],
    ['keys create', { permissions: 'interview:start' }, /not a project name/],
    ['keys revoke', { prefix: 'pk_live_unknown0' }, /no active key/],
    ['keys mend', {}, /Unknown command "keys mend"/],
  ])('%s %j fails with a clear message', async (name, input, message) => {
    const before = await run('keys list');
    await expect(run(name, input)).rejects.toThrow(message);
    await expect(run(name, input)).rejects.toBeInstanceOf(CommandError);
    expect(await run('keys list')).toEqual(before);
  });

  it('runs in a server process for a user who can read its private file', async () => {
    const directory = newDirectory();
    expect(await sendCommand(directory, 'keys list', {})).toBeNull();
    const control = await startControlServer(directory, { db: database.db, clock: systemClock });
    const file = join(directory, 'control.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);

    expect(
      (await sendCommand(directory, 'keys create', { project: 'remote', permissions: 'interview:read' }))?.at(-1),
    ).toMatch(KEY);
    await expect(sendCommand(directory, 'keys create', { project: 'remote', permissions: 'x' })).rejects.toThrow(
      new CommandError(
        'Unknown permission "x". Expected: interview:start, interview:chat, interview:complete, interview:read.',
      ),
    );
    const { url } = JSON.parse(readFileSync(file, 'utf8'));
    expect(new URL(url).hostname).toBe('127.0.0.1');
    for (const headers of [{}, { Authorization: 'Bearer wrong' }] as HeadersInit[]) {
      const refused = await fetch(url, { method: 'POST', headers, body: '{"name":"keys list","input":{}}' });
      expect([refused.status, await refused.json()]).toEqual([401, { error: 'The token is missing or wrong.' }]);
    }

    await control.close();
    expect(await sendCommand(directory, 'keys list', {})).toBeNull();
    // A killed process leaves its file behind, with an address that refuses connections.
    writeFileSync(file, JSON.stringify({ url, token: 'old' }));
    expect(await sendCommand(directory, 'keys list', {})).toBeNull();
    rmSync(directory, { recursive: true });
  });
});

describe('npm run koji', () => {
  const directory = newDirectory();
  beforeAll(() => seedDataDirectory(directory));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url));
  const { DATABASE_URL: _, ...env } = process.env;
  const koji = async (...args: string[]) => {
    const command = promisify(execFile)(process.execPath, [cli, ...args], {
      env: { ...env, KOJI_DATA_DIR: directory },
    });
    const { stdout, stderr } = await command.catch(failed => failed);
    return { code: command.child.exitCode, lines: stdout.trimEnd().split('\n') as string[], stderr: stderr as string };
  };

  it('creates keys with and without a running server', async () => {
    const withoutServer = await koji('keys', 'create', '--permissions', 'interview:start');
    expect([withoutServer.code, withoutServer.stderr]).toEqual([0, '']);
    expect(withoutServer.lines.at(-1)).toMatch(KEY);

    const database = await openDatabase({ dataDir: directory });
    const server = await createKoji({ database, analyst: createCountingAnalyst() });
    await server.start();
    const withServer = await koji('keys', 'create', '--project', 'beside', '--permissions', 'interview:start');
    expect(withServer.lines.at(-1)).toMatch(KEY);
    for (const key of [withoutServer, withServer].map(created => created.lines.at(-1)!)) {
      expect((await createTestClient(server, key).start()).status).toBe('active');
    }
    const revoked = await koji('keys', 'revoke', withServer.lines.at(-1)!.slice(0, 16));
    expect(revoked.code).toBe(0);
    expect((await createTestClient(server, withServer.lines.at(-1)!).call('GET', '/api/v1/interviews/x')).status).toBe(
      401,
    );
    const invalid = await koji('keys', 'create', '--permissions', 'interview:fly');
    expect([invalid.code, invalid.stderr]).toEqual([1, expect.stringContaining('Unknown permission "interview:fly"')]);
    await server.stop();
    await database.close();
  }, 90_000);

  it('prints errors of the arguments on standard error and exits with 1', async () => {
    for (const [args, message] of [
      [['keys', 'create'], /--permissions/],
      [['keys', 'mend'], /unknown command 'mend'/],
      [['keys', 'revoke'], /missing required argument 'prefix'/],
    ] as const) {
      const { code, stderr } = await koji(...args);
      expect(code).toBe(1);
      expect(stderr).toMatch(message);
    }
  }, 60_000);

  it('waits for a server that is still starting', async () => {
    const unlock = lockDirectory(directory);
    const waiting = koji('keys', 'list');
    setTimeout(unlock, 1500);
    expect((await waiting).code).toBe(0);
  }, 60_000);
});
