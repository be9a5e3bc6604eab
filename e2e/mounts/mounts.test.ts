import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { CheckReport } from '../../src/check/check.ts';
import { createPostgresStore } from '../../src/postgres-leases.ts';
import { createInterviewProxy } from '../../src/proxy.ts';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import { startKoji } from './koji-server.ts';
import { MOUNTS } from './prepare.ts';
import { postStart, postStartBehindTls, sendMessage, startInterview } from './respondent.ts';
import {
  CRON_SECRET,
  findPython,
  SAMPLES,
  type SampleOptions,
  type SampleServer,
  startPython,
} from './sample-servers.ts';

const SECRET = 'a secret of thirty-two characters';
/** Long enough to report a leave twice on a slow machine. */
const LEAVE_GRACE = '6s';
/** How often a schedule runs, in milliseconds; once a minute on a customer's server. */
const SCHEDULE_INTERVAL = 250;
const postgres = await startPostgres();
const koji = await startKoji();
const env = {
  KOJI_API_KEY: koji.apiKey,
  KOJI_TICKET_SECRET: SECRET,
  KOJI_URL: koji.url,
  KOJI_LEAVE_GRACE: LEAVE_GRACE,
  // All tests have one address.
  KOJI_START_LIMIT: '1000',
};

/** Creates a database for one server, so that no other server completes its leases. */
async function createDatabase(name: string): Promise<string> {
  if (!postgres) return '';
  const pool = new Pool({ connectionString: postgres.url });
  await pool.query(`create database ${name}`);
  await pool.end();
  return Object.assign(new URL(postgres.url), { pathname: name }).href;
}

async function startSample(start: (options: SampleOptions) => Promise<SampleServer>, name: string) {
  const database = await createDatabase(`sample_${name.replace(/\W/g, '_')}`);
  return { ...(await start({ env, database })), database };
}

const samples = SAMPLES.filter(({ needsDatabase }) => postgres || !needsDatabase).map(({ start, ...sample }) => {
  const server = startSample(start, sample.file);
  // A failure is reported by the tests, which await the server too.
  server.catch(() => {});
  return { ...sample, server };
});
afterAll(async () => {
  await Promise.all(samples.map(({ server }) => server.then(({ stop }) => stop())));
  await koji.close();
  await postgres?.stop();
});

const readInterview = (id: string) => koji.interviews.read(id);
const runProgram = promisify(execFile);

/** Runs the published checker, as a customer would. */
async function checkProxy(url: string, ...options: string[]): Promise<CheckReport> {
  const command = join(MOUNTS, 'node_modules/koji-embed/dist/npm/cli.js');
  const result = await runProgram(process.execPath, [command, 'check', url, '--json', ...options], {
    cwd: MOUNTS,
  }).catch(error => error);
  if (!result.stdout) throw result;
  return JSON.parse(result.stdout);
}

/**
 * Ids of rules that could not be checked. `message.streamed` is left out: on a busy machine a reply
 * may come in one chunk, and tests below check streaming by themselves.
 */
const listSkipped = ({ rules }: CheckReport) =>
  rules.filter(({ id, outcome }) => outcome === 'skipped' && id !== 'message.streamed').map(({ id }) => id);

/** The samples ask their own session who the respondent is. */
const BINDING_RULES = ['respondent.other', 'respondent.signed-out', 'respondent.completed'];

if (!postgres) {
  const names = SAMPLES.filter(({ needsDatabase }) => needsDatabase).map(({ name }) => name);
  it.skip(`${names.join(' and ')}: no PostgreSQL is installed for the leases`);
}

