import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Pool } from 'pg';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { CheckReport } from '../../src/check/check.ts';
import { createPostgresStore } from '../../src/postgres-leases.ts';
import { createInterviewProxy } from '../../src/proxy.ts';
import { startPostgres } from '../../src/server/testing/postgres-server.ts';
import { CRON_SECRET, findPython, HOSTS, type Host, type HostOptions, startPython } from './hosts.ts';
import { startKoji } from './koji-server.ts';
import { MOUNTS } from './prepare.ts';
import { begin, say, start, startBehindTls } from './respondent.ts';

const SECRET = 'a secret of thirty-two characters';
/** Long enough for a slow machine to report a leave twice in it. */
const LEAVE_GRACE = '6s';
const postgres = await startPostgres();
const koji = await startKoji();
const env = {
  KOJI_API_KEY: koji.apiKey,
  KOJI_TICKET_SECRET: SECRET,
  KOJI_URL: koji.url,
  KOJI_LEAVE_GRACE: LEAVE_GRACE,
};

/** A database for each host that needs one, so that none sweeps what another has left. */
async function createDatabase(name: string): Promise<string> {
  if (!postgres) return '';
  const pool = new Pool({ connectionString: postgres.url });
  await pool.query(`create database ${name}`);
  await pool.end();
  return Object.assign(new URL(postgres.url), { pathname: name }).href;
}

async function startHost(launch: (options: HostOptions) => Promise<Host>, name: string) {
  const database = await createDatabase(`host_${name.replace(/\W/g, '_')}`);
  return { ...(await launch({ env, database })), database };
}

const hosts = HOSTS.filter(({ isDurable }) => postgres || !isDurable).map(({ start: launch, ...host }) => {
  const running = startHost(launch, host.file);
  // Whoever waits for it hears of it.
  running.catch(() => {});
  return { ...host, running };
});
afterAll(async () => {
  await Promise.all(hosts.map(({ running }) => running.then(host => host.end())));
  await koji.close();
  await postgres?.stop();
});

const read = (id: string) => koji.interviews.read(id);
const run = promisify(execFile);

/** The published command, as a customer runs it. */
async function check(url: string, ...options: string[]): Promise<CheckReport> {
  const command = join(MOUNTS, 'node_modules/koji-embed/dist/npm/cli.js');
  const said = await run(process.execPath, [command, 'check', url, '--json', ...options], { cwd: MOUNTS }).catch(
    error => error,
  );
  if (!said.stdout) throw said;
  return JSON.parse(said.stdout);
}

/** Rows that could not be checked. On a busy machine a reply may well come in one piece; tests below see that for themselves. */
const unchecked = ({ rules }: CheckReport) =>
  rules.filter(({ id, outcome }) => outcome === 'skipped' && id !== 'message.as-made').map(({ id }) => id);

if (!postgres) {
  const names = HOSTS.filter(({ isDurable }) => isDurable).map(({ name }) => name);
  it.skip(`${names.join(' and ')}: no PostgreSQL is installed to keep the leases in`);
}

