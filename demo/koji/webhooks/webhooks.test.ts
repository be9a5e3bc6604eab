import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Interview } from '../../../src/wire/koji-api.ts';
import { openAnalysisQueue } from '../analysis-jobs/queue.ts';
import { systemClock } from '../clock.ts';
import { WEBHOOK_EVENTS, type WebhookEvent } from '../database/enums.ts';
import { readInterviewWithoutTranscript } from '../interviews/read-interview.ts';
import { openTestDatabase } from '../testing/test-database.ts';
import {
  createClientWithNewKey,
  createCountingAnalyst,
  createTestKoji,
  type TestClient,
  type TestKoji,
} from '../testing/test-koji.ts';
import type { DeliveryQuery } from './deliveries.ts';
import type { AddedEndpoint } from './endpoints.ts';
import { openWebhookQueue } from './queue.ts';
import { openReceiver, type Receiver, type ReceiverOptions } from './testing/receiver.ts';

const FAILING = 'Make this one fail.';
const counting = createCountingAnalyst();
/** Like the counting analyst, but fails for interviews that contain the message `FAILING`. */
const analyst: typeof counting = {
  analysedIds: counting.analysedIds,
  async analyse(interview, onStep) {
    if (interview.turns.some(turn => turn.content === FAILING)) throw new Error('as requested');
    return counting.analyse(interview, onStep);
  },
};

let testKoji: TestKoji;
const receivers: Receiver[] = [];
beforeAll(async () => {
  testKoji = await createTestKoji({
    analyst,
    analysisRetry: { limit: 0, delay: 0 },
    webhooks: { retry: { limit: 3, delay: 0.01, factor: 1 }, timeout: 1000 },
  });
  await testKoji.koji.start();
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map(receiver => receiver.close()));
});
afterAll(() => testKoji.close());

async function startReceiver(options?: ReceiverOptions): Promise<Receiver> {
  const receiver = await openReceiver(options);
  receivers.push(receiver);
  return receiver;
}

let projectCount = 0;
/** Creates a project with an endpoint, and starts the endpoint's receiver. */
async function createProject(
  events: readonly WebhookEvent[],
  options?: ReceiverOptions,
): Promise<{ client: TestClient; project: string; receiver: Receiver; endpoint: AddedEndpoint }> {
  const project = `webhooks-${++projectCount}`;
  const receiver = await startReceiver(options);
  const endpoint = await testKoji.koji.webhooks.add({ project, url: receiver.url, events });
  return { client: await createClientWithNewKey(testKoji.koji, { project }), project, receiver, endpoint };
}

/** Starts an interview, sends a message and completes it. */
async function completeInterview(client: TestClient, content = 'The bill went up by half.') {
  const { interview_id, session_token } = await client.start({ respondent: { external_id: 'r-1' } });
  await client.message(interview_id, session_token, { content });
  await client.complete(interview_id, session_token, 'natural');
  return { id: interview_id, token: session_token };
}

const listDeliveriesOf = async (interviewId: string) =>
  (await testKoji.koji.webhooks.listDeliveries({ limit: 50, interviewId })).deliveries;

/** Waits until none of an interview's deliveries is pending, and returns them. */
const waitForDeliveries = (interviewId: string) =>
  vi.waitFor(
    async () => {
      const deliveries = await listDeliveriesOf(interviewId);
      expect(deliveries.length).toBeGreaterThan(0);
      expect(deliveries.filter(({ state }) => state === 'pending')).toEqual([]);
      return deliveries;
    },
    { timeout: 15_000, interval: 50 },
  );

const countJobs = async () =>
  (await testKoji.database.pgBossOptions.db!.executeSql("select id from pgboss.job where name = 'webhook-deliveries'"))
    .rows.length;

const withoutTranscript = ({ transcript: _, ...rest }: Interview) => rest;

