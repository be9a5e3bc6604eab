import { describe, expect, it } from 'vitest';
import type { InterviewView, ProxyStartResponse } from '../wire/proxy-contract.ts';
import { createProxyHarness, parseReplyEvents } from './testing/proxy-harness.ts';
import { createDoneEvent } from './testing/scripted-koji.ts';

const toIso = (time: number) => new Date(time).toISOString();
it('the proxy’s fetch has two parameters: adapters count them to decide whether to pass the client', () => {
  expect(createProxyHarness().proxy.fetch).toHaveLength(2);
});

const PAGE = { page: 'page-1', seq: 1 };

describe('start', () => {
  it('responds with a ticket and the view of an active interview', async () => {
    const { call, koji } = createProxyHarness();
    const response = await call('start', { locale: 'en' });
    const { ticket, interview } = (await response.json()) as ProxyStartResponse;
    expect(response.status).toBe(201);
    expect(ticket.split('.')).toHaveLength(5);
    expect(interview).toMatchObject({
      status: 'active',
      messages: [{ role: 'interviewer', content: 'Hello! How often do you use it?' }],
      question: { id: 'q1' },
      ends_at: null,
    });
    expect(koji.calls[0]!.body).toEqual({
      locale: 'en',
      respondent: { metadata: { koji_embed: { identity: 'none' } } },
    });
  });

  it('tells the time of the proxy, as every resume does', async () => {
    const { call, startInterview, clock } = createProxyHarness({ maxDuration: '5m' });
    const { ticket, view } = await startInterview();
    expect([view.now, Date.parse(view.ends_at!) - Date.parse(view.now)]).toEqual([toIso(clock.now()), 300_000]);
    await clock.advance(60_000);
    const later = (await (await call('resume', {}, { ticket })).json()) as InterviewView;
    expect([later.now, later.ends_at]).toEqual([toIso(clock.now()), view.ends_at]);
  });

  it('is not retried if Koji is down', async () => {
    const harness = createProxyHarness({ retries: 2 });
    harness.koji.situation = 'down';
    expect((await harness.call('start', {})).status).toBe(503);
    expect(harness.koji.countCalls('start')).toBe(1);
  });
});

describe('complete', () => {
  it('S12, S14, S16: responds to a repeat with the first completion, whatever its reason', async () => {
    const { startInterview, call, clock, koji } = createProxyHarness();
    const { ticket } = await startInterview();
    const first = await call('complete', { reason: 'natural' }, { ticket });
    const body = await first.json();
    expect(first.status).toBe(200);
    expect(body).toMatchObject({ status: 'completed', reason: 'natural', stats: { total_messages: 1 } });
    await clock.advance(1000);
    const again = await call('complete', { reason: 'manual' }, { ticket });
    expect([again.status, await again.json()]).toEqual([200, body]);
    expect(koji.countCalls('complete')).toBe(1);
  });
});

describe('message', () => {
  it('passes the reply on, and completes a concluded interview as natural if the page doesn’t', async () => {
    const { startInterview, call, clock, koji } = createProxyHarness();
    const { ticket, id } = await startInterview();
    koji.reply = [{ type: 'delta', text: 'Bye.' }, createDoneEvent('concluded')];
    const response = await call('message', { content: 'Every day.' }, { ticket });
    expect(parseReplyEvents(await response.text())).toEqual(koji.reply);
    await clock.advance(15_000);
    expect(koji.interviews.get(id)).toMatchObject({ status: 'completed', reason: 'natural' });
  });
});

describe('resume', () => {
  it('cancels a leave and responds with the whole conversation, without the analysis', async () => {
    const { startInterview, call, clock, koji } = createProxyHarness();
    const { ticket, id } = await startInterview();
    const left = await call('complete', { reason: 'respondent_left', ...PAGE }, { ticket, beacon: true });
    expect([left.status, await left.json()]).toEqual([
      202,
      { status: 'leaving', completes_at: new Date(clock.now() + 30_000).toISOString() },
    ]);
    await clock.advance(20_000);
    const back = await call('resume', { page: 'page-2', seq: 0 }, { ticket });
    expect([back.status, ((await back.json()) as InterviewView).messages.length]).toEqual([200, 1]);
    await clock.advance(20_000);
    expect(koji.interviews.get(id)!.status).toBe('active');
    await call('complete', { reason: 'manual' }, { ticket });
    const view = await (await call('resume', {}, { ticket })).json();
    expect(view).toMatchObject({ status: 'completed', completed: { reason: 'manual' } });
    expect(view).not.toHaveProperty('analysis');
  });
});

describe('heartbeat', () => {
  it('postpones the completion', async () => {
    const { startInterview, call, clock, koji } = createProxyHarness();
    const { ticket, id } = await startInterview();
    await clock.advance(29 * 60_000);
    expect((await call('heartbeat', { state: 'visible', ...PAGE }, { ticket })).status).toBe(204);
    await clock.advance(29 * 60_000);
    expect(koji.interviews.get(id)!.status).toBe('active');
    await clock.advance(60_000);
    expect(koji.interviews.get(id)).toMatchObject({ status: 'completed', reason: 'respondent_left' });
  });
});
