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
/** As the counting one; for an interview in which it is told to, it fails. */
const analyst: typeof counting = {
  analysedIds: counting.analysedIds,
  async analyse(interview, done) {
    if (interview.turns.some(turn => turn.content === FAILING)) throw new Error('as told');
    return counting.analyse(interview, done);
  },
};

let world: TestKoji;
const receivers: Receiver[] = [];
beforeAll(async () => {
  world = await createTestKoji({
    analyst,
    analysisRetry: { limit: 0, delay: 0 },
    webhooks: { retry: { limit: 3, delay: 0.01, factor: 1 }, timeout: 1000 },
  });
  await world.koji.start();
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map(receiver => receiver.close()));
});
afterAll(() => world.close());

async function receive(options?: ReceiverOptions): Promise<Receiver> {
  const receiver = await openReceiver(options);
  receivers.push(receiver);
  return receiver;
}

/** A project of its own for each situation, with an endpoint there. */
let count = 0;
async function situation(
  events: readonly WebhookEvent[],
  options?: ReceiverOptions,
): Promise<{ client: TestClient; project: string; receiver: Receiver; endpoint: AddedEndpoint }> {
  const project = `webhooks-${++count}`;
  const receiver = await receive(options);
  const endpoint = await world.koji.webhooks.add({ project, url: receiver.url, events });
  return { client: await createClientWithNewKey(world.koji, { project }), project, receiver, endpoint };
}

async function talk(client: TestClient, content = 'The bill went up by half.') {
  const { interview_id, session_token } = await client.start({ respondent: { external_id: 'r-1' } });
  await client.message(interview_id, session_token, { content });
  await client.complete(interview_id, session_token, 'natural');
  return { id: interview_id, token: session_token };
}

const deliveriesOf = async (interviewId: string) =>
  (await world.koji.webhooks.listDeliveries({ limit: 50, interviewId })).deliveries;

/** Waits until none of an interview's deliveries is pending, and gives them. */
const settled = (interviewId: string) =>
  vi.waitFor(
    async () => {
      const deliveries = await deliveriesOf(interviewId);
      expect(deliveries.length).toBeGreaterThan(0);
      expect(deliveries.filter(({ state }) => state === 'pending')).toEqual([]);
      return deliveries;
    },
    { timeout: 15_000, interval: 50 },
  );

const countJobs = async () =>
  (await world.database.pgBossOptions.db!.executeSql("select id from pgboss.job where name = 'webhook-deliveries'"))
    .rows.length;

const withoutTranscript = ({ transcript: _, ...rest }: Interview) => rest;

