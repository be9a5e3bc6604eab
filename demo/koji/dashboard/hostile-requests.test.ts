import { Hono } from 'hono';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSiteRoutes } from '../../site/routes.ts';
import { systemClock } from '../clock.ts';
import { createDashboardSource } from '../dashboard-source.ts';
import { addMember } from '../members/members.ts';
import { createClientWithNewKey, createTestKoji, type TestClient, type TestKoji } from '../testing/test-koji.ts';
import { createDashboard } from './routes.tsx';

const UUID = '00000000-0000-4000-8000-000000000000';

/** Values as they stand in an address. */
const HOSTILE_VALUES = [
  'constructor',
  '__proto__',
  'toString',
  'hasOwnProperty',
  '%00',
  'churn%00',
  '%0d%0a',
  '%',
  '%zz',
  '%ff%fe',
  '%ed%a0%80',
  '%F0%9F%98%80',
  '%27%3B--',
  '%25_%5C',
  '..%2f..%2fpackage.json',
  '%2e%2e',
  '0',
  '-1',
  '1e309',
  'NaN',
  '99999999999999999999999',
  `0000-01-01T00:00:00.000Z_${UUID}`,
  `0001-01-01T00:00:00.000Z_${UUID}`,
  `9999-12-31T23:59:59.999Z_${UUID}`,
  `2026-13-45T99:99:99.999Z_${UUID}`,
  `%2B275760-09-13T00:00:00.000Z_${UUID}`,
  UUID,
  `${UUID}%00`,
  'x'.repeat(5000),
];

/** The parameters of each page. */
const PAGES: [string, string[]][] = [
  ['', ['before', 'study', 'respondent', 'status', 'reason']],
  ['/deliveries', ['before', 'state', 'event']],
  ['/studies', ['days']],
  ['/studies/churn', ['days']],
  ['/studies/churn/export.csv', ['days']],
  ['/studies/churn/export.json', ['days']],
];

let testKoji: TestKoji;
let client: TestClient;
let app: Hono;
let cookie: string;

beforeAll(async () => {
  testKoji = await createTestKoji();
  const { koji, database } = testKoji;
  client = await createClientWithNewKey(koji);
  await client.start({ respondent: { external_id: 'u_1' } });
  app = new Hono();
  app.all('/api/*', c => koji.fetch(c.req.raw));
  app.route('/', createDashboard(createDashboardSource(koji, database)));
  app.route('/', createSiteRoutes());
  const token = await addMember({ db: database.db, clock: systemClock }, { email: 'a@b.example', role: 'editor' });
  const signedIn = await app.request(`/dashboard/sign-in/${token}`);
  cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
});
afterAll(() => testKoji.close());

async function findFailures(addresses: string[], method = 'GET'): Promise<string[]> {
  const failures: string[] = [];
  for (const address of addresses) {
    const response = await app.request(`http://localhost${address}`, {
      method,
      headers: { Cookie: cookie, Origin: 'http://localhost' },
    });
    // A failure within a stream rejects here.
    const text = await response.text().catch(error => `failed: ${error}`);
    if (response.status >= 500 || text.startsWith('failed: ')) failures.push(`${response.status} ${address}`);
  }
  return failures;
}

describe('no request makes the dashboard fail', () => {
  it.each(PAGES)('with any value of a parameter of /dashboard%s', async (path, parameters) => {
    const queries = parameters.flatMap(name => [
      ...HOSTILE_VALUES.map(value => `${name}=${value}`),
      `${name}=1&${name}=2`,
      `${name}[]=1`,
    ]);
    expect(await findFailures(queries.map(query => `/dashboard${path}?${query}`))).toEqual([]);
  });

  it('with anything in a path', async () => {
    const paths = HOSTILE_VALUES.flatMap(value =>
      ['', 'interviews/', 'studies/', 'sign-in/', 'deliveries/']
        .map(folder => `/dashboard/${folder}${value}`)
        .concat(`/dashboard/studies/${value}/export.csv`),
    );
    expect(await findFailures(paths)).toEqual([]);
    const actions = HOSTILE_VALUES.flatMap(value => [
      `/dashboard/interviews/${value}/complete`,
      `/dashboard/deliveries/${value}/resend`,
    ]);
    expect(await findFailures(actions, 'POST')).toEqual([]);
  });

  it('with any session cookie', async () => {
    for (const value of HOSTILE_VALUES) {
      const { status } = await app.request('/dashboard', { headers: { Cookie: `koji_session=${value}` } });
      expect([value, status]).toEqual([value, 401]);
    }
  });
});

it('no path makes the site or the API fail', async () => {
  const folders = ['/', '/koji-embed/', '/apps/', '/api/', '/api/v1/interviews/', '/api/interview/'];
  expect(await findFailures(folders.flatMap(folder => HOSTILE_VALUES.map(value => folder + value)))).toEqual([]);
  for (const value of HOSTILE_VALUES) {
    const { status } = await client.request('GET', `/api/v1/interviews/${value}`);
    expect([value, status === 404 || status === 400]).toEqual([value, true]);
  }
});

it('a study is shown for all time where the period is none of ours', async () => {
  const page = await app.request('/dashboard/studies/churn?days=constructor', { headers: { Cookie: cookie } });
  expect(page.status).toBe(200);
});
