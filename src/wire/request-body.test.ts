import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { completeRequest, startRequest } from './koji-api.ts';
import { messageRequest } from './messages.ts';
import { heartbeatRequest, proxyCompleteRequest, proxyStartRequest, resumeRequest } from './proxy-contract.ts';
import { describeIssues } from './request-body.ts';

const ID = '6d1f6c0e-0b3a-4f57-9a37-1f1f4f3f2b10';
const LONGEST = 'x'.repeat(8000);
const nested = (levels: number): object => (levels === 0 ? {} : { in: nested(levels - 1) });

const SCHEMAS = {
  start: startRequest,
  message: messageRequest,
  complete: completeRequest,
  'proxy start': proxyStartRequest,
  'proxy complete': proxyCompleteRequest,
  'proxy resume': resumeRequest,
  heartbeat: heartbeatRequest,
} satisfies Record<string, v.GenericSchema>;

type Row = [schema: keyof typeof SCHEMAS, what: string, body: unknown];

const GOOD: Row[] = [
  ['start', 'nothing', {}],
  ['start', 'everything', { respondent: { external_id: 'u-1', display_name: 'Ada' }, mode: 'text', locale: 'de-AT' }],
  [
    'start',
    'metadata of any shape',
    { respondent: { metadata: { plan: 'pro', seats: [1, 2, { n: null }], ok: true } } },
  ],
  ['start', 'metadata as deep as is allowed', { respondent: { metadata: nested(19) } }],
  ['message', 'the shortest', { content: 'x' }],
  ['message', 'the longest', { content: LONGEST }],
  ['message', 'the longest in emoji, counted as characters', { content: '👋'.repeat(8000) }],
  ['message', 'everything', { content: '7', answer: { question_id: 'q1', value: 7 }, client_message_id: ID }],
  ['message', 'null as a value', { content: 'Hm', answer: { question_id: 'q1', value: null } }],
  ['message', 'a list as a value', { content: 'A, B', answer: { question_id: 'q1', value: ['A', 'B'] } }],
  ['message', 'an id in capitals', { content: 'x', client_message_id: ID.toUpperCase() }],
  ['complete', 'S26: no reason', { interview_id: ID }],
  ['complete', 'S27: a reason', { interview_id: ID, reason: 'respondent_left' }],
  ['proxy start', 'nothing', {}],
  ['proxy start', 'everything', { study: 'churn', locale: 'en', respondent: {} }],
  ['proxy complete', 'a reason', { reason: 'natural' }],
  ['proxy complete', 'a leave', { reason: 'respondent_left', page: 'p', seq: 0 }],
  ['proxy complete', 'an end', { reason: 'respondent_left', final: true }],
  ['proxy resume', 'nothing', {}],
  ['proxy resume', 'a report', { page: 'p', seq: 3 }],
  ['heartbeat', 'a state', { state: 'visible' }],
  ['heartbeat', 'a report', { state: 'hidden', page: 'p', seq: 3 }],
];