describe('a webhook', () => {
  it('S56: reports a completion and its analysis, once each, signed as Standard Webhooks', async () => {
    const { client, receiver, endpoint } = await createProject(WEBHOOK_EVENTS);
    const { id, token } = await completeInterview(client);
    // Repeated completions cause no events.
    await Promise.all([1, 2, 3].map(() => client.complete(id, token)));
    await receiver.waitForEvents(2);
    await waitForDeliveries(id);
    expect(receiver.events.map(({ event }) => event.type).sort()).toEqual([
      'interview.analysis_ready',
      'interview.completed',
    ]);
    const verifier = new Webhook(endpoint.secret);
    for (const { method, headers, body, event } of receiver.events) {
      expect([method, headers['content-type']]).toEqual(['POST', 'application/json']);
      expect(verifier.verify(body, headers)).toEqual(event);
      expect(() => verifier.verify(`${body} `, headers)).toThrow();
      expect(() => verifier.verify(body, { ...headers, 'webhook-id': 'another' })).toThrow();
      expect(Date.parse(event.timestamp)).toBeLessThanOrEqual(Date.now());
      expect(event.data.interview_id).toBe(id);
    }
    const ids = receiver.events.map(({ headers }) => headers['webhook-id']);
    expect(new Set(ids).size).toBe(2);
    expect((await listDeliveriesOf(id)).map(delivery => delivery.id).sort()).toEqual(ids.sort());
  });

  it('S57: reports an analysis after it is stored: reading then returns it as completed', async () => {
    const seen: Interview[] = [];
    const { client, receiver } = await createProject(['interview.analysis_ready'], {
      respond: async ({ event }) => {
        seen.push(await client.get(event.data.interview_id));
        return 200;
      },
    });
    const { id } = await completeInterview(client);
    const [arrived] = await receiver.waitForEvents(1);
    expect(seen[0]).toMatchObject({ interview_id: id, status: 'completed', analysis_status: 'completed' });
    const { rows } = await testKoji.database.pgBossOptions.db!.executeSql(
      'select max(at) as at from analysis_steps where interview_id = $1',
      [id],
    );
    expect(Date.parse(arrived!.event.timestamp)).toBeGreaterThanOrEqual(new Date(rows[0].at).getTime());
  });

  it('S61: contains the same as polling for the analysis, without the transcript', async () => {
    const { client, receiver } = await createProject(['interview.analysis_ready']);
    const { id } = await completeInterview(client);
    const polled = await vi.waitFor(
      async () => {
        const interview = await client.get(id);
        expect(interview.analysis_status).toBe('completed');
        return interview;
      },
      { timeout: 15_000, interval: 50 },
    );
    const [arrived] = await receiver.waitForEvents(1);
    expect(Object.keys(arrived!.event)).toEqual(['type', 'timestamp', 'data']);
    expect(arrived!.event.data).toEqual(withoutTranscript(polled));
    expect(arrived!.event.data).toMatchObject({
      respondent: { external_id: 'r-1' },
      analysis: { quality_score: 3, themes: [{ name: 'All messages' }] },
    });
  });

  it('contains the interview as it was at its completion, without the analysis', async () => {
    const { client, receiver } = await createProject(['interview.completed']);
    const { id } = await completeInterview(client);
    const [arrived] = await receiver.waitForEvents(1);
    expect(arrived!.event).toMatchObject({
      type: 'interview.completed',
      data: { interview_id: id, status: 'completed', reason: 'natural', analysis_status: 'processing' },
    });
    expect(arrived!.event.data).not.toHaveProperty('analysis');
    expect(arrived!.event.data).not.toHaveProperty('transcript');
  });

  it('S80: reports an analysis that finally failed', async () => {
    const { client, receiver } = await createProject(['interview.analysis_ready', 'interview.analysis_failed']);
    const { id } = await completeInterview(client, FAILING);
    const [arrived] = await receiver.waitForEvents(1);
    expect(arrived!.event).toMatchObject({
      type: 'interview.analysis_failed',
      data: { interview_id: id, status: 'completed', analysis_status: 'failed' },
    });
    expect(await waitForDeliveries(id)).toHaveLength(1);
  });

  it('is sent for its events, and for interviews of its project only', async () => {
    const { client, receiver, project } = await createProject(['interview.analysis_ready']);
    const other = await startReceiver();
    await testKoji.koji.webhooks.add({ project: `${project}-other`, url: other.url, events: WEBHOOK_EVENTS });
    const second = await startReceiver();
    await testKoji.koji.webhooks.add({ project, url: second.url, events: ['interview.completed'] });
    const { id } = await completeInterview(client);
    await receiver.waitForEvents(1);
    await second.waitForEvents(1);
    const deliveries = await waitForDeliveries(id);
    expect(deliveries.map(({ event, url }) => [event, url]).sort()).toEqual([
      ['interview.analysis_ready', receiver.url],
      ['interview.completed', second.url],
    ]);
    expect([receiver.events.length, second.events.length, other.events.length]).toEqual([1, 1, 0]);
  });

  it('S58: without endpoints nothing is queued, and the analysis still runs', async () => {
    const before = await countJobs();
    const client = await createClientWithNewKey(testKoji.koji, { project: 'without-webhooks' });
    const { id } = await completeInterview(client);
    await vi.waitFor(async () => expect((await client.get(id)).analysis).toBeDefined(), { timeout: 15_000 });
    expect(await listDeliveriesOf(id)).toEqual([]);
    expect(await countJobs()).toBe(before);
  });

  it('is removed together with its pending deliveries', async () => {
    const { client, receiver, endpoint } = await createProject(['interview.completed'], { respond: () => 500 });
    const { id } = await completeInterview(client);
    await receiver.waitForEvents(1);
    expect(await testKoji.koji.webhooks.remove(receiver.url)).toBe(receiver.url);
    expect(await listDeliveriesOf(id)).toEqual([]);
    expect((await testKoji.koji.webhooks.list()).map(listed => listed.id)).not.toContain(endpoint.id);
    const next = await completeInterview(client);
    await vi.waitFor(async () => expect((await client.get(next.id)).analysis).toBeDefined(), { timeout: 15_000 });
    expect(await listDeliveriesOf(next.id)).toEqual([]);
  });
});

