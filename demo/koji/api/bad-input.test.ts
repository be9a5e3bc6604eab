import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../src/interview/failures.ts';
import { BODY_LIMIT } from '../../../src/wire/request-body.ts';
import { createClientWithNewKey, createTestKoji, type TestClient, type TestKoji } from '../testing/test-koji.ts';

let testKoji: TestKoji;
let client: TestClient;
let id: string;
let token: string;

beforeAll(async () => {
  testKoji = await createTestKoji();
  client = await createClientWithNewKey(testKoji.koji);
  ({ interview_id: id, session_token: token } = await client.start());
});
afterAll(() => testKoji.close());

/** All rows, to compare before and after. */
async function readAllRows() {
  const { rows } = await testKoji.database.pgBossOptions.db!.executeSql(`select
    (select json_agg(i order by i.id) from interviews i) as interviews, (select json_agg(m order by m.id) from messages m) as messages,
    (select count(*)::int from pgboss.job) as jobs`);
  return rows[0];
}

const START = '/api/v1/interviews/start';
const COMPLETE = '/api/interview/complete';
const UNKNOWN_ID = '00000000-0000-4000-8000-000000000000';
const message = () => `/api/v1/interviews/${id}/message`;

const deep = (levels: number): object => (levels === 0 ? {} : { in: deep(levels - 1) });
const respondent = (value: object) => ({ respondent: value });

/** The problem, the route, the body, and the error code. */
const REFUSED: [string, () => string, unknown, ErrorCode][] = [
  ['broken JSON', () => START, '{"mode":', 'invalid_request'],
  ['an empty body', () => START, '', 'invalid_request'],
  ['bytes that are not UTF-8', () => START, new Uint8Array([0x22, 0xff, 0xfe, 0x22]), 'invalid_request'],
  ['null as the body', () => START, 'null', 'invalid_request'],
  ['a list as the body', () => START, [], 'invalid_request'],
  ['an unknown field', () => START, { modes: 'text' }, 'invalid_request'],
  ['a field named __proto__', () => START, '{"__proto__": {"mode": "text"}}', 'invalid_request'],
  ['the mode voice, which does not exist yet', () => START, { mode: 'voice' }, 'invalid_request'],
  ['an unknown mode', () => START, { mode: 'song' }, 'invalid_request'],
  ['an invalid locale', () => START, { locale: 'English, please' }, 'invalid_request'],
  ['a respondent that is a string', () => START, { respondent: 'Ana' }, 'invalid_request'],
  ['a respondent with an unknown field', () => START, respondent({ name: 'Ana' }), 'invalid_request'],
  ['an external id that is a number', () => START, respondent({ external_id: 5 }), 'invalid_request'],
  ['an empty external id', () => START, respondent({ external_id: '' }), 'invalid_request'],
  ['a name that is too long', () => START, respondent({ display_name: 'x'.repeat(256) }), 'invalid_request'],
  ['metadata that is a list', () => START, respondent({ metadata: [1] }), 'invalid_request'],
  ['metadata with a NUL', () => START, respondent({ metadata: { a: ['b\0'] } }), 'invalid_request'],
  ['metadata nested too deeply', () => START, respondent({ metadata: deep(40) }), 'invalid_request'],
  ['a body that is too large', () => START, ' '.repeat(BODY_LIMIT + 1), 'too_large'],
  ['broken JSON', message, '{"content": "Hi"', 'invalid_request'],
  ['no content', message, {}, 'invalid_request'],
  ['empty content', message, { content: '' }, 'invalid_request'],
  ['content that is a number', message, { content: 5 }, 'invalid_request'],
  ['content of 8001 characters', message, { content: 'x'.repeat(8001) }, 'invalid_request'],
  ['content with a NUL', message, { content: 'a\0b' }, 'invalid_request'],
  ['content with half an emoji', message, '{"content": "\\ud83d"}', 'invalid_request'],
  ['an unknown field', message, { content: 'Hi', role: 'interviewer' }, 'invalid_request'],
  ['a client_message_id that is not a UUID', message, { content: 'Hi', client_message_id: '17' }, 'invalid_request'],
  ['an answer without a value', message, { content: 'Hi', answer: { question_id: 'reason' } }, 'invalid_request'],
  ['an answer that is a string', message, { content: 'Hi', answer: 'yes' }, 'invalid_request'],
  [
    'an answer with an object as its value',
    message,
    { content: 'Hi', answer: { question_id: 'reason', value: {} } },
    'invalid_request',
  ],
  [
    'a value for an open-ended question',
    message,
    { content: 'Hi', answer: { question_id: 'reason', value: 'x' } },
    'invalid_request',
  ],
  ['a body that is too large', message, { content: 'x'.repeat(BODY_LIMIT) }, 'too_large'],
  ['broken JSON', () => COMPLETE, '}', 'invalid_request'],
  ['no interview_id', () => COMPLETE, {}, 'invalid_request'],
  ['an empty interview_id', () => COMPLETE, { interview_id: '' }, 'invalid_request'],
  ['an interview_id that is a number', () => COMPLETE, { interview_id: 5 }, 'invalid_request'],
  ['an unknown reason', () => COMPLETE, { interview_id: UNKNOWN_ID, reason: 'bored' }, 'invalid_request'],
  ['an empty reason', () => COMPLETE, { interview_id: UNKNOWN_ID, reason: '' }, 'invalid_request'],
  ['a body that is too large', () => COMPLETE, ' '.repeat(BODY_LIMIT + 1), 'too_large'],
];

describe('invalid input is refused and changes nothing', () => {
  it.each(REFUSED)('%s (%s)', async (_, path, body, code) => {
    const before = await readAllRows();
    const response = await client.call('POST', path(), { token, body });
    expect([response.status, response.body]).toEqual([
      code === 'too_large' ? 413 : 400,
      { error: code, message: expect.stringMatching(/\S{2,}/) },
    ]);
    expect(response.headers.get('Content-Type')).toMatch(/^application\/json/);
    expect(await readAllRows()).toEqual(before);
  });

  it.each([
    'text/plain',
    'application/x-www-form-urlencoded',
    'application/jsonp',
    'application/json; charset=latin1',
    '',
  ])('S20: 415 for the content type %j, on every route with a body', async type => {
    const before = await readAllRows();
    for (const path of [START, message(), COMPLETE]) {
      const response = await client.call('POST', path, {
        token,
        body: JSON.stringify({ content: 'Hi' }),
        headers: { 'Content-Type': type },
      });
      expect([response.status, response.body.error]).toEqual([415, 'unsupported_media_type']);
    }
    expect(await readAllRows()).toEqual(before);
  });

  it('S20: the content type is accepted in any case and with its charset', async () => {
    for (const type of ['Application/JSON', 'application/json; charset=utf-8', 'application/json;charset="UTF-8"']) {
      const response = await client.call('POST', START, { body: {}, headers: { 'Content-Type': type } });
      expect(response.status).toBe(201);
    }
  });

  it('content of exactly 8000 characters is accepted; an emoji counts once', async () => {
    const own = await client.start();
    const content = '\u{1F600}'.repeat(8000);
    await client.message(own.interview_id, own.session_token, { content });
    expect((await client.get(own.interview_id)).transcript[1]?.content).toBe(content);
  });
});