describe.each(samples)('mounted in $name', { concurrent: true }, sample => {
  const { server, needsDatabase, parsesBodies, noticesDisconnectLate } = sample;

  it('keeps every rule of the contract', async () => {
    const { url, runSchedule } = await server;
    let isChecked = false;
    const scheduling = (async () => {
      while (runSchedule && !isChecked) {
        await runSchedule();
        await wait(SCHEDULE_INTERVAL);
      }
    })();
    const report = await checkProxy(`${url}/koji`, '--identifies').finally(() => {
      isChecked = true;
    });
    await scheduling;
    expect(report.rules.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
    // These need a page of another origin, or a proxy that believes a page; other tests have them.
    expect(listSkipped(report)).toEqual(['access.preflight', 'access.cors', ...BINDING_RULES]);
  });

  it('streams a reply', async () => {
    const { url } = await server;
    const interview = await startInterview(url);
    const gate = koji.holdReplies(interview.id);
    const reply = await sendMessage(url, interview);
    const first = await reply.readUntil('event: delta');
    expect(first).not.toContain('event: done');
    gate.open();
    await reply.readUntil('event: done');
  });

  it('cancels its call to Koji when the client disconnects', async () => {
    const { url } = await server;
    const interview = await startInterview(url);
    const gate = koji.holdReplies(interview.id);
    const client = new AbortController();
    const reply = await sendMessage(url, interview, client.signal);
    await reply.readUntil('event: delta');
    client.abort();
    await vi.waitFor(
      () => {
        if (noticesDisconnectLate) gate.passOne();
        expect(gate.isCancelled).toBe(true);
      },
      { timeout: 30_000 },
    );
  });

  it('names the signed-in respondent to Koji, and nobody else', async () => {
    const { url } = await server;
    const ada = await startInterview(url, { Cookie: 'theme=dark; session=ada-1815' });
    const anonymous = await startInterview(url);
    expect((await readInterview(ada.id)).respondent).toEqual({
      external_id: 'u-1',
      display_name: 'Ada',
      metadata: { plan: 'team', koji_embed: { identity: 'verified' } },
    });
    expect((await readInterview(anonymous.id)).respondent).toEqual({ metadata: { koji_embed: { identity: 'none' } } });
  });

  it('refuses a start for a user who has opted out', async () => {
    const { url } = await server;
    const refused = await postStart(url, { Cookie: 'session=grace-1906' });
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { error: 'forbidden', message: 'You have opted out of interviews.' },
    ]);
  });

  it('recognises its own origin behind a proxy that ends TLS', async () => {
    const { url } = await server;
    expect(await postStartBehindTls(url, 'shop.example')).toMatchObject({ status: 201 });
  });

  it.runIf(parsesBodies)('leaves the bodies of other routes to the server', async () => {
    const { url } = await server;
    const response = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ item: 'tea' }),
    });
    expect(await response.json()).toEqual({ ordered: 'tea' });
  });

  it.runIf(needsDatabase)(
    'completes what is due when the schedule runs, also for interviews of other processes',
    async () => {
      const { runSchedule, database } = await server;
      const pool = new Pool({ connectionString: database });
      const otherProcess = createInterviewProxy({
        apiKey: koji.apiKey,
        secret: SECRET,
        kojiUrl: koji.url,
        leaveGrace: '100ms',
        store: createPostgresStore(pool, { pollEvery: null }),
      });
      const call = async (route: string, body: object, ticket = '') =>
        otherProcess.fetch(
          new Request(`https://shop.example/koji/${route}`, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json', 'X-Koji-Ticket': ticket },
            body: JSON.stringify(body),
          }),
        );
      const { ticket, interview } = await (await call('start', {})).json();
      await call('complete', { reason: 'respondent_left' }, ticket);
      await otherProcess.stop();
      await pool.end();
      expect((await readInterview(interview.interview_id)).status).toBe('active');
      await vi.waitFor(
        async () => {
          await runSchedule!();
          expect(await readInterview(interview.interview_id)).toMatchObject({
            status: 'completed',
            reason: 'respondent_left',
          });
        },
        { timeout: 30_000 },
      );
    },
  );
});

it('the samples pass the type checker', async () => {
  const { stdout } = await runProgram('tsc', ['-p', '.'], { cwd: MOUNTS }).catch(error => error);
  expect(stdout).toBe('');
});

it('open interviews are completed before the process exits', async () => {
  const { start, file } = SAMPLES.find(({ needsDatabase }) => !needsDatabase)!;
  const server = await startSample(start, `stopping_${file}`);
  const { id } = await startInterview(server.url);
  expect(await server.stop()).toBe(0);
  expect(await readInterview(id)).toMatchObject({ status: 'completed', reason: 'respondent_left' });
});

it.runIf(postgres)('the route of the schedule refuses other callers', async () => {
  const { url } = await samples.find(({ file }) => file === 'next')!.server;
  const callSchedule = (secret: string) =>
    fetch(`${url}/api/cron/koji`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await callSchedule('guessed')).status).toBe(401);
  expect(await (await callSchedule(CRON_SECRET)).json()).toMatchObject({ completed: expect.any(Number) });
});

