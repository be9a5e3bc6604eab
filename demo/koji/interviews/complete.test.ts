import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REASONS } from '../../../src/interview/completion.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import {
  createClientWithNewKey,
  createTestClient,
  createTestKoji,
  type TestClient,
  type TestKoji,
} from '../testing/test-koji.ts';

const clock = createManualClock();
let testKoji: TestKoji;
let client: TestClient;

beforeAll(async () => {
  testKoji = await createTestKoji({ clock });
  client = await createClientWithNewKey(testKoji.koji);
});
afterAll(() => testKoji.close());

const path = '/api/interview/complete';

describe('a completion', () => {
  it('S3 S32 S33 S34 S35 S37 S38: ends start → message → complete with 200 and the documented body', async () => {
    const { interview_id, session_token } = await client.start();
    await client.message(interview_id, session_token, { content: 'It became too expensive for a team of our size.' });
    clock.advance(1_000);
    const { status, body } = await client.complete(interview_id, session_token, 'natural');
    expect(status).toBe(200);
    expect(body).toEqual({
      interview_id,
      status: 'completed',
      completed_at: clock.now().toISOString(),
      analysis_status: 'processing',
      stats: { duration_seconds: 1, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 },
    });
  });

  it('S39 S40 S41 S42: counts seconds, rounded, and messages', async () => {
    const { interview_id, session_token } = await client.start();
    clock.advance(61_400);
    await client.message(interview_id, session_token, { content: 'The price.' });
    clock.advance(30_100);
    await client.message(interview_id, session_token, { content: 'Far too high for four people.' });
    clock.advance(0);
    const { body } = await client.complete(interview_id, session_token);
    expect(body.stats).toEqual({
      duration_seconds: 92,
      respondent_messages: 2,
      interviewer_messages: 3,
      total_messages: 5,
    });
  });

  it('S9 S26 S28: may come before the natural end and without a reason, which is then manual', async () => {
    const { interview_id, session_token } = await client.start();
    const { status } = await client.complete(interview_id, session_token);
    expect(status).toBe(200);
    expect(await client.get(interview_id)).toMatchObject({ status: 'completed', reason: 'manual' });
  });

  it.each(REASONS)('S27: stores the reason %s', async reason => {
    const { interview_id, session_token } = await client.start();
    expect((await client.complete(interview_id, session_token, reason)).status).toBe(200);
    expect((await client.get(interview_id)).reason).toBe(reason);
  });

  it('S25 S31: accepts the id in capitals, and returns it as start did', async () => {
    const { interview_id, session_token } = await client.start();
    const { status, body } = await client.complete(interview_id.toUpperCase(), session_token);
    expect([status, body.interview_id]).toEqual([200, interview_id]);
  });

  it('is never before the start, even if the clock was set back', async () => {
    const { interview_id, session_token, started_at } = await client.start();
    clock.advance(-60_000);
    const { body } = await client.complete(interview_id, session_token);
    clock.advance(60_000);
    expect([body.completed_at, body.stats.duration_seconds]).toEqual([started_at, 0]);
  });
});

describe('a repeated completion', () => {
  it('S12 S14 S15 S87: gets 409 already_completed with the first body; reason, time and stats stay', async () => {
    const { interview_id, session_token } = await client.start();
    const first = await client.complete(interview_id, session_token, 'natural');
    clock.advance(5_000);
    const { status, body } = await client.complete(interview_id, session_token, 'timeout');
    expect(status).toBe(409);
    expect(body).toEqual({ ...first.body, error: 'already_completed', message: expect.stringMatching(/\S/) });
    expect((await client.get(interview_id)).reason).toBe('natural');
  });

  it('S13: of 20 that race, one gets 200 and 19 get 409, all with the same data, and one analysis is queued', async () => {
    const { interview_id, session_token } = await client.start();
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, i) => client.complete(interview_id, session_token, REASONS[i % REASONS.length])),
    );
    const statuses = responses.map(response => response.status).sort();
    expect(statuses).toEqual([200, ...Array(19).fill(409)]);
    const bodies = responses.map(({ body: { error: _error, message: _message, ...rest } }) => rest);
    expect(new Set(bodies.map(body => JSON.stringify(body))).size).toBe(1);
    const jobs = await testKoji.database.pgBossOptions.db!.executeSql(
      "select count(*)::int as n from pgboss.job where data->>'interviewId' = $1",
      [interview_id],
    );
    expect(jobs.rows).toEqual([{ n: 1 }]);
  });

  it('S44: a completed interview refuses messages, and its transcript stays', async () => {
    const { interview_id, session_token } = await client.start();
    await client.message(interview_id, session_token, { content: 'The price.' });
    await client.complete(interview_id, session_token);
    const before = await client.get(interview_id);
    const { status, body } = await client.call('POST', `/api/v1/interviews/${interview_id}/message`, {
      token: session_token,
      body: { content: 'One more thing' },
    });
    expect([status, body.error]).toEqual([409, 'already_completed']);
    expect(await client.get(interview_id)).toEqual(before);
  });

  it('a message that races a completion is either stored and counted, or refused', async () => {
    for (let round = 0; round < 5; round++) {
      const { interview_id, session_token } = await client.start();
      const [message, completion] = await Promise.all([
        client.request('POST', `/api/v1/interviews/${interview_id}/message`, {
          token: session_token,
          body: { content: 'Too dear.' },
        }),
        client.complete(interview_id, session_token),
      ]);
      await message.text();
      const { transcript, stats } = await client.get(interview_id);
      expect(completion.body.stats).toEqual(stats);
      expect(transcript).toHaveLength(stats.total_messages);
      expect(transcript.length).toBe(message.status === 200 ? 3 : 1);
    }
  });
});

