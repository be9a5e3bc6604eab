import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createBuiltInInterviewer } from '../interviewer/built-in-interviewer.ts';
import {
  createClientWithNewKey,
  createTestClient,
  createTestKoji,
  type TestClient,
  type TestKoji,
} from '../testing/test-koji.ts';

let testKoji: TestKoji;
let client: TestClient;

beforeAll(async () => {
  testKoji = await createTestKoji();
  client = await createClientWithNewKey(testKoji.koji);
});
afterAll(() => testKoji.close());

const ID = '00000000-0000-4000-8000-000000000000';

describe('the routes', () => {
  it.each([
    ['S17: GET', '/api/interview/complete', 'POST'],
    ['PUT', '/api/interview/complete', 'POST'],
    ['OPTIONS', '/api/v1/interviews/start', 'POST'],
    ['GET', '/api/v1/interviews/start', 'POST'],
    ['GET', `/api/v1/interviews/${ID}/message`, 'POST'],
    ['DELETE', `/api/v1/interviews/${ID}`, 'GET, HEAD'],
    ['POST', `/api/v1/interviews/${ID}`, 'GET, HEAD'],
  ])('%s %s is 405 and lists the allowed methods', async (method, path, allowed) => {
    const response = await client.call(method.replace(/^S\d+: /, ''), path);
    expect([response.status, response.body.error, response.headers.get('Allow')]).toEqual([
      405,
      'method_not_allowed',
      allowed,
    ]);
  });

  it.each([
    '/api',
    '/api/',
    '/api/v1/interviews',
    '/api/v2/interviews/start',
    '/api/interview/complete/',
    `/api/v1/interviews/${ID}/x`,
  ])('%s is 404', async path => {
    const response = await client.call('GET', path);
    expect([response.status, response.body.error]).toEqual([404, 'not_found']);
  });

  it('HEAD is GET without a body', async () => {
    const { interview_id } = await client.start();
    const response = await client.request('HEAD', `/api/v1/interviews/${interview_id}`);
    expect([response.status, await response.text()]).toEqual([200, '']);
  });
});

describe('the order of checks', () => {
  it('is key, rate limit, permission, content type, body, interview, session token, state', async () => {
    const { koji, close } = await createTestKoji({ database: testKoji.database, rateLimit: 12 });
    const owner = await createClientWithNewKey(koji);
    const { interview_id, session_token } = await owner.start();
    await owner.complete(interview_id, session_token);
    const path = `/api/v1/interviews/${interview_id}/message`;
    const unknown = `/api/v1/interviews/${ID}/message`;
    const text = { 'Content-Type': 'text/plain' };
    const allowed = await createClientWithNewKey(koji, { permissions: ['interview:chat'] });
    const forbidden = await createClientWithNewKey(koji, { permissions: ['interview:read'] });
    const limited = await createClientWithNewKey(koji, { permissions: ['interview:read'] });
    for (let i = 0; i < 12; i++) await limited.call('GET', '/api/v1/interviews/x');

    // Each call fixes one more problem, in the order of the checks.
    const calls: [TestClient, string, object, string][] = [
      [createTestClient(koji, null), unknown, { body: '{', headers: text }, 'unauthorized'],
      [limited, unknown, { body: '{', headers: text }, 'rate_limited'],
      [forbidden, unknown, { body: '{', headers: text }, 'forbidden'],
      [allowed, unknown, { body: '{', headers: text }, 'unsupported_media_type'],
      [allowed, unknown, { body: '{' }, 'invalid_request'],
      [allowed, unknown, { body: { content: 'Hi' } }, 'not_found'],
      [allowed, path, { body: { content: 'Hi' } }, 'unauthorized'],
      [allowed, path, { body: { content: 'Hi' }, token: session_token }, 'already_completed'],
    ];
    const errors = [];
    for (const [caller, to, options] of calls) errors.push((await caller.call('POST', to, options)).body.error);
    expect(errors).toEqual(calls.map(([, , , expected]) => expected));
    await close();
  });

  it('S76: reading an interview requires the key only, no session token', async () => {
    const { interview_id } = await client.start();
    expect((await client.call('GET', `/api/v1/interviews/${interview_id}`)).status).toBe(200);
  });

  it.each([
    ['interview:start', 'POST', '/api/v1/interviews/start'],
    ['interview:chat', 'POST', `/api/v1/interviews/${ID}/message`],
    ['interview:complete', 'POST', '/api/interview/complete'],
    ['interview:read', 'GET', `/api/v1/interviews/${ID}`],
  ] as const)('%s is required and sufficient for %s %s', async (permission, method, path) => {
    const others = (['interview:start', 'interview:chat', 'interview:complete', 'interview:read'] as const).filter(
      other => other !== permission,
    );
    const without = await createClientWithNewKey(testKoji.koji, { permissions: others });
    const withIt = await createClientWithNewKey(testKoji.koji, { permissions: [permission] });
    expect((await without.call(method, path)).status).toBe(403);
    expect((await withIt.call(method, path)).status).not.toBe(403);
  });
});