describe('the limits of samples in which nothing runs between requests', () => {
  type Handlers = Record<'GET' | 'POST', (request: Request) => Promise<Response>>;
  const post = (route: string, headers = {}) =>
    new Request(`https://shop.example/koji/${route}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: '{}',
    });

  it('Next.js limits starts, and all visitors without an address share the limit', async () => {
    vi.stubEnv('KOJI_API_KEY', koji.apiKey);
    vi.stubEnv('KOJI_TICKET_SECRET', SECRET);
    vi.stubEnv('KOJI_START_LIMIT', '1');
    // Nobody listens: the limit comes before any call to Koji.
    vi.stubEnv('KOJI_URL', 'http://127.0.0.1:9');
    const { POST }: Handlers = await import(join(MOUNTS, 'next/app/koji/[...route]/route.ts'));
    const statuses = [];
    for (const headers of [
      { 'X-Real-IP': '192.0.2.1' },
      { 'X-Real-IP': '192.0.2.1' },
      {},
      { 'X-Forwarded-For': '1' },
    ]) {
      statuses.push((await POST(post('start', headers))).status);
    }
    expect(statuses).toEqual([503, 429, 503, 429]);
    vi.unstubAllEnvs();
  });

  it.each([undefined, ''])('the schedule of Next.js runs for nobody while CRON_SECRET is %j', async secret => {
    vi.stubEnv('CRON_SECRET', secret);
    const { GET }: Handlers = await import(join(MOUNTS, 'next/app/api/cron/koji/route.ts'));
    for (const token of ['undefined', 'null', '']) {
      const headers = { Authorization: `Bearer ${token}` };
      expect((await GET(new Request('https://shop.example/api/cron/koji', { headers }))).status).toBe(401);
    }
    vi.unstubAllEnvs();
  });

  it('the worker lets Cloudflare count starts by address and calls by ticket, but never leaves', async () => {
    const { default: worker }: { default: { fetch(...args: unknown[]): Promise<Response> } } = await import(
      join(MOUNTS, 'worker.ts')
    );
    const keys: string[] = [];
    const limit = async ({ key }: { key: string }) => {
      keys.push(key);
      return { success: false };
    };
    const workerEnv = { ...env, HYPERDRIVE: { connectionString: '' }, START_LIMIT: { limit }, CALL_LIMIT: { limit } };
    const call = async (route: string, headers = {}) => {
      const context = { waitUntil() {} };
      return (await worker.fetch(post(route, headers), workerEnv, context)).status;
    };
    expect(await call('start', { 'CF-Connecting-IP': '192.0.2.1' })).toBe(429);
    expect(await call('start/')).toBe(429);
    expect(await call('message', { 'X-Koji-Ticket': 'a ticket' })).toBe(429);
    expect(await call('resume', { 'X-Koji-Ticket': 'a ticket' })).toBe(429);
    expect(await call('complete', { 'X-Koji-Ticket': 'a ticket' })).toBe(401);
    expect(await call('heartbeat', { 'X-Koji-Ticket': 'a ticket' })).toBe(401);
    expect(keys).toEqual(['192.0.2.1', 'unknown', 'a ticket', 'a ticket']);
  });
});

const python = findPython();

describe.skipIf(!python)(
  'written in Python from the contract alone (needs python3 with the package cryptography)',
  {
    concurrent: true,
  },
  () => {
    const SHOP = 'https://www.shop.example';
    const startServer = () => startPython(python!, { ...env, KOJI_LEAVE_GRACE: '6', KOJI_ALLOWED_ORIGINS: SHOP });

    it('keeps the contract, for pages of its own origin and of an allowed one', async () => {
      const server = await startServer();
      const url = `${server.url}/koji`;
      const [own, other] = await Promise.all([checkProxy(url), checkProxy(url, '--origin', SHOP)]);
      expect([...own.rules, ...other.rules].filter(({ outcome }) => outcome === 'fails')).toEqual([]);
      expect([listSkipped(own), listSkipped(other)]).toEqual([['access.preflight', 'access.cors'], []]);
      await server.stop();
    });

    it('streams a reply, and completes open interviews before it exits', async () => {
      const server = await startServer();
      const interview = await startInterview(server.url);
      const gate = koji.holdReplies(interview.id);
      const reply = await sendMessage(server.url, interview);
      expect(await reply.readUntil('event: delta')).not.toContain('event: done');
      gate.open();
      await reply.readUntil('event: done');
      expect(await server.stop()).toBe(0);
      expect(await readInterview(interview.id)).toMatchObject({ status: 'completed', reason: 'respondent_left' });
    });

    it('forgets an interview an hour after its completion, and opens no lease for it again', async () => {
      const program = `
import os, sys, time
sys.path.insert(0, 'python')
import koji_proxy as proxy
status, response = proxy.start({'respondent': {'external_id': 42, 'display_name': ''}})
interview_id = response['interview']['interview_id']
lease = proxy.LEASES[interview_id]
proxy.complete({'reason': 'manual'}, lease)
assert lease.status == 'closed', lease.status
proxy.sweep()
assert interview_id in proxy.LEASES
lease.due -= 3601
proxy.sweep()
assert not proxy.LEASES
again = proxy.find_lease(lease.ticket)
assert (again.status, again.completion['reason']) == ('closed', 'manual'), again.status
print(interview_id)
os._exit(0)`;
      const options = { cwd: MOUNTS, env: { ...process.env, ...env, KOJI_LEAVE_GRACE: '6' } };
      const { stdout } = await runProgram(python!, ['-u', '-c', program], options);
      expect(await readInterview(stdout.trim())).toMatchObject({
        reason: 'manual',
        respondent: { external_id: '42', metadata: { koji_embed: { identity: 'claimed' } } },
      });
    });

    it('has fewer than 250 lines', () => {
      const lines = readFileSync(join(MOUNTS, 'python/koji_proxy.py'), 'utf8').trimEnd().split('\n');
      expect(lines.length).toBeLessThan(250);
    });
  },
);
