import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplyDone } from '../../../src/wire/messages.ts';
import { createBuiltInInterviewer } from '../interviewer/built-in-interviewer.ts';
import type { Interviewer } from '../interviewer/interviewer.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { createClientWithNewKey, createTestKoji, type TestClient, type TestKoji } from '../testing/test-koji.ts';

const clock = createManualClock();
let testKoji: TestKoji;
let client: TestClient;

beforeAll(async () => {
  testKoji = await createTestKoji({ clock });
  client = await createClientWithNewKey(testKoji.koji);
});
afterAll(() => testKoji.close());

const DETAILED_ANSWER = 'We moved our team of six to another planner because the bill went up by half in a year.';

/** Starts an interview and answers until the guide's scale is the open question. */
async function startUntilScale() {
  const started = await client.start();
  await client.message(started.interview_id, started.session_token, { content: DETAILED_ANSWER });
  const reply = await client.message(started.interview_id, started.session_token, {
    content: 'Reports',
    answer: { question_id: 'used_for', value: ['Reports'] },
  });
  expect(reply.question).toMatchObject({ id: 'satisfaction', type: 'scale' });
  return { id: started.interview_id, token: started.session_token };
}

describe('a start', () => {
  it('S30 S31: returns a UUID, a session token and the opening with its question', async () => {
    const { status, body } = await client.call('POST', '/api/v1/interviews/start', {
      body: { mode: 'text', locale: 'en' },
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      interview_id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
      session_token: expect.stringMatching(/^st_live_[A-Za-z0-9]{32}$/),
      status: 'active',
      started_at: clock.now().toISOString(),
      initial_message: expect.stringContaining('AI interviewer'),
      question: expect.objectContaining({ id: 'reason', type: 'open_ended', config: {} }),
    });
  });

  it('stores neither the key nor the session token as plain text', async () => {
    const key = await testKoji.koji.keys.create({ permissions: ['interview:start'] });
    const { session_token } = await client.start();
    const { rows } = await testKoji.database.pgBossOptions.db!.executeSql(
      'select (select json_agg(k) from api_keys k)::text || (select json_agg(i) from interviews i)::text as everything',
    );
    expect(rows[0].everything).toContain(key.slice(0, 16));
    expect(rows[0].everything).not.toContain(key.slice(8));
    expect(rows[0].everything).not.toContain(session_token.slice(8));
  });
});

describe('a message', () => {
  it('gets a stream of deltas that add up to the content, then one done', async () => {
    const { interview_id, session_token } = await client.start();
    const events = await client.messageEvents(interview_id, session_token, { content: DETAILED_ANSWER });
    expect(events.map(event => event.type)).toEqual(['delta', 'done']);
    const done = events.at(-1) as ReplyDone;
    expect(events[0]).toEqual({ type: 'delta', text: done.content });
    expect(done).toMatchObject({ interview_status: 'active', messages_count: 3, question: { id: 'used_for' } });
    expect(done.content).toContain(done.question!.text);
  });

  it('S43: is stored word for word, in order, with its answer', async () => {
    const { id, token } = await startUntilScale();
    const content = '  Ein "Sieben" – \u{1F600}\n\n<b>7</b>\t';
    await client.message(id, token, { content, answer: { question_id: 'satisfaction', value: 7 } });
    const { transcript } = await client.get(id);
    expect(transcript.map(message => message.role)).toEqual(
      transcript.map((_, i) => (i % 2 ? 'respondent' : 'interviewer')),
    );
    expect(transcript.at(-2)).toMatchObject({ content, answer: { question_id: 'satisfaction', value: 7 } });
    expect(transcript[1]).not.toHaveProperty('answer');
  });

  it('gets an answer value if its words are unambiguous', async () => {
    const { id, token } = await startUntilScale();
    await client.message(id, token, { content: 'eight' });
    expect((await client.get(id)).transcript.at(-2)?.answer).toEqual({ question_id: 'satisfaction', value: 8 });
  });

  it.each([
    ['a value out of range', { question_id: 'satisfaction', value: 11 }],
    ['a value of another type', { question_id: 'satisfaction', value: 'seven' }],
    ['a very large number', { question_id: 'satisfaction', value: Number.MAX_VALUE }],
    ['a question that was answered before', { question_id: 'used_for', value: ['Reports'] }],
    ['an unknown question', { question_id: 'nothing', value: 7 }],
  ])('is refused with 400 for an answer with %s, and nothing is stored', async (_, answer) => {
    const { id, token } = await startUntilScale();
    const { status, body } = await client.call('POST', `/api/v1/interviews/${id}/message`, {
      token,
      body: { content: '7', answer },
    });
    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect((await client.get(id)).transcript).toHaveLength(5);
  });

  it('to a concluded interview gets a reply; the interview stays concluded', async () => {
    const { interview_id, session_token } = await client.start();
    const end = await client.message(interview_id, session_token, { content: 'stop' });
    expect(end).toMatchObject({ interview_status: 'concluded', question: null });
    const after = await client.message(interview_id, session_token, {
      content: 'Oh, and say hello to Ana in support.',
    });
    expect(after).toMatchObject({ interview_status: 'concluded', question: null, messages_count: 5 });
    const interview = await client.get(interview_id);
    expect(interview).toMatchObject({ status: 'concluded', completed_at: null });
    expect(interview.transcript.map(message => message.role)).toEqual([
      'interviewer',
      'respondent',
      'interviewer',
      'respondent',
      'interviewer',
    ]);
  });

  it('gets 401 without the session token, 404 for an interview of another project or an unknown one', async () => {
    const { interview_id, session_token } = await client.start();
    const otherProject = await createClientWithNewKey(testKoji.koji, { project: 'message-other' });
    const body = { content: 'Hello' };
    const responses = await Promise.all([
      client.call('POST', `/api/v1/interviews/${interview_id}/message`, { body }),
      client.call('POST', `/api/v1/interviews/${interview_id}/message`, { body, token: 'st_live_wrong' }),
      otherProject.call('POST', `/api/v1/interviews/${interview_id}/message`, { body, token: session_token }),
      client.call('POST', '/api/v1/interviews/17/message', { body, token: session_token }),
    ]);
    expect(responses.map(response => [response.status, response.body.error])).toEqual([
      [401, 'unauthorized'],
      [401, 'unauthorized'],
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
    expect((await client.get(interview_id)).transcript).toHaveLength(1);
  });
});

describe('a repeated client_message_id', () => {
  it('gets the same reply and stores nothing twice, even with other content', async () => {
    const { id, token } = await startUntilScale();
    const client_message_id = randomUUID();
    const answer = { question_id: 'satisfaction', value: 3 };
    const first = await client.message(id, token, { content: '3', answer, client_message_id });
    await client.message(id, token, { content: DETAILED_ANSWER });
    expect(await client.message(id, token, { content: '3', answer, client_message_id })).toEqual(first);
    expect(
      await client.message(id, token, { content: 'else', client_message_id: client_message_id.toUpperCase() }),
    ).toEqual(first);
    expect((await client.get(id)).stats.respondent_messages).toBe(4);
  });

  it('gets the same reply when ten repeats race', async () => {
    const { interview_id, session_token } = await client.start();
    const body = { content: DETAILED_ANSWER, client_message_id: randomUUID() };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => client.message(interview_id, session_token, body)),
    );
    expect(new Set(replies.map(reply => reply.message_id)).size).toBe(1);
    expect((await client.get(interview_id)).transcript).toHaveLength(3);
  });

  it('belongs to its interview: the same id in another interview is another message', async () => {
    const [one, other] = [await client.start(), await client.start()];
    const body = { content: DETAILED_ANSWER, client_message_id: randomUUID() };
    const first = await client.message(one.interview_id, one.session_token, body);
    const second = await client.message(other.interview_id, other.session_token, body);
    expect(second.message_id).not.toBe(first.message_id);
  });
});