describe('a receiver that does not acknowledge', () => {
  it('two attempts, then does, gets the same id and the same bytes each time', async () => {
    const { client, receiver, endpoint } = await createProject(['interview.analysis_ready'], {
      respond: (_, before) => [500, 302][before] ?? 204,
    });
    const { id } = await completeInterview(client);
    const arrived = await receiver.waitForEvents(3);
    const [delivery] = await waitForDeliveries(id);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 3, lastStatus: 204, lastError: null });
    expect(delivery!.nextAttemptAt).toBeNull();
    expect(arrived.map(({ headers }) => headers['webhook-id'])).toEqual([delivery!.id, delivery!.id, delivery!.id]);
    expect(new Set(arrived.map(({ body }) => body)).size).toBe(1);
    expect(arrived[0]!.event.data.analysis).toBeDefined();
    for (const { body, headers } of arrived) new Webhook(endpoint.secret).verify(body, headers);
  });

  it('any attempt gets all retries; the delivery is then failed, and can be resent', async () => {
    let isRepaired = false;
    const { client, receiver, endpoint } = await createProject(['interview.completed'], {
      respond: () => (isRepaired ? 200 : 503),
    });
    const { id } = await completeInterview(client);
    await receiver.waitForEvents(4);
    const [failed] = await waitForDeliveries(id);
    expect(failed).toMatchObject({
      interviewId: id,
      event: 'interview.completed',
      url: receiver.url,
      state: 'failed',
      attempts: 4,
      lastStatus: 503,
      nextAttemptAt: null,
    });
    expect((await testKoji.koji.webhooks.listDeliveries({ limit: 50, state: 'failed' })).deliveries).toContainEqual(
      failed,
    );
    const line = testKoji.logLines.find(text => text.includes(failed!.id))!;
    expect(line).toContain(`to ${new URL(receiver.url).host} failed after 4 attempts: the response was 503`);

    isRepaired = true;
    expect(await testKoji.koji.webhooks.resendDelivery(failed!.id)).toBe(true);
    const arrived = await receiver.waitForEvents(5);
    expect(await waitForDeliveries(id)).toMatchObject([
      { id: failed!.id, state: 'delivered', attempts: 5, lastStatus: 200 },
    ]);
    expect(new Set(arrived.map(({ body, headers }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    // A delivered one can be resent too, in case the receiver has lost it.
    expect(await testKoji.koji.webhooks.resendDelivery(failed!.id)).toBe(true);
    await receiver.waitForEvents(6);
    expect(await waitForDeliveries(id)).toMatchObject([{ state: 'delivered', attempts: 6 }]);
    expect(testKoji.logLines.join('\n')).not.toContain(endpoint.secret);
    expect(JSON.stringify(await testKoji.koji.webhooks.list())).not.toContain(endpoint.secret);
    expect(JSON.stringify(await listDeliveriesOf(id))).not.toContain(endpoint.secret);
  });

  it('in time, or is not reachable, is recorded with an error code', async () => {
    const slow = await createProject(['interview.completed'], { respond: () => null });
    const unreachable = await createProject(['interview.completed']);
    const healthy = await createProject(['interview.completed']);
    await unreachable.receiver.close();
    receivers.splice(receivers.indexOf(unreachable.receiver), 1);
    const [timedOut, refused] = [await completeInterview(slow.client), await completeInterview(unreachable.client)];
    await completeInterview(healthy.client);
    await healthy.receiver.waitForEvents(1);
    await vi.waitFor(
      async () => {
        expect(await listDeliveriesOf(timedOut.id)).toMatchObject([{ lastStatus: null, lastError: 'timeout' }]);
        expect(await listDeliveriesOf(refused.id)).toMatchObject([{ lastStatus: null, lastError: 'ECONNREFUSED' }]);
      },
      { timeout: 15_000, interval: 50 },
    );
    await testKoji.koji.webhooks.remove(slow.endpoint.id);
  });

  it('gets no resend of an unknown delivery', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'no-id', '']) {
      expect(await testKoji.koji.webhooks.resendDelivery(id)).toBe(false);
    }
  });
});