describe('the rate limit', () => {
  it('S88: refuses requests beyond it with 429, Retry-After and RateLimit headers, and changes nothing', async () => {
    const { koji, close } = await createTestKoji({ database: testKoji.database, rateLimit: 3 });
    const own = await createClientWithNewKey(koji);
    const { interview_id, session_token } = await own.start();
    const second = await own.call('GET', `/api/v1/interviews/${interview_id}`);
    expect(second.headers.get('RateLimit-Policy')).toBe('"requests";q=3;w=60');
    expect(second.headers.get('RateLimit')).toMatch(/^"requests";r=1;t=(60|59)$/);
    await own.call('GET', `/api/v1/interviews/${interview_id}`);

    const refused = await own.complete(interview_id, session_token);
    expect([refused.status, refused.body.error]).toEqual([429, 'rate_limited']);
    const wait = refused.headers.get('Retry-After') ?? '';
    expect(wait).toMatch(/^\d+$/);
    expect(Number(wait)).toBeGreaterThan(50);
    expect(Number(wait)).toBeLessThanOrEqual(60);
    expect(refused.headers.get('RateLimit')).toBe(`"requests";r=0;t=${wait}`);
    expect(await koji.interviews.read(interview_id)).toMatchObject({ status: 'active', completed_at: null });
    await close();
  });

  it('is counted per key', async () => {
    const { koji, close } = await createTestKoji({ database: testKoji.database, rateLimit: 1 });
    const [one, other] = [await createClientWithNewKey(koji), await createClientWithNewKey(koji)];
    const statuses = [];
    for (const caller of [one, other, one])
      statuses.push((await caller.call('GET', `/api/v1/interviews/${ID}`)).status);
    expect(statuses).toEqual([404, 404, 429]);
    await close();
  });
});

describe('an internal error', () => {
  it('is 500 internal_error, logged in one line without the key, the token or the message', async () => {
    const builtIn = createBuiltInInterviewer();
    const { koji, logLines, close } = await createTestKoji({
      database: testKoji.database,
      interviewer: {
        open: builtIn.open,
        reply: () => {
          throw new Error('The interviewer lost the thread.');
        },
      },
    });
    const key = await koji.keys.create({ permissions: ['interview:start', 'interview:chat'] });
    const own = createTestClient(koji, key);
    const { interview_id, session_token } = await own.start();
    const { status, body } = await own.call('POST', `/api/v1/interviews/${interview_id}/message`, {
      token: session_token,
      body: { content: 'My secret opinion' },
    });
    expect([status, body.error]).toEqual([500, 'internal_error']);
    expect(body.message).not.toContain('thread');
    expect(logLines).toHaveLength(1);
    expect(logLines[0]).toContain('The interviewer lost the thread.');
    for (const secret of [key, session_token, 'secret opinion']) expect(logLines[0]).not.toContain(secret);
    await close();
  });

  it('of the database is logged without the values of the query', async () => {
    const { koji, database, logLines, close } = await createTestKoji();
    const own = await createClientWithNewKey(koji);
    await database.pgBossOptions.db!.executeSql('alter table interviews rename column locale to language');
    const { status } = await own.call('POST', '/api/v1/interviews/start', {
      body: { respondent: { display_name: 'Ana Secret' } },
    });
    expect(status).toBe(500);
    expect(logLines.join()).toMatch(/locale/);
    expect(logLines.join()).not.toContain('Ana Secret');
    await close();
  });
});