describe('messages that race to one interview', () => {
  it('are stored one after the other, each with its own reply', async () => {
    const { interview_id, session_token } = await client.start();
    const contents = Array.from({ length: 8 }, (_, i) => `Message ${i}: ${DETAILED_ANSWER}`);
    const replies = await Promise.all(
      contents.map(content => client.message(interview_id, session_token, { content })),
    );
    expect(replies.map(reply => reply.messages_count).sort((a, b) => a - b)).toEqual([3, 5, 7, 9, 11, 13, 15, 17]);
    const { transcript } = await client.get(interview_id);
    expect(
      transcript
        .filter(message => message.role === 'respondent')
        .map(message => message.content)
        .sort(),
    ).toEqual(contents);
    for (const reply of replies) {
      expect(transcript[reply.messages_count - 1]).toMatchObject({
        message_id: reply.message_id,
        content: reply.content,
      });
    }
  });
});

describe('a slow interviewer', () => {
  it('does not block other interviews', async () => {
    const builtIn = createBuiltInInterviewer();
    let finish = () => {};
    const slow: Interviewer = {
      open: builtIn.open,
      async reply(conversation, message) {
        if (message.content === 'slow') await new Promise<void>(resolve => (finish = resolve));
        return builtIn.reply(conversation, message);
      },
    };
    const { koji, close } = await createTestKoji({ database: testKoji.database, interviewer: slow });
    const own = await createClientWithNewKey(koji);
    const [one, other] = [await own.start(), await own.start()];
    const waiting = own.message(one.interview_id, one.session_token, { content: 'slow' });
    const reply = await own.message(other.interview_id, other.session_token, { content: DETAILED_ANSWER });
    expect(reply.messages_count).toBe(3);
    expect((await own.get(one.interview_id)).transcript).toHaveLength(1);
    finish();
    expect((await waiting).messages_count).toBe(3);
    await close();
  });
});

describe('a reply with a typing speed', () => {
  it('is streamed word by word at that speed', async () => {
    const typing = createManualClock();
    const { koji, close } = await createTestKoji({ database: testKoji.database, typing: 40, clock: typing });
    const own = await createClientWithNewKey(koji);
    const { interview_id, session_token } = await own.start();
    const events = await own.messageEvents(interview_id, session_token, { content: DETAILED_ANSWER });
    const done = events.at(-1) as ReplyDone;
    const words = events.slice(0, -1).map(event => (event.type === 'delta' ? event.text : ''));
    expect(words.join('')).toBe(done.content);
    expect(words).toHaveLength(done.content.split(' ').length);
    expect(typing.slept).toEqual(words.map(() => 40));
    await close();
  });

  it('is stored before its first word, so a client that disconnects loses nothing', async () => {
    const { koji, close } = await createTestKoji({
      database: testKoji.database,
      typing: 40,
      clock: createManualClock(),
    });
    const own = await createClientWithNewKey(koji);
    const { interview_id, session_token } = await own.start();
    const body = { content: DETAILED_ANSWER, client_message_id: randomUUID() };
    const response = await own.request('POST', `/api/v1/interviews/${interview_id}/message`, {
      token: session_token,
      body,
    });
    await response.body!.cancel();
    const { transcript } = await own.get(interview_id);
    expect(transcript).toHaveLength(3);
    const repeat = await own.message(interview_id, session_token, body);
    expect(repeat).toMatchObject({ message_id: transcript[2]!.message_id, content: transcript[2]!.content });
    await close();
  });
});
