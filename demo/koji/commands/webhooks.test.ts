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
/** What the receiver answers to the verification. */
let status = 204;
let location: string | undefined;
beforeAll(async () => {
  database = await openTestDatabase();
  receiver = await openReceiver({
    verify: response => response.writeHead(status, location ? { Location: location } : {}).end('read by nobody'),
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

describe('the commands for webhooks', () => {
  it('add gives the secret alone on its last line, after a signed verification; list never tells it; remove removes', async () => {
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

  it('remove takes an address as well, unless several projects have it', async () => {
    for (const project of ['one', 'two']) await add(receiver.url, { project });
    await expect(run('webhooks remove', { endpoint: receiver.url })).rejects.toThrow(/Several projects/);
    const ids = (await run('webhooks list')).map(line => line.split('  ')[0]);
    await run('webhooks remove', { endpoint: ids[0] });
    expect(await run('webhooks remove', { endpoint: receiver.url })).toEqual([`Removed ${receiver.url}`]);
    await expect(run('webhooks remove', { endpoint: receiver.url })).rejects.toThrow(/no endpoint with this id/);
  });

  it('add refuses an address that the project has already', async () => {
    await add(receiver.url);
    await expect(add(receiver.url)).rejects.toThrow(/already has an endpoint/);
    expect(await run('webhooks list')).toHaveLength(1);
    await run('webhooks remove', { endpoint: receiver.url });
  });

  it.each([
    ['an unknown event', { events: 'interview.started' }, /Unknown event "interview.started"/],
    ['no event', { events: ' , ' }, /at least one event of: interview.completed/],
    ['a project that is none', { project: '' }, /project name/],
    ['what is no address', { url: 'hooks' }, /no web address/],
    ['plain HTTP elsewhere', { url: 'http://hooks.example.com/' }, /Only https/],
    ['a private address', { url: 'https://192.168.0.10/' }, /Only public addresses/],
    ['a metadata address', { url: 'https://169.254.169.254/' }, /Only public addresses/],
    ['a mapped address', { url: 'https://[::ffff:a00:1]/' }, /Only public addresses/],
    ['a decimal address', { url: 'http://2130706433/' }, /usual form/],
    ['an address with a password', { url: 'https://a:b@example.com/' }, /user name or password/],
    ['an address where nobody is', { url: 'http://127.0.0.1:9/' }, /the connection was refused. Nothing was saved/],
  ])('add refuses %s with a clear sentence and saves nothing', async (_, change, sentence) => {
    const input = { url: receiver.url, events: READY, project: 'refused', ...change };
    const refused = run('webhooks add', input);
    await expect(refused).rejects.toThrow(sentence);
    await expect(refused).rejects.toBeInstanceOf(CommandError);
    expect(await run('webhooks list')).toEqual(['There are no webhooks yet.']);
    expect((await database.db.select().from(projects)).map(({ name }) => name)).not.toContain('refused');
  });

  it.each([400, 401, 404, 500, 301, 307])(
    'add refuses an address that answers its verification with %i',
    async answer => {
      status = answer;
      location = '/hook';
      const before = receiver.verifications.length;
      await expect(add(receiver.url)).rejects.toThrow(
        `The verification request has to be answered with 2xx, but it answered ${answer}. Nothing was saved.`,
      );
      expect(receiver.verifications.length - before).toBe(1);
      expect(await run('webhooks list')).toEqual(['There are no webhooks yet.']);
    },
  );

  it('can be carried out while the server runs, and while it does not', async () => {
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
    const words = [cli, 'webhooks', 'add', receiver.url, '--events', READY];
    const options = { env: { ...env, KOJI_DATA_DIR: directory } };
    const { stdout } = await promisify(execFile)(process.execPath, words, options);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(SECRET);
    rmSync(directory, { recursive: true });
  }, 30_000);
});