describe.each(hosts)('mounted in $name', { concurrent: true }, ({ running, isDurable, hasParser, noticesLate }) => {
  it('keeps the contract, row by row', async () => {
    const { url, schedule } = await running;
    let isChecked = false;
    const scheduling = (async () => {
      while (schedule && !isChecked) await schedule();
    })();
    const report = await check(`${url}/koji`).finally(() => {
      isChecked = true;
    });
    await scheduling;
    expect(report.rules.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
    // What needs a page of another origin is tried elsewhere.
    expect(unchecked(report)).toEqual(['access.preflight', 'access.cors']);
  });

  it('passes a reply on while it is made', async () => {
    const { url } = await running;
    const interview = await begin(url);
    const gate = koji.hold(interview.id);
    const reply = await say(url, interview);
    const first = await reply.until('event: delta');
    expect(first).not.toContain('event: done');
    gate.open();
    await reply.until('event: done');
  });

  it('tells Koji that nobody listens any more', async () => {
    const { url } = await running;
    const interview = await begin(url);
    const gate = koji.hold(interview.id);
    const leaving = new AbortController();
    const reply = await say(url, interview, leaving.signal);
    await reply.until('event: delta');
    leaving.abort();
    await vi.waitFor(
      () => {
        if (noticesLate) gate.pass();
        expect(gate.isLeft).toBe(true);
      },
      { timeout: 30_000 },
    );
  });

  it('says who is signed in, and lets others be anonymous', async () => {
    const { url } = await running;
    const ada = await begin(url, { Cookie: 'theme=dark; session=ada-1815' });
    const somebody = await begin(url);
    expect((await read(ada.id)).respondent).toEqual({
      external_id: 'u-1',
      display_name: 'Ada',
      metadata: { plan: 'team' },
    });
    expect((await read(somebody.id)).respondent ?? {}).toEqual({});
  });

  it('refuses to interview whoever wants to be left alone', async () => {
    const { url } = await running;
    const refused = await start(url, { Cookie: 'session=grace-1906' });
    expect([refused.status, await refused.json()]).toEqual([
      403,
      { error: 'forbidden', message: 'You have opted out of interviews.' },
    ]);
  });

  it('knows its own pages behind a proxy that ends TLS', async () => {
    const { url } = await running;
    expect(await startBehindTls(url, 'shop.example')).toMatchObject({ status: 201 });
  });

  it.runIf(hasParser)('leaves the bodies of other routes to the host', async () => {
    const { url } = await running;
    const response = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ item: 'tea' }),
    });
    expect(await response.json()).toEqual({ ordered: 'tea' });
  });

  it.runIf(isDurable)('completes what is due when the schedule comes, whoever started it', async () => {
    const { schedule, database } = await running;
    const pool = new Pool({ connectionString: database });
    const elsewhere = createInterviewProxy({
      apiKey: koji.apiKey,
      secret: SECRET,
      kojiUrl: koji.url,
      leaveGrace: '100ms',
      store: createPostgresStore(pool, { pollEvery: null }),
    });
    const call = async (route: string, body: object, ticket = '') =>
      elsewhere.fetch(
        new Request(`https://shop.example/koji/${route}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json', 'X-Koji-Ticket': ticket },
          body: JSON.stringify(body),
        }),
      );
    const { ticket, interview } = await (await call('start', {})).json();
    await call('complete', { reason: 'respondent_left' }, ticket);
    await elsewhere.stop();
    await pool.end();
    expect((await read(interview.interview_id)).status).toBe('active');
    await vi.waitFor(
      async () => {
        await schedule!();
        expect(await read(interview.interview_id)).toMatchObject({ status: 'completed', reason: 'respondent_left' });
      },
      { timeout: 30_000 },
    );
  });
});

it('the samples are sound in their types', async () => {
  const { stdout } = await run('tsc', ['-p', '.'], { cwd: MOUNTS }).catch(error => error);
  expect(stdout).toBe('');
});

it('what is open is completed before the process ends', async () => {
  const { start: launch, file } = HOSTS.find(({ isDurable }) => !isDurable)!;
  const host = await startHost(launch, `ending_${file}`);
  const { id } = await begin(host.url);
  expect(await host.end()).toBe(0);
  expect(await read(id)).toMatchObject({ status: 'completed', reason: 'respondent_left' });
});

it.runIf(postgres)('nobody but the schedule may sweep', async () => {
  const { url } = await hosts.find(({ file }) => file === 'next')!.running;
  const sweep = (secret: string) => fetch(`${url}/api/cron/koji`, { headers: { Authorization: `Bearer ${secret}` } });
  expect((await sweep('guessed')).status).toBe(401);
  expect(await (await sweep(CRON_SECRET)).json()).toMatchObject({ completed: expect.any(Number) });
});

const python = findPython();

describe.skipIf(!python)(
  'written in Python, from the contract alone (needs python3 and its cryptography)',
  {
    concurrent: true,
  },
  () => {
    const SHOP = 'https://www.shop.example';
    const launch = () => startPython(python!, { ...env, KOJI_LEAVE_GRACE: '6', KOJI_ALLOWED_ORIGINS: SHOP });

    it('the proxy keeps the contract, for pages of its own origin and of an allowed one', async () => {
      const host = await launch();
      const url = `${host.url}/koji`;
      const [own, other] = await Promise.all([check(url), check(url, '--origin', SHOP)]);
      expect([...own.rules, ...other.rules].filter(({ outcome }) => outcome === 'fails')).toEqual([]);
      expect([unchecked(own), unchecked(other)]).toEqual([['access.preflight', 'access.cors'], []]);
      await host.end();
    });

    it('it passes a reply on while it is made, and completes what is open before it ends', async () => {
      const host = await launch();
      const interview = await begin(host.url);
      const gate = koji.hold(interview.id);
      const reply = await say(host.url, interview);
      expect(await reply.until('event: delta')).not.toContain('event: done');
      gate.open();
      await reply.until('event: done');
      expect(await host.end()).toBe(0);
      expect(await read(interview.id)).toMatchObject({ status: 'completed', reason: 'respondent_left' });
    });

    it('it has fewer than 200 lines', () => {
      const lines = readFileSync(join(MOUNTS, 'python/koji_proxy.py'), 'utf8').trimEnd().split('\n');
      expect(lines.length).toBeLessThan(200);
    });
  },
);
