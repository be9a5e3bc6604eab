import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReplyDone } from '../../../src/wire/messages.ts';
import { createBuiltInInterviewer } from '../interviewer/built-in-interviewer.ts';
import type { Interviewer } from '../interviewer/interviewer.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { createClientWithNewKey, createTestKoji, type TestClient, type TestKoji } from '../testing/test-koji.ts';

const clock = createManualClock();
let world: TestKoji;
let client: TestClient;

beforeAll(async () => {
  world = await createTestKoji({ clock });
  client = await createClientWithNewKey(world.koji);
});
afterAll(() => world.close());

const RICH = 'We moved our team of six to another planner because the bill went up by half in a year.';

/** An interview whose open question is the guide's multiple choice, then its scale. */
async function atScale() {
  const started = await client.start();
  await client.message(started.interview_id, started.session_token, { content: RICH });
  const reply = await client.message(started.interview_id, started.session_token, {
    content: 'Reports',
    answer: { question_id: 'used_for', value: ['Reports'] },
  });
  expect(reply.question).toMatchObject({ id: 'satisfaction', type: 'scale' });
  return { id: started.interview_id, token: started.session_token };
}

describe('a start', () => {
  it('S30 S31: gives a UUID, a session token and the opening with its question', async () => {
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

  it('keeps neither the key nor the session token in the clear', async () => {
    const key = await world.koji.keys.create({ permissions: ['interview:start'] });
    const { session_token } = await client.start();
    const { rows } = await world.database.pgBossOptions.db!.executeSql(
      'select (select json_agg(k) from api_keys k)::text || (select json_agg(i) from interviews i)::text as everything',
    );
    expect(rows[0].everything).toContain(key.slice(0, 16));
    expect(rows[0].everything).not.toContain(key.slice(8));
    expect(rows[0].everything).not.toContain(session_token.slice(8));
  });
});

describe('a message', () => {
  it('is answered by deltas that make the content, then one done', async () => {
    const { interview_id, session_token } = await client.start();
    const events = await client.say(interview_id, session_token, { content: RICH });
    expect(events.map(event => event.type)).toEqual(['delta', 'done']);
    const done = events.at(-1) as ReplyDone;
    expect(events[0]).toEqual({ type: 'delta', text: done.content });
    expect(done).toMatchObject({ interview_status: 'active', messages_count: 3, question: { id: 'used_for' } });
    expect(done.content).toContain(done.question!.text);
  });

  it('S43: is kept word for word, in order, with its answer', async () => {
    const { id, token } = await atScale();
    const content = '  Ein "Sieben" – \u{1F600}\n\n<b>7</b>\t';
    await client.message(id, token, { content, answer: { question_id: 'satisfaction', value: 7 } });
    const { transcript } = await client.get(id);
    expect(transcript.map(message => message.role)).toEqual(
      transcript.map((_, i) => (i % 2 ? 'respondent' : 'interviewer')),
    );
    expect(transcript.at(-2)).toMatchObject({ content, answer: { question_id: 'satisfaction', value: 7 } });
    expect(transcript[1]).not.toHaveProperty('answer');
  });

  it('has its value recorded where the words leave no doubt', async () => {
    const { id, token } = await atScale();
    await client.message(id, token, { content: 'eight' });
    expect((await client.get(id)).transcript.at(-2)?.answer).toEqual({ question_id: 'satisfaction', value: 8 });
  });

  it.each([
    ['a value that does not fit', { question_id: 'satisfaction', value: 11 }],
    ['a value of another type', { question_id: 'satisfaction', value: 'seven' }],
    ['a number too large for any', { question_id: 'satisfaction', value: Number.MAX_VALUE }],
    ['a question that was answered before', { question_id: 'used_for', value: ['Reports'] }],
    ['a question nobody knows', { question_id: 'nothing', value: 7 }],
  ])('is refused with 400 for %s, and nothing is stored', async (_, answer) => {
    const { id, token } = await atScale();
    const { status, body } = await client.call('POST', `/api/v1/interviews/${id}/message`, {
      token,
      body: { content: '7', answer },
    });
    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect((await client.get(id)).transcript).toHaveLength(5);
  });

  it('to a concluded interview is taken and answered; it stays concluded', async () => {
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

  it('401 without the session token, 404 for an id of another project or none', async () => {
    const { interview_id, session_token } = await client.start();
    const stranger = await createClientWithNewKey(world.koji, { project: 'message-strangers' });
    const body = { content: 'Hello' };
    const asked = await Promise.all([
      client.call('POST', `/api/v1/interviews/${interview_id}/message`, { body }),
      client.call('POST', `/api/v1/interviews/${interview_id}/message`, { body, token: 'st_live_wrong' }),
      stranger.call('POST', `/api/v1/interviews/${interview_id}/message`, { body, token: session_token }),
      client.call('POST', '/api/v1/interviews/17/message', { body, token: session_token }),
    ]);
    expect(asked.map(answer => [answer.status, answer.body.error])).toEqual([
      [401, 'unauthorized'],
      [401, 'unauthorized'],
      [404, 'not_found'],
      [404, 'not_found'],
    ]);
    expect((await client.get(interview_id)).transcript).toHaveLength(1);
  });
});

describe('a repeated client_message_id', () => {
  it('gets the same reply and stores nothing twice, whatever else the repeat says', async () => {
    const { id, token } = await atScale();
    const client_message_id = randomUUID();
    const answer = { question_id: 'satisfaction', value: 3 };
    const first = await client.message(id, token, { content: '3', answer, client_message_id });
    await client.message(id, token, { content: RICH });
    expect(await client.message(id, token, { content: '3', answer, client_message_id })).toEqual(first);
    expect(
      await client.message(id, token, { content: 'else', client_message_id: client_message_id.toUpperCase() }),
    ).toEqual(first);
    expect((await client.get(id)).stats.respondent_messages).toBe(4);
  });

  it('also when ten of them race', async () => {
    const { interview_id, session_token } = await client.start();
    const body = { content: RICH, client_message_id: randomUUID() };
    const replies = await Promise.all(
      Array.from({ length: 10 }, () => client.message(interview_id, session_token, body)),
    );
    expect(new Set(replies.map(reply => reply.message_id)).size).toBe(1);
    expect((await client.get(interview_id)).transcript).toHaveLength(3);
  });

  it('is known by its interview: the same id elsewhere is another message', async () => {
    const [one, other] = [await client.start(), await client.start()];
    const body = { content: RICH, client_message_id: randomUUID() };
    const first = await client.message(one.interview_id, one.session_token, body);
    const second = await client.message(other.interview_id, other.session_token, body);
    expect(second.message_id).not.toBe(first.message_id);
  });
});

describe('messages that race to one interview', () => {
  it('are taken one after the other, each with a reply of its own', async () => {
    const { interview_id, session_token } = await client.start();
    const said = Array.from({ length: 8 }, (_, i) => `Message ${i}: ${RICH}`);
    const replies = await Promise.all(said.map(content => client.message(interview_id, session_token, { content })));
    expect(replies.map(reply => reply.messages_count).sort((a, b) => a - b)).toEqual([3, 5, 7, 9, 11, 13, 15, 17]);
    const { transcript } = await client.get(interview_id);
    expect(
      transcript
        .filter(message => message.role === 'respondent')
        .map(message => message.content)
        .sort(),
    ).toEqual(said);
    for (const reply of replies) {
      expect(transcript[reply.messages_count - 1]).toMatchObject({
        message_id: reply.message_id,
        content: reply.content,
      });
    }
  });
});

describe('a slow interviewer', () => {
  it('holds nobody up: other interviews go on while it thinks', async () => {
    const quick = createBuiltInInterviewer();
    let wake = () => {};
    const slow: Interviewer = {
      open: quick.open,
      async reply(conversation, said) {
        if (said.content === 'slow') await new Promise<void>(resolve => (wake = resolve));
        return quick.reply(conversation, said);
      },
    };
    const { koji, close } = await createTestKoji({ database: world.database, interviewer: slow });
    const own = await createClientWithNewKey(koji);
    const [one, other] = [await own.start(), await own.start()];
    const waiting = own.message(one.interview_id, one.session_token, { content: 'slow' });
    const reply = await own.message(other.interview_id, other.session_token, { content: RICH });
    expect(reply.messages_count).toBe(3);
    expect((await own.get(one.interview_id)).transcript).toHaveLength(1);
    wake();
    expect((await waiting).messages_count).toBe(3);
    await close();
  });
});

describe('a reply that is typed', () => {
  it('comes word by word at the pace asked for', async () => {
    const typing = createManualClock();
    const { koji, close } = await createTestKoji({ database: world.database, typing: 40, clock: typing });
    const own = await createClientWithNewKey(koji);
    const { interview_id, session_token } = await own.start();
    const events = await own.say(interview_id, session_token, { content: RICH });
    const done = events.at(-1) as ReplyDone;
    const words = events.slice(0, -1).map(event => (event.type === 'delta' ? event.text : ''));
    expect(words.join('')).toBe(done.content);
    expect(words).toHaveLength(done.content.split(' ').length);
    expect(typing.slept).toEqual(words.map(() => 40));
    await close();
  });

  it('is stored before its first word: a client that goes away loses nothing', async () => {
    const { koji, close } = await createTestKoji({ database: world.database, typing: 40, clock: createManualClock() });
    const own = await createClientWithNewKey(koji);
    const { interview_id, session_token } = await own.start();
    const body = { content: RICH, client_message_id: randomUUID() };
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
