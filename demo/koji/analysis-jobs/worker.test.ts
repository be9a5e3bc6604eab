import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANALYSIS_STEPS, type Analyst, type FinishedInterview } from '../analysis/analyst.ts';
import { createKoji } from '../koji.ts';
import { openTestDatabase } from '../testing/test-database.ts';
import {
  createClientWithNewKey,
  createCountingAnalyst,
  createTestKoji,
  type TestClient,
  type TestKoji,
} from '../testing/test-koji.ts';

const RICH_ANSWER = 'We moved our team of six to another planner because the bill went up by half in a year.';

/** Waits until an interview's analysis is completed or failed. */
const waitForAnalysis = (client: TestClient, id: string) =>
  vi.waitFor(
    async () => {
      const interview = await client.get(id);
      expect(interview.analysis_status).not.toBe('processing');
      return interview;
    },
    { timeout: 15_000, interval: 50 },
  );

async function completeInterview(client: TestClient, content = RICH_ANSWER) {
  const { interview_id, session_token } = await client.start();
  await client.message(interview_id, session_token, { content });
  await client.complete(interview_id, session_token, 'natural');
  return { id: interview_id, token: session_token };
}

const readSteps = async ({ database }: TestKoji, id: string) =>
  (
    await database.pgBossOptions.db!.executeSql(
      'select step, at from analysis_steps where interview_id = $1 order by at',
      [id],
    )
  ).rows;