describe('a webhook', () => {
  it('S56: tells of a completion and of its analysis, once each, signed as Standard Webhooks are', async () => {
    const { client, receiver, endpoint } = await situation(WEBHOOK_EVENTS);
    const { id, token } = await talk(client);
    // Repeats complete nothing, and so tell nothing.
    await Promise.all([1, 2, 3].map(() => client.complete(id, token)));
    await receiver.until(2);
    await settled(id);
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
    expect((await deliveriesOf(id)).map(delivery => delivery.id).sort()).toEqual(ids.sort());
  });

  it('S57: tells of an analysis when it is done: by then reading shows it as completed', async () => {
    const seen: Interview[] = [];
    const { client, receiver } = await situation(['interview.analysis_ready'], {
      answer: async ({ event }) => {
        seen.push(await client.get(event.data.interview_id));
        return 200;
      },
    });
    const { id } = await talk(client);
    const [arrived] = await receiver.until(1);
    expect(seen[0]).toMatchObject({ interview_id: id, status: 'completed', analysis_status: 'completed' });
    const { rows } = await world.database.pgBossOptions.db!.executeSql(
      'select max(at) as at from analysis_steps where interview_id = $1',
      [id],
    );
    expect(Date.parse(arrived!.event.timestamp)).toBeGreaterThanOrEqual(new Date(rows[0].at).getTime());
  });

  it('S61: what it says of an analysis is what polling finds, but for the transcript', async () => {
    const { client, receiver } = await situation(['interview.analysis_ready']);
    const { id } = await talk(client);
    const polled = await vi.waitFor(
      async () => {
        const interview = await client.get(id);
        expect(interview.analysis_status).toBe('completed');
        return interview;
      },
      { timeout: 15_000, interval: 50 },
    );
    const [arrived] = await receiver.until(1);
    expect(Object.keys(arrived!.event)).toEqual(['type', 'timestamp', 'data']);
    expect(arrived!.event.data).toEqual(withoutTranscript(polled));
    expect(arrived!.event.data).toMatchObject({
      respondent: { external_id: 'r-1' },
      analysis: { quality_score: 3, themes: [{ name: 'All that was said' }] },
    });
  });

  it('tells of a completion as it was then: without the analysis that is still to come', async () => {
    const { client, receiver } = await situation(['interview.completed']);
    const { id } = await talk(client);
    const [arrived] = await receiver.until(1);
    expect(arrived!.event).toMatchObject({
      type: 'interview.completed',
      data: { interview_id: id, status: 'completed', reason: 'natural', analysis_status: 'processing' },
    });
    expect(arrived!.event.data).not.toHaveProperty('analysis');
    expect(arrived!.event.data).not.toHaveProperty('transcript');
  });

  it('S80: tells of an analysis that failed for good', async () => {
    const { client, receiver } = await situation(['interview.analysis_ready', 'interview.analysis_failed']);
    const { id } = await talk(client, FAILING);
    const [arrived] = await receiver.until(1);
    expect(arrived!.event).toMatchObject({
      type: 'interview.analysis_failed',
      data: { interview_id: id, status: 'completed', analysis_status: 'failed' },
    });
    expect(await settled(id)).toHaveLength(1);
  });

  it('is for the events it was added for, and for the interviews of its project', async () => {
    const { client, receiver, project } = await situation(['interview.analysis_ready']);
    const other = await receive();
    await world.koji.webhooks.add({ project: `${project}-other`, url: other.url, events: WEBHOOK_EVENTS });
    const second = await receive();
    await world.koji.webhooks.add({ project, url: second.url, events: ['interview.completed'] });
    const { id } = await talk(client);
    await receiver.until(1);
    await second.until(1);
    const deliveries = await settled(id);
    expect(deliveries.map(({ event, url }) => [event, url]).sort()).toEqual([
      ['interview.analysis_ready', receiver.url],
      ['interview.completed', second.url],
    ]);
    expect([receiver.events.length, second.events.length, other.events.length]).toEqual([1, 1, 0]);
  });

  it('S58: where there is none, nothing is put down and the rest works', async () => {
    const before = await countJobs();
    const client = await createClientWithNewKey(world.koji, { project: 'without-webhooks' });
    const { id } = await talk(client);
    await vi.waitFor(async () => expect((await client.get(id)).analysis).toBeDefined(), { timeout: 15_000 });
    expect(await deliveriesOf(id)).toEqual([]);
    expect(await countJobs()).toBe(before);
  });

  it('goes away with what is undone: neither it nor its deliveries remain', async () => {
    const { client, receiver, endpoint } = await situation(['interview.completed'], { answer: () => 500 });
    const { id } = await talk(client);
    await receiver.until(1);
    expect(await world.koji.webhooks.remove(receiver.url)).toBe(receiver.url);
    expect(await deliveriesOf(id)).toEqual([]);
    expect((await world.koji.webhooks.list()).map(listed => listed.id)).not.toContain(endpoint.id);
    const next = await talk(client);
    await vi.waitFor(async () => expect((await client.get(next.id)).analysis).toBeDefined(), { timeout: 15_000 });
    expect(await deliveriesOf(next.id)).toEqual([]);
  });
});