const BAD: Row[] = [
  ['start', 'null', null],
  ['start', 'a list', []],
  ['start', 'a text', 'start'],
  ['start', 'a stray field', { respondant: {} }],
  ['start', 'a stray field of the respondent', { respondent: { email: 'a@b.c' } }],
  ['start', 'a respondent in a list', { respondent: [] }],
  ['start', 'an empty id', { respondent: { external_id: '' } }],
  ['start', 'an endless id', { respondent: { external_id: 'x'.repeat(256) } }],
  ['start', 'a numeric id', { respondent: { external_id: 17 } }],
  ['start', 'metadata as a list', { respondent: { metadata: [] } }],
  ['start', 'metadata as a text', { respondent: { metadata: 'pro' } }],
  ['start', 'metadata without end', { respondent: { metadata: nested(30) } }],
  ['start', 'a NUL in metadata', { respondent: { metadata: { plan: 'a\0b' } } }],
  ['start', 'a NUL in a key of metadata', { respondent: { metadata: { 'a\0b': 1 } } }],
  ['start', 'half a character deep in metadata', { respondent: { metadata: { a: [{ b: '\ud83d' }] } } }],
  ['start', 'an unknown mode', { mode: 'video' }],
  ['start', 'no language', { locale: 'English (US)' }],
  ['start', 'an empty language', { locale: '' }],
  ['start', 'an endless language', { locale: `en${'-abcdefgh'.repeat(5)}` }],
  ['message', 'no content', {}],
  ['message', 'an empty content', { content: '' }],
  ['message', 'content that is too long', { content: `${LONGEST}x` }],
  ['message', 'content with a NUL', { content: 'a\0b' }],
  ['message', 'half a character', { content: 'a\ud83d' }],
  ['message', 'a number as content', { content: 7 }],
  ['message', 'a null content', { content: null }],
  ['message', 'a list as content', { content: ['x'] }],
  ['message', 'an answer that is only a value', { content: 'x', answer: 7 }],
  ['message', 'an answer without its question', { content: 'x', answer: { value: 7 } }],
  ['message', 'an answer without a value', { content: 'x', answer: { question_id: 'q1' } }],
  ['message', 'an object as a value', { content: 'x', answer: { question_id: 'q1', value: {} } }],
  ['message', 'a list of numbers as a value', { content: 'x', answer: { question_id: 'q1', value: [1] } }],
  ['message', 'a null answer', { content: 'x', answer: null }],
  ['message', 'a client id that is none', { content: 'x', client_message_id: '17' }],
  ['message', 'a role', { content: 'x', role: 'interviewer' }],
  ['complete', 'S24: no interview', { reason: 'manual' }],
  ['complete', 'S24: a number as interview', { interview_id: 17 }],
  ['complete', 'S27: a fifth reason', { interview_id: ID, reason: 'bored' }],
  ['complete', 'a null reason', { interview_id: ID, reason: null }],
  ['proxy start', 'an empty study', { study: '' }],
  ['proxy start', 'a mode, which the page does not choose', { mode: 'text' }],
  ['proxy complete', 'no reason', {}],
  ['proxy complete', 'an unknown reason', { reason: 'bored' }],
  ['proxy complete', 'a page without its number', { reason: 'respondent_left', page: 'p' }],
  ['proxy complete', 'a number without its page', { reason: 'respondent_left', seq: 1 }],
  ['proxy complete', 'a word for final', { reason: 'respondent_left', final: 'yes' }],
  ['proxy resume', 'half a report', { seq: 1 }],
  ['proxy resume', 'a negative number', { page: 'p', seq: -1 }],
  ['proxy resume', 'half a number', { page: 'p', seq: 1.5 }],
  ['proxy resume', 'a number past counting', { page: 'p', seq: 2 ** 53 }],
  ['proxy resume', 'an endless page', { page: 'x'.repeat(101), seq: 1 }],
  ['heartbeat', 'no state', { page: 'p', seq: 1 }],
  ['heartbeat', 'an unknown state', { state: 'asleep' }],
];

describe('the request bodies of both contracts', () => {
  it.each(GOOD)('%s: accepts %s unchanged', (schema, _, body) => {
    expect(v.parse(SCHEMAS[schema], body)).toEqual(body);
  });

  it.each(BAD)('%s: refuses %s with a message', (schema, _, body) => {
    const result = v.safeParse(SCHEMAS[schema], body);
    expect(result.success).toBe(false);
    expect(describeIssues(result.issues!)).toMatch(/\S/);
  });

  it('names the place of an issue', () => {
    const { issues } = v.safeParse(startRequest, { respondent: { external_id: 17 } });
    expect(describeIssues(issues!)).toMatch(/^respondent\.external_id: /);
  });

  it('describes three issues at most', () => {
    const { issues } = v.safeParse(startRequest, { a: 1, b: 1, c: 1, d: 1, mode: 1, locale: 1 });
    expect(describeIssues(issues!).split('Invalid').length - 1).toBeLessThanOrEqual(3);
  });

  it.each(['x', '"', '$&', "$'", '\ud83d\ude00', '\n'])('shows only the beginning of a received value: %j', part => {
    const long = part.repeat(30_000);
    const bodies = [long, [long], { [long]: 1 }, { [long]: 1, [`${long}2`]: 1, [`${long}3`]: 1, [`${long}4`]: 1 }];
    const fields = [
      'respondent',
      'mode',
      'locale',
      'content',
      'answer',
      'client_message_id',
      'reason',
      'state',
      'page',
    ];
    for (const schema of Object.values(SCHEMAS)) {
      const invalid = fields.flatMap(field => [{ [field]: long }, { [field]: { [long]: long } }, { [field]: [long] }]);
      for (const body of [...bodies, ...invalid, { answer: { question_id: long, value: { a: long } } }]) {
        const { issues = [] } = v.safeParse(schema as v.GenericSchema, body);
        const message = describeIssues(issues);
        expect([message, message.length <= 800]).toEqual([message, true]);
      }
    }
  });

  it('refuses fields of the prototype', () => {
    expect(v.safeParse(startRequest, JSON.parse('{"__proto__": {"mode": "text"}}')).success).toBe(false);
    expect(v.safeParse(startRequest, { constructor: 1 }).success).toBe(false);
  });
});
