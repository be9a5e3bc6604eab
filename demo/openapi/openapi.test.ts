import { Validator } from '@seriousme/openapi-schema-validator';
import { afterAll, describe, expect, it } from 'vitest';
import { checkProxy } from '../../src/check/check.ts';
import { createInterviewProxy } from '../../src/proxy.ts';
import { PERMISSIONS } from '../koji/index.ts';
import { createBuiltInAnalyst, createTestClient, createTestKoji } from '../koji/testing/index.ts';
import { describeKoji } from './koji-description.ts';
import type { Json } from './openapi.ts';
import { describeProxy } from './proxy-description.ts';
import { createOpenApiRoutes } from './routes.ts';
import { checkAgainst } from './testing/conformance.ts';

const { koji, close } = await createTestKoji({ analyst: createBuiltInAnalyst() });
afterAll(close);
const apiKey = await koji.keys.create({ permissions: PERMISSIONS });

describe.each([
  ['Koji API', describeKoji()],
  ['proxy', describeProxy('/koji')],
])('the description of the %s', (_, document) => {
  it('is OpenAPI 3.1', async () => {
    expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
    expect(document.openapi).toBe('3.1.0');
  });

  it('describes every response in a sentence, and closes every schema', () => {
    const open: string[] = [];
    const visit = (value: unknown, path: string) => {
      if (typeof value !== 'object' || value === null) return;
      const { type, properties, additionalProperties, description } = value as Json;
      if (properties && additionalProperties !== false) open.push(path);
      if (/responses\.\d+$/.test(path)) expect(description, path).toMatch(/\w/);
      if (type === 'object' && !properties && !description) open.push(path);
      for (const [name, item] of Object.entries(value)) visit(item, `${path}.${name}`);
    };
    visit((document as { paths: Json }).paths, 'paths');
    expect(open.filter(path => !/config$/.test(path))).toEqual([]);
  });
});

it('the description has exactly the routes that the service has', () => {
  const served = koji.app.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  const described = Object.entries((describeKoji() as { paths: Record<string, Json> }).paths).flatMap(([path, item]) =>
    ['get', 'post'].filter(method => item[method]).map(method => `${method.toUpperCase()} ${path}`),
  );
  expect(described.sort()).toEqual([...new Set(served)].sort());
});

it('describes every request and response of a run of the contract’s checker', {
  timeout: 60_000,
}, async () => {
  const checkedKoji = checkAgainst(describeKoji(), '', request => koji.fetch(request));
  const ignore = () => {};
  const proxy = createInterviewProxy({
    apiKey,
    secret: 'a secret of thirty-two characters',
    kojiUrl: 'https://koji.test',
    fetch: (input, init) => checkedKoji.fetch(new Request(input, init)),
    leaveGrace: '1500ms',
    concludedGrace: '1500ms',
    logger: { warn: ignore, error: ignore },
  });
  const checkedProxy = checkAgainst(describeProxy('/koji'), '/koji', request => proxy.fetch(request));
  await checkProxy({
    url: 'https://shop.example/koji',
    fetch: (input, init) => checkedProxy.fetch(new Request(input, init)),
    slack: 1000,
  });
  await proxy.stop();

  expect(checkedProxy.violations).toEqual([]);
  expect(checkedKoji.violations).toEqual([]);
  expect([...checkedProxy.seen]).toEqual(
    expect.arrayContaining([
      'POST /start 201',
      'POST /start 403',
      'POST /message 200',
      'POST /message 400',
      'POST /message 401',
      'POST /complete 200',
      'POST /complete 202',
      'POST /resume 200',
      'POST /heartbeat 204',
    ]),
  );
});

it('describes a whole interview at Koji, with its analysis and its errors', async () => {
  const { fetch, violations, seen } = checkAgainst(describeKoji(), '', request => koji.fetch(request));
  await koji.start();
  const client = createTestClient({ ...koji, fetch }, apiKey);
  const { interview_id: id, session_token: token, question } = await client.start({ respondent: { external_id: 'u' } });
  let openQuestion = question;
  const LONG_ANSWER = 'The price went up twice this year, and nobody on our team could say what we got for it.';
  for (let turn = 0; turn < 40; turn++) {
    const reply = await client.message(id, token, {
      content: shortAnswerTo(openQuestion?.type, openQuestion?.config) ?? LONG_ANSWER,
    });
    if (reply.interview_status === 'concluded') break;
    openQuestion = reply.question;
  }
  await client.complete(id, token, 'natural');
  expect((await client.complete(id, token)).status).toBe(409);
  await expect.poll(async () => (await client.get(id)).analysis_status, { timeout: 20_000 }).toBe('completed');
  expect((await client.get(id)).analysis?.structured_answers?.length).toBeGreaterThan(2);
  await client.call('POST', `/api/v1/interviews/${id}/message`, { token, body: { content: 'More' } });
  await client.call('POST', `/api/v1/interviews/${id}/message`, { token, body: { content: '' } });
  await client.call('GET', '/api/v1/interviews/00000000-0000-4000-8000-000000000000');
  await createTestClient({ ...koji, fetch }, null).call('GET', `/api/v1/interviews/${id}`);

  expect(violations).toEqual([]);
  expect([...seen].sort()).toEqual([
    'GET /api/v1/interviews/{id} 200',
    'GET /api/v1/interviews/{id} 401',
    'GET /api/v1/interviews/{id} 404',
    'POST /api/interview/complete 200',
    'POST /api/interview/complete 409',
    'POST /api/v1/interviews/start 201',
    'POST /api/v1/interviews/{id}/message 200',
    'POST /api/v1/interviews/{id}/message 400',
    'POST /api/v1/interviews/{id}/message 409',
  ]);
});

it('finds violations of the description, so that the tests above can fail', async () => {
  const countViolations = async (status: number, body: unknown) => {
    const { fetch, violations } = checkAgainst(describeProxy('/koji'), '/koji', async () =>
      Response.json(body, { status }),
    );
    await fetch(new Request('https://shop.example/koji/start', { method: 'POST', body: '{}' }));
    return violations.length;
  };
  expect(await countViolations(403, { error: 'forbidden', message: 'No.' })).toBe(0);
  expect(await countViolations(403, { error: 'forbidden', message: 'No.', key: 'pk_live_' })).toBe(1);
  expect(await countViolations(403, { error: 'no_such_code', message: 'No.' })).toBe(1);
  expect(await countViolations(418, {})).toBe(1);
  expect(await countViolations(201, { ticket: 't' })).toBe(1);
});

it('serves both documents to any origin', async () => {
  const app = createOpenApiRoutes('/koji');
  for (const [name, title] of [
    ['koji', 'Koji API'],
    ['proxy', 'koji-embed proxy'],
  ]) {
    const response = await app.request(`/openapi/${name}.json`);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    expect(await response.json()).toMatchObject({ openapi: '3.1.0', info: { title } });
  }
});

/**
 * An answer that the built-in interviewer understands without a follow-up; undefined for an open
 * question.
 */
function shortAnswerTo(type?: string, config?: object): string | undefined {
  if (type === 'scale') return '7';
  if (type === 'yes_no') return 'Yes';
  if (config && 'options' in config) return String((config.options as string[])[0]);
  return undefined;
}