describe('after a completion', () => {
  const analyst = createCountingAnalyst();
  let testKoji: TestKoji;
  let client: TestClient;
  beforeAll(async () => {
    testKoji = await createTestKoji({ analyst });
    await testKoji.koji.start();
    client = await createClientWithNewKey(testKoji.koji);
  });
  afterAll(() => testKoji.close());

  it('S1 S36 S62 S63 S65 S77 S83: the analysis runs without a further request; without a completion it never runs', async () => {
    const open = await client.start();
    const { id } = await completeInterview(client);
    expect(await client.get(open.interview_id)).toMatchObject({ status: 'active', analysis_status: null });
    const interview = await waitForAnalysis(client, id);
    expect(interview).toMatchObject({
      interview_id: id,
      status: 'completed',
      analysis_status: 'completed',
      reason: 'natural',
    });
    expect(interview.analysis).toMatchObject({ quality_score: 3, insights: [] });
    const { analysis_status, ...openInterview } = await client.get(open.interview_id);
    expect(analysis_status).toBeNull();
    expect(openInterview).not.toHaveProperty('analysis');
    expect(analyst.analysedIds).not.toContain(open.interview_id);
  });

  it('S8: messages before an early leave are analysed', async () => {
    const { interview_id, session_token } = await client.start();
    await client.message(interview_id, session_token, { content: RICH_ANSWER });
    await client.complete(interview_id, session_token, 'respondent_left');
    const { analysis, transcript } = await waitForAnalysis(client, interview_id);
    expect(analysis?.themes[0]?.quotes).toEqual([{ message_id: transcript[1]?.message_id, text: RICH_ANSWER }]);
  });

  it('S13: five completions, concurrent and in sequence, make one analysis', async () => {
    const { id, token } = await completeInterview(client);
    await Promise.all([1, 2, 3].map(() => client.complete(id, token)));
    await waitForAnalysis(client, id);
    await client.complete(id, token);
    const other = await completeInterview(client);
    await waitForAnalysis(client, other.id);
    expect(analyst.analysedIds.filter(asked => asked === id)).toHaveLength(1);
  });

  it('S12 S36: a repeated completion returns the current analysis status', async () => {
    const { id, token } = await completeInterview(client);
    await waitForAnalysis(client, id);
    expect((await client.complete(id, token)).body.analysis_status).toBe('completed');
  });

  it('S59: the steps are stored in order, once each', async () => {
    const { id } = await completeInterview(client);
    await waitForAnalysis(client, id);
    const steps = await readSteps(testKoji, id);
    expect(steps.map(({ step }) => step).sort()).toEqual([...ANALYSIS_STEPS].sort());
    const times = ANALYSIS_STEPS.map(step => Date.parse(steps.find(entry => entry.step === step)?.at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('S73: the stats stay those of the completion', async () => {
    const { interview_id, session_token } = await client.start();
    const { body } = await client.complete(interview_id, session_token);
    expect((await waitForAnalysis(client, interview_id)).stats).toEqual(body.stats);
  });
});

describe('the input of the analyst', () => {
  it('S43: holds the guide, the reason and every turn with its question', async () => {
    const inputs: FinishedInterview[] = [];
    const counting = createCountingAnalyst();
    const analyst: Analyst = {
      analyse(interview, onStep) {
        inputs.push(interview);
        return counting.analyse(interview, onStep);
      },
    };
    const { koji, close } = await createTestKoji({ analyst });
    await koji.start();
    const client = await createClientWithNewKey(koji);
    const { id, token } = await client.start().then(s => ({ id: s.interview_id, token: s.session_token }));
    await client.message(id, token, { content: 'The price.' });
    await client.message(id, token, { content: 'no idea' });
    await client.complete(id, token, 'timeout');
    const { transcript } = await waitForAnalysis(client, id);
    expect(inputs).toHaveLength(1);
    const { guide, reason, locale, turns } = inputs[0]!;
    expect([guide.id, reason, locale]).toEqual(['churn', 'timeout', 'en']);
    expect(turns.map(({ guideQuestion, followUp, ...message }) => message)).toEqual(transcript);
    expect(turns.map(turn => [turn.guideQuestion, turn.followUp])).toEqual([
      ['reason', 0],
      ['reason', 0],
      ['reason', 1],
      ['reason', 1],
      ['used_for', 0],
    ]);
    await close();
  });
});

describe('an analyst that fails', () => {
  it('S80: runs three times, then the analysis status is failed and stays so', async () => {
    let runs = 0;
    const { koji, logLines, close } = await createTestKoji({
      analyst: {
        async analyse() {
          runs++;
          throw new Error('out of ideas');
        },
      },
    });
    await koji.start();
    const client = await createClientWithNewKey(koji);
    const { id, token } = await completeInterview(client);
    const interview = await waitForAnalysis(client, id);
    expect(interview).toMatchObject({ status: 'completed', analysis_status: 'failed' });
    expect(interview).not.toHaveProperty('analysis');
    expect(runs).toBe(3);
    expect(logLines.filter(line => line.includes('out of ideas'))).toHaveLength(3);
    expect((await client.complete(id, token)).body.analysis_status).toBe('failed');
    await close();
  });

  it('once runs again, and other analyses do not wait for it', async () => {
    const counting = createCountingAnalyst();
    let isDown = true;
    const { koji, close } = await createTestKoji({
      analyst: {
        async analyse(interview, onStep) {
          const isShaky = interview.turns[1]?.content === 'shaky';
          if (isShaky && isDown) {
            isDown = false;
            throw new Error('not now');
          }
          return counting.analyse(interview, onStep);
        },
      },
    });
    await koji.start();
    const client = await createClientWithNewKey(koji);
    const [shaky, steady] = [await completeInterview(client, 'shaky'), await completeInterview(client)];
    expect((await waitForAnalysis(client, steady.id)).analysis_status).toBe('completed');
    expect((await waitForAnalysis(client, shaky.id)).analysis_status).toBe('completed');
    expect(counting.analysedIds.sort()).toEqual([shaky.id, steady.id].sort());
    await close();
  });
});

describe('a process that stops before the analysis', () => {
  it('leaves it to the next process', async () => {
    const database = await openTestDatabase();
    const first = await createKoji({ database, analyst: createCountingAnalyst(), typing: 'off', rateLimit: 0 });
    const client = await createClientWithNewKey(first);
    const { id } = await completeInterview(client);
    await first.stop();

    const { koji, close } = await createTestKoji({ database });
    await koji.start();
    expect((await waitForAnalysis(await createClientWithNewKey(koji), id)).analysis_status).toBe('completed');
    await close();
    await database.close();
  });
});