describe('a completion that is refused', () => {
  /** The fields of an interview that is not completed. */
  const notCompleted = { status: 'active', completed_at: null, reason: null, analysis_status: null };
  let id: string;
  let token: string;
  beforeAll(async () => {
    ({ interview_id: id, session_token: token } = await client.start());
  });

  it('S18 S21 S84: 401 without a key, even with the session token', async () => {
    const { status, body, headers } = await createTestClient(testKoji.koji, null).call('POST', path, {
      token,
      body: { interview_id: id },
    });
    expect([status, body.error, headers.get('WWW-Authenticate')]).toEqual([401, 'unauthorized', 'Bearer']);
    expect(await client.get(id)).toMatchObject(notCompleted);
  });

  it('S19 S21 S84 S89: 401 with a valid key but no session token, or a wrong one', async () => {
    for (const wrong of [undefined, '', 'st_live_', `st_live_${'x'.repeat(32)}`, token.slice(0, -1)]) {
      const { status, body } = await client.call('POST', path, {
        ...(wrong && { token: wrong }),
        body: { interview_id: id },
      });
      expect([status, body.error]).toEqual([401, 'unauthorized']);
    }
    expect(await client.get(id)).toMatchObject(notCompleted);
  });

  it('S23: 401 with the token of another interview, and neither is completed', async () => {
    const other = await client.start();
    const { status } = await client.complete(id, other.session_token);
    expect(status).toBe(401);
    expect(await client.get(id)).toMatchObject(notCompleted);
    expect(await client.get(other.interview_id)).toMatchObject(notCompleted);
  });

  it('S22: 401 with a revoked key and with a wrong one, even with the session token', async () => {
    const key = await testKoji.koji.keys.create({ permissions: ['interview:complete'] });
    await testKoji.koji.keys.revoke(key);
    for (const wrong of [key, `pk_live_${'a'.repeat(32)}`, 'pk_live_', 'secret']) {
      expect((await createTestClient(testKoji.koji, wrong).complete(id, token)).status).toBe(401);
    }
    expect(await client.get(id)).toMatchObject(notCompleted);
  });

  it('S85: 403 with a key that has all permissions but interview:complete', async () => {
    const other = await createClientWithNewKey(testKoji.koji, {
      permissions: ['interview:start', 'interview:chat', 'interview:read'],
    });
    const { status, body } = await other.complete(id, token);
    expect([status, body.error]).toEqual([403, 'forbidden']);
    expect(await client.get(id)).toMatchObject(notCompleted);
  });

  it('S86: 404 for an unknown id, a text that is no id, and an interview of another project', async () => {
    const otherProject = await createClientWithNewKey(testKoji.koji, { project: 'other' });
    const calls: [TestClient, string][] = [
      [client, '00000000-0000-4000-8000-000000000000'],
      [client, 'not-an-id'],
      [client, ' '],
      [otherProject, id],
    ];
    for (const [caller, interviewId] of calls) {
      const { status, body } = await caller.complete(interviewId, token);
      expect([status, body.error]).toEqual([404, 'not_found']);
    }
    expect(await client.get(id)).toMatchObject(notCompleted);
  });

  it.each([
    ['S24: no interview_id', {}],
    ['S24: an interview_id that is not a string', { interview_id: 17 }],
    ['S27: a fifth reason', { reason: 'bored' }],
    ['a reason that is not a string', { reason: null }],
    ['an unknown field', { note: 'x' }],
  ])('400 for %s', async (_, change) => {
    const body = Object.keys(change).length > 0 ? { interview_id: id, ...change } : {};
    const response = await client.call('POST', path, { token, body });
    expect([response.status, response.body.error]).toEqual([400, 'invalid_request']);
    expect(await client.get(id)).toMatchObject(notCompleted);
  });
});