describe('a receiver that does not take it', () => {
  it('twice, then does: gets the same id and the same bytes each time', async () => {
    const { client, receiver, endpoint } = await situation(['interview.analysis_ready'], {
      answer: (_, before) => [500, 302][before] ?? 204,
    });
    const { id } = await talk(client);
    const arrived = await receiver.until(3);
    const [delivery] = await settled(id);
    expect(delivery).toMatchObject({ state: 'delivered', attempts: 3, lastStatus: 204, lastError: null });
    expect(delivery!.nextAttemptAt).toBeNull();
    expect(arrived.map(({ headers }) => headers['webhook-id'])).toEqual([delivery!.id, delivery!.id, delivery!.id]);
    expect(new Set(arrived.map(({ body }) => body)).size).toBe(1);
    expect(arrived[0]!.event.data.analysis).toBeDefined();
    for (const { body, headers } of arrived) new Webhook(endpoint.secret).verify(body, headers);
  });

  it('ever: is tried as often as allowed, then kept as failed, and gets it when it is sent again', async () => {
    let isMended = false;
    const { client, receiver, endpoint } = await situation(['interview.completed'], {
      answer: () => (isMended ? 200 : 503),
    });
    const { id } = await talk(client);
    await receiver.until(4);
    const [failed] = await settled(id);
    expect(failed).toMatchObject({
      interviewId: id,
      event: 'interview.completed',
      url: receiver.url,
      state: 'failed',
      attempts: 4,
      lastStatus: 503,
      nextAttemptAt: null,
    });
    expect((await world.koji.webhooks.listDeliveries({ limit: 50, state: 'failed' })).deliveries).toContainEqual(
      failed,
    );
    const line = world.logLines.find(text => text.includes(failed!.id))!;
    expect(line).toContain(`to ${new URL(receiver.url).host} failed after 4 attempts: it answered 503`);

    isMended = true;
    expect(await world.koji.webhooks.resendDelivery(failed!.id)).toBe(true);
    const arrived = await receiver.until(5);
    expect(await settled(id)).toMatchObject([{ id: failed!.id, state: 'delivered', attempts: 5, lastStatus: 200 }]);
    expect(new Set(arrived.map(({ body, headers }) => `${headers['webhook-id']} ${body}`)).size).toBe(1);
    // One that was taken may be sent again as well: the receiver may have lost it.
    expect(await world.koji.webhooks.resendDelivery(failed!.id)).toBe(true);
    await receiver.until(6);
    expect(await settled(id)).toMatchObject([{ state: 'delivered', attempts: 6 }]);
    expect(world.logLines.join('\n')).not.toContain(endpoint.secret);
    expect(JSON.stringify(await world.koji.webhooks.list())).not.toContain(endpoint.secret);
    expect(JSON.stringify(await deliveriesOf(id))).not.toContain(endpoint.secret);
  });

  it('in time, or is gone: is noted with a code for why', async () => {
    const hanging = await situation(['interview.completed'], { answer: () => null });
    const gone = await situation(['interview.completed']);
    const well = await situation(['interview.completed']);
    await gone.receiver.close();
    receivers.splice(receivers.indexOf(gone.receiver), 1);
    const [slow, lost] = [await talk(hanging.client), await talk(gone.client)];
    await talk(well.client);
    await well.receiver.until(1);
    await vi.waitFor(
      async () => {
        expect(await deliveriesOf(slow.id)).toMatchObject([{ lastStatus: null, lastError: 'timeout' }]);
        expect(await deliveriesOf(lost.id)).toMatchObject([{ lastStatus: null, lastError: 'ECONNREFUSED' }]);
      },
      { timeout: 15_000, interval: 50 },
    );
    await world.koji.webhooks.remove(hanging.endpoint.id);
  });

  it('is not asked for what does not exist', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'no-id', '']) {
      expect(await world.koji.webhooks.resendDelivery(id)).toBe(false);
    }
  });
});

