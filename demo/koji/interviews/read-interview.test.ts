import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('reading an interview', () => {
  it('S64 S77: returns all data of an active interview, and no analysis', async () => {
    const { interview_id, session_token, started_at, initial_message } = await client.start();
    clock.advance(10_000);
    await client.message(interview_id, session_token, { content: 'The price.' });
    clock.advance(5_000);
    const interview = await client.get(interview_id);
    expect(interview).toEqual({
      interview_id,
      status: 'active',
      started_at,
      completed_at: null,
      reason: null,
      analysis_status: null,
      stats: { duration_seconds: 15, respondent_messages: 1, interviewer_messages: 2, total_messages: 3 },
      transcript: [
        {
          message_id: expect.any(String),
          role: 'interviewer',
          content: initial_message,
          created_at: started_at,
          question: expect.objectContaining({ id: 'reason' }),
        },
        { message_id: expect.any(String), role: 'respondent', content: 'The price.', created_at: expect.any(String) },
        expect.objectContaining({
          role: 'interviewer',
          question: expect.objectContaining({ id: 'reason_followup_1' }),
        }),
      ],
    });
    expect(Date.parse(interview.transcript[1]!.created_at) - Date.parse(started_at)).toBe(10_000);
  });

  it('S73: returns the stats of the completion from then on', async () => {
    const { interview_id, session_token } = await client.start();
    clock.advance(3_000);
    const { body } = await client.complete(interview_id, session_token, 'timeout');
    clock.advance(60_000);
    const { stats, completed_at, reason, status } = await client.get(interview_id);
    expect(stats).toEqual(body.stats);
    expect([status, completed_at, reason]).toEqual(['completed', body.completed_at, 'timeout']);
  });

  it('S65: contains no analysis while that is processing', async () => {
    const { interview_id, session_token } = await client.start();
    await client.complete(interview_id, session_token);
    const interview = await client.get(interview_id);
    expect(interview.analysis_status).toBe('processing');
    expect(interview).not.toHaveProperty('analysis');
  });

  it.each([
    {
      external_id: 'u-17',
      display_name: 'Renata Okafor',
      metadata: { plan: 'team', seats: 4, tags: ['a', null], nested: { deep: true } },
    },
    { display_name: 'Ren\u00e9e \u{1F600}' },
    {},
  ])('returns the respondent %j as start received it', async respondent => {
    const { interview_id } = await client.start({ respondent });
    expect((await client.get(interview_id)).respondent).toEqual(respondent);
  });

  it('S86: is 404 for an interview of another project', async () => {
    const { interview_id } = await client.start();
    const stranger = await createClientWithNewKey(testKoji.koji, { project: 'read-strangers' });
    const { status, body } = await stranger.call('GET', `/api/v1/interviews/${interview_id}`);
    expect([status, body.error]).toEqual([404, 'not_found']);
  });
});
