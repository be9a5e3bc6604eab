import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ANALYSIS_STEPS, type Analyst, type FinishedInterview } from '../analysis/analyst.ts';
import { createKoji } from '../koji.ts';
import { openTestDatabase } from '../testing/database.ts';
import { type Client, createCountingAnalyst, createKeyedClient, openTestKoji, type TestKoji } from '../testing/koji.ts';

const RICH = 'We moved our team of six to another planner because the bill went up by half in a year.';

/** Waits until an interview's analysis is over, one way or the other. */
const analysed = (client: Client, id: string) =>
  vi.waitFor(
    async () => {
      const interview = await client.get(id);
      expect(interview.analysis_status).not.toBe('processing');
      return interview;
    },
    { timeout: 15_000, interval: 50 },
  );

async function completed(client: Client, content = RICH) {
  const { interview_id, session_token } = await client.start();
  await client.message(interview_id, session_token, { content });
  await client.complete(interview_id, session_token, 'natural');
  return { id: interview_id, token: session_token };
}

const stepsOf = async ({ database }: TestKoji, id: string) =>
  (await database.queue.db!.executeSql('select step, at from analysis_steps where interview_id = $1 order by at', [id]))
    .rows;

describe('after a completion', () => {
  const analyst = createCountingAnalyst();
  let world: TestKoji;
  let client: Client;
  beforeAll(async () => {
    world = await openTestKoji({ analyst });
    await world.koji.start();
    client = await createKeyedClient(world.koji);
  });
  afterAll(() => world.close());

  it('S1 S36 S62 S63 S65 S77 S83: the analysis comes by itself; without a completion it never does', async () => {
    const open = await client.start();
    const { id } = await completed(client);
    expect(await client.get(open.interview_id)).toMatchObject({ status: 'active', analysis_status: null });
    const interview = await analysed(client, id);
    expect(interview).toMatchObject({
      interview_id: id,
      status: 'completed',
      analysis_status: 'completed',
      reason: 'natural',
    });
    expect(interview.analysis).toMatchObject({ quality_score: 3, insights: [] });
    const { analysis_status, ...still } = await client.get(open.interview_id);
    expect(analysis_status).toBeNull();
    expect(still).not.toHaveProperty('analysis');
    expect(analyst.asked).not.toContain(open.interview_id);
  });

  it('S8: what was said before an early leave is what is analysed', async () => {
    const { interview_id, session_token } = await client.start();
    await client.message(interview_id, session_token, { content: RICH });
    await client.complete(interview_id, session_token, 'respondent_left');
    const { analysis, transcript } = await analysed(client, interview_id);
    expect(analysis?.themes[0]?.quotes).toEqual([{ message_id: transcript[1]?.message_id, text: RICH }]);
  });

  it('S13: five completions, concurrent and one after the other, are one analysis', async () => {
    const { id, token } = await completed(client);
    await Promise.all([1, 2, 3].map(() => client.complete(id, token)));
    await analysed(client, id);
    await client.complete(id, token);
    const other = await completed(client);
    await analysed(client, other.id);
    expect(analyst.asked.filter(asked => asked === id)).toHaveLength(1);
  });

  it('S12 S36: a repeat tells how the analysis stands now', async () => {
    const { id, token } = await completed(client);
    await analysed(client, id);
    expect((await client.complete(id, token)).body.analysis_status).toBe('completed');
  });

  it('S59: the steps are logged in their order, once each', async () => {
    const { id } = await completed(client);
    await analysed(client, id);
    const steps = await stepsOf(world, id);
    expect(steps.map(({ step }) => step).sort()).toEqual([...ANALYSIS_STEPS].sort());
    const times = ANALYSIS_STEPS.map(step => Date.parse(steps.find(entry => entry.step === step)?.at));
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('S73: the stats are those of the completion', async () => {
    const { interview_id, session_token } = await client.start();
    const { body } = await client.complete(interview_id, session_token);
    expect((await analysed(client, interview_id)).stats).toEqual(body.stats);
  });
});

describe('what the analyst is given', () => {
  it('S43: guide, reason and every turn with its place in the guide', async () => {
    const given: FinishedInterview[] = [];
    const counting = createCountingAnalyst();
    const analyst: Analyst = {
      analyse(interview, done) {
        given.push(interview);
        return counting.analyse(interview, done);
      },
    };
    const { koji, close } = await openTestKoji({ analyst });
    await koji.start();
    const client = await createKeyedClient(koji);
    const { id, token } = await client.start().then(s => ({ id: s.interview_id, token: s.session_token }));
    await client.message(id, token, { content: 'The price.' });
    await client.message(id, token, { content: 'no idea' });
    await client.complete(id, token, 'timeout');
    const { transcript } = await analysed(client, id);
    expect(given).toHaveLength(1);
    const { guide, reason, locale, turns } = given[0]!;
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
  it('S80: is asked three times in all, then the analysis is failed and stays so', async () => {
    let runs = 0;
    const { koji, lines, close } = await openTestKoji({
      analyst: {
        async analyse() {
          runs++;
          throw new Error('out of ideas');
        },
      },
    });
    await koji.start();
    const client = await createKeyedClient(koji);
    const { id, token } = await completed(client);
    const interview = await analysed(client, id);
    expect(interview).toMatchObject({ status: 'completed', analysis_status: 'failed' });
    expect(interview).not.toHaveProperty('analysis');
    expect(runs).toBe(3);
    expect(lines.filter(line => line.includes('out of ideas'))).toHaveLength(3);
    expect((await client.complete(id, token)).body.analysis_status).toBe('failed');
    await close();
  });

  it('only for a moment is asked again, and the others do not wait for it', async () => {
    const counting = createCountingAnalyst();
    let isDown = true;
    const { koji, close } = await openTestKoji({
      analyst: {
        async analyse(interview, done) {
          const isShaky = interview.turns[1]?.content === 'shaky';
          if (isShaky && isDown) {
            isDown = false;
            throw new Error('not now');
          }
          return counting.analyse(interview, done);
        },
      },
    });
    await koji.start();
    const client = await createKeyedClient(koji);
    const [shaky, steady] = [await completed(client, 'shaky'), await completed(client)];
    expect((await analysed(client, steady.id)).analysis_status).toBe('completed');
    expect((await analysed(client, shaky.id)).analysis_status).toBe('completed');
    expect(counting.asked.sort()).toEqual([shaky.id, steady.id].sort());
    await close();
  });
});

describe('a process that ends in between', () => {
  it('leaves completions to the next one, which analyses them', async () => {
    const database = await openTestDatabase();
    const first = await createKoji({ database, analyst: createCountingAnalyst(), typing: 'off', rateLimit: 0 });
    const client = await createKeyedClient(first);
    const { id } = await completed(client);
    await first.stop();

    const { koji, close } = await openTestKoji({ database });
    await koji.start();
    expect((await analysed(await createKeyedClient(koji), id)).analysis_status).toBe('completed');
    await close();
    await database.close();
  });
});