describe('the list of deliveries', () => {
  it('goes from the newest to the oldest in parts, each delivery once', async () => {
    const { client, receiver } = await situation(WEBHOOK_EVENTS);
    for (let round = 0; round < 3; round++) await talk(client);
    await receiver.until(6);
    const all = (await world.koji.webhooks.listDeliveries({ limit: 100 })).deliveries;
    expect(all.map(({ createdAt }) => createdAt.getTime())).toEqual(
      all.map(({ createdAt }) => createdAt.getTime()).sort((a, b) => b - a),
    );
    const found: string[] = [];
    let before: string | undefined;
    do {
      const part = await world.koji.webhooks.listDeliveries({ limit: 4, before: before ?? null });
      found.push(...part.deliveries.map(({ id }) => id));
      before = part.nextCursor;
    } while (before);
    expect(found).toEqual(all.map(({ id }) => id));
    const [first] = (await world.koji.webhooks.listDeliveries({ limit: 1, before: 'nonsense' })).deliveries;
    expect(first?.id).toBe(all[0]?.id);
    expect((await world.koji.webhooks.listDeliveries({ limit: 1, interviewId: 'nonsense' })).deliveries).toEqual([]);
  });

  it('is narrowed down to a state and an event', async () => {
    const { client, receiver } = await situation(WEBHOOK_EVENTS);
    for (let round = 0; round < 3; round++) await talk(client);
    await receiver.until(6);
    const list = async (part: Pick<DeliveryQuery, 'state' | 'event'>) =>
      (await world.koji.webhooks.listDeliveries({ limit: 100, ...part })).deliveries;
    await vi.waitFor(async () => {
      const wanted = (await list({})).filter(
        ({ state, event }) => state === 'delivered' && event === 'interview.completed',
      );
      expect(wanted.length).toBeGreaterThanOrEqual(3);
      expect(await list({ state: 'delivered', event: 'interview.completed' })).toEqual(wanted);
    });
    expect(new Set((await list({ event: 'interview.analysis_ready' })).map(({ event }) => event))).toEqual(
      new Set(['interview.analysis_ready']),
    );
  });
});

describe('a change that does not happen after all', () => {
  it('is not told', async () => {
    const { client, receiver } = await situation(['interview.completed']);
    const { interview_id } = await client.start();
    const { boss } = await openAnalysisQueue(world.database, () => {});
    const webhooks = await openWebhookQueue(boss, systemClock, readInterviewWithoutTranscript);
    const before = await countJobs();
    const undone = world.database.db.transaction(async tx => {
      await webhooks.publish(tx, 'interview.completed', interview_id);
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await deliveriesOf(interview_id)).toEqual([]);
    expect(await countJobs()).toBe(before);
    expect(receiver.events).toEqual([]);
    await boss.stop();
  });
});

describe('several processes on one database', () => {
  it('send each event once, also what was put down while none was sending', async () => {
    const database = await openTestDatabase();
    const receiver = await receive();
    const first = await createTestKoji({ database });
    await first.koji.webhooks.add({ url: receiver.url, events: WEBHOOK_EVENTS });
    const client = await createClientWithNewKey(first.koji);
    for (let round = 0; round < 10; round++) await talk(client);
    await first.close();
    expect(receiver.events).toEqual([]);

    const others = await Promise.all([1, 2].map(() => createTestKoji({ database })));
    await Promise.all(others.map(({ koji }) => koji.start()));
    await receiver.until(20);
    const [{ koji }] = others as [TestKoji, TestKoji];
    await vi.waitFor(
      async () =>
        expect((await koji.webhooks.listDeliveries({ limit: 100, state: 'delivered' })).deliveries).toHaveLength(20),
      { timeout: 15_000 },
    );
    await Promise.all(others.map(({ close }) => close()));
    const told = receiver.events.map(({ event }) => `${event.type} ${event.data.interview_id}`);
    expect([told.length, new Set(told).size]).toEqual([20, 20]);
    await database.close();
  });
});