describe('the list of deliveries', () => {
  it('lists each delivery once, in parts, newest first', async () => {
    const { client, receiver } = await createProject(WEBHOOK_EVENTS);
    for (let round = 0; round < 3; round++) await completeInterview(client);
    await receiver.waitForEvents(6);
    const all = (await testKoji.koji.webhooks.listDeliveries({ limit: 100 })).deliveries;
    expect(all.map(({ createdAt }) => createdAt.getTime())).toEqual(
      all.map(({ createdAt }) => createdAt.getTime()).sort((a, b) => b - a),
    );
    const found: string[] = [];
    let before: string | undefined;
    do {
      const part = await testKoji.koji.webhooks.listDeliveries({ limit: 4, before: before ?? null });
      found.push(...part.deliveries.map(({ id }) => id));
      before = part.nextCursor;
    } while (before);
    expect(found).toEqual(all.map(({ id }) => id));
    const [first] = (await testKoji.koji.webhooks.listDeliveries({ limit: 1, before: 'nonsense' })).deliveries;
    expect(first?.id).toBe(all[0]?.id);
    expect((await testKoji.koji.webhooks.listDeliveries({ limit: 1, interviewId: 'nonsense' })).deliveries).toEqual([]);
  });

  it('filters by state and event', async () => {
    const { client, receiver } = await createProject(WEBHOOK_EVENTS);
    for (let round = 0; round < 3; round++) await completeInterview(client);
    await receiver.waitForEvents(6);
    const list = async (filter: Pick<DeliveryQuery, 'state' | 'event'>) =>
      (await testKoji.koji.webhooks.listDeliveries({ limit: 100, ...filter })).deliveries;
    await vi.waitFor(async () => {
      const expected = (await list({})).filter(
        ({ state, event }) => state === 'delivered' && event === 'interview.completed',
      );
      expect(expected.length).toBeGreaterThanOrEqual(3);
      expect(await list({ state: 'delivered', event: 'interview.completed' })).toEqual(expected);
    });
    expect(new Set((await list({ event: 'interview.analysis_ready' })).map(({ event }) => event))).toEqual(
      new Set(['interview.analysis_ready']),
    );
  });
});

describe('a transaction that is rolled back', () => {
  it('publishes nothing', async () => {
    const { client, receiver } = await createProject(['interview.completed']);
    const { interview_id } = await client.start();
    const { boss } = await openAnalysisQueue(testKoji.database, () => {});
    const queue = await openWebhookQueue(boss, systemClock, readInterviewWithoutTranscript);
    const before = await countJobs();
    const transaction = testKoji.database.db.transaction(async tx => {
      await queue.publish(tx, 'interview.completed', interview_id);
      throw new Error('rolled back');
    });
    await expect(transaction).rejects.toThrow('rolled back');
    expect(await listDeliveriesOf(interview_id)).toEqual([]);
    expect(await countJobs()).toBe(before);
    expect(receiver.events).toEqual([]);
    await boss.stop();
  });
});

describe('several processes on one database', () => {
  it('send each event once, also those published while none was sending', async () => {
    const database = await openTestDatabase();
    const receiver = await startReceiver();
    const first = await createTestKoji({ database });
    await first.koji.webhooks.add({ url: receiver.url, events: WEBHOOK_EVENTS });
    const client = await createClientWithNewKey(first.koji);
    for (let round = 0; round < 10; round++) await completeInterview(client);
    await first.close();
    expect(receiver.events).toEqual([]);

    const others = await Promise.all([1, 2].map(() => createTestKoji({ database })));
    await Promise.all(others.map(({ koji }) => koji.start()));
    await receiver.waitForEvents(20);
    const [{ koji }] = others as [TestKoji, TestKoji];
    await vi.waitFor(
      async () =>
        expect((await koji.webhooks.listDeliveries({ limit: 100, state: 'delivered' })).deliveries).toHaveLength(20),
      { timeout: 15_000 },
    );
    await Promise.all(others.map(({ close }) => close()));
    const events = receiver.events.map(({ event }) => `${event.type} ${event.data.interview_id}`);
    expect([events.length, new Set(events).size]).toEqual([20, 20]);
    await database.close();
  });
});
