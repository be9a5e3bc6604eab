import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock.ts';
import type { Database } from '../database/database.ts';
import { projects } from '../database/schema.ts';
import { openTestDatabase, seedDataDirectory } from '../testing/test-database.ts';
import { openReceiver, type Receiver } from '../webhooks/testing/receiver.ts';
import { CommandError } from './command.ts';
import { runCommand } from './commands.ts';
import { sendCommand, startControlServer } from './control-server.ts';

const SECRET = /^whsec_[A-Za-z0-9+/]{43}=$/;
const READY = 'interview.analysis_ready';

let database: Database;
let receiver: Receiver;
/** The receiver's response to the verification. */
let status = 204;
let location: string | undefined;
beforeAll(async () => {
  database = await openTestDatabase();
  receiver = await openReceiver({
    verify: response => response.writeHead(status, location ? { Location: location } : {}).end('ignored'),
  });
});
beforeEach(() => {
  status = 204;
  location = undefined;
});
afterAll(async () => {
  await receiver.close();
  await database.close();
});
const run = (name: string, input = {}) => runCommand({ db: database.db, clock: systemClock }, name, input);
const add = (url: string, more = {}) => run('webhooks add', { url, events: READY, project: 'demo', ...more });

describe('the webhook commands', () => {
  it('add prints the secret alone on the last line, after a signed verification; list never shows it; remove removes', async () => {
    expect(await run('webhooks list')).toEqual(['There are no webhooks yet.']);
    const url = `${receiver.url}?kiosk=7`;
    const secret = (await add(url, { events: `interview.completed, ${READY}`, project: 'Kiosk 7' })).at(-1)!;
    expect(secret).toMatch(SECRET);
    const { path, body, headers, event } = receiver.verifications.at(-1)!;
    expect(path).toBe('/hook?kiosk=7');
    expect(new Webhook(secret).verify(body, headers)).toEqual(event);
    expect(event).toEqual({
      type: 'webhook.verification',
      timestamp: expect.any(String),
      data: { events: ['interview.completed', READY] },
    });
    const [listed, ...others] = await run('webhooks list');
    expect(others).toEqual([]);
    expect(listed).toContain(`Kiosk 7  ${url}  interview.completed,${READY}`);
    expect(listed).not.toContain(secret.slice('whsec_'.length, -1));
    const [id] = listed!.split('  ');
    expect(await run('webhooks remove', { endpoint: id })).toEqual([`Removed ${url}`]);
    expect(await run('webhooks list')).toEqual(['There are no webhooks yet.']);
  });

  it('remove accepts an address, unless several projects have it', async () => {
    for (const project of ['one', 'two']) await add(receiver.url, { project });
    await expect(run('webhooks remove', { endpoint: receiver.url })).rejects.toThrow(/Several projects/);
    const ids = (await run('webhooks list')).map(line => line.split('  ')[0]);
    await run('webhooks remove', { endpoint: ids[0] });
    expect(await run('webhooks remove', { endpoint: receiver.url })).toEqual([`Removed ${receiver.url}`]);
    await expect(run('webhooks remove', { endpoint: receiver.url })).rejects.toThrow(/no endpoint with this id/);
  });

  it('add refuses an address that the project already has', async () => {
    await add(receiver.url);
    await expect(add(receiver.url)).rejects.toThrow(/already has an endpoint/);
    expect(await run('webhooks list')).toHaveLength(1);
    await run('webhooks remove', { endpoint: receiver.url });
  });

  it.each([
    ['an unknown event', { events: 'interview.started' }, /Unknown event "interview.started"/],
    ['no event', { events: ' , ' }, /Expected at least one event of: interview.completed/],
    ['an invalid project name', { project: '' }, /not a project name/],
    ['a text that is no address', { url: 'hooks' }, /not a web address/],
    ['plain HTTP to another machine', { url: 'http://hooks.example.com/' }, /Expected https/],
    ['a private address', { url: 'https://192.168.0.10/' }, /Expected a public address/],
    ['a metadata address', { url: 'https://169.254.169.254/' }, /Expected a public address/],
    ['a mapped address', { url: 'https://[::ffff:a00:1]/' }, /Expected a public address/],
    ['a decimal address', { url: 'http://2130706433/' }, /unusual notation/],
    ['an address with a password', { url: 'https://a:b@example.com/' }, /user name or password/],
    [
      'an address that refuses connections',
      { url: 'http://127.0.0.1:9/' },
      /the connection was refused. Nothing was saved/,
    ],
  ])('add refuses %s with a clear message and saves nothing', async (_, change, message) => {
    const input = { url: receiver.url, events: READY, project: 'refused', ...change };
    const refused = run('webhooks add', input);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toBeInstanceOf(CommandError);
    expect(await run('webhooks list')).toEqual(['There are no webhooks yet.']);
    expect((await database.db.select().from(projects)).map(({ name }) => name)).not.toContain('refused');
  });

  it.each([400, 401, 404, 500, 301, 307])(
    'add refuses an address that responds to the verification with %i',
    async responseStatus => {
      status = responseStatus;
      location = '/hook';
      const before = receiver.verifications.length;
      await expect(add(receiver.url)).rejects.toThrow(
        `The address must acknowledge the verification request with 2xx, but the response was ${responseStatus}. Nothing was saved.`,
      );
      expect(receiver.verifications.length - before).toBe(1);
      expect(await run('webhooks list')).toEqual(['There are no webhooks yet.']);
    },
  );

  it('run with and without a running server', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'koji-webhooks-'));
    const control = await startControlServer(directory, { db: database.db, clock: systemClock });
    const input = { url: receiver.url, events: READY, project: 'demo' };
    expect((await sendCommand(directory, 'webhooks add', input))?.at(-1)).toMatch(SECRET);
    await expect(sendCommand(directory, 'webhooks add', input)).rejects.toThrow(/already has an endpoint/);
    await sendCommand(directory, 'webhooks remove', { endpoint: receiver.url });
    await control.close();

    await seedDataDirectory(directory);
    const { DATABASE_URL: _, ...env } = process.env;
    const cli = fileURLToPath(new URL('../../cli.ts', import.meta.url));
    const args = [cli, 'webhooks', 'add', receiver.url, '--events', READY];
    const options = { env: { ...env, KOJI_DATA_DIR: directory } };
    const { stdout } = await promisify(execFile)(process.execPath, args, options);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(SECRET);
    rmSync(directory, { recursive: true });
  }, 30_000);
});
