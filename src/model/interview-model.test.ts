import { effect } from '@preact/signals';
import { describe, expect, it, vi } from 'vitest';
import type { Reason } from '../interview/completion.ts';
import { createOpenQuestion, createScriptedProxy, SCRIPT, TICKET } from './testing/scripted-proxy.ts';
import {
  answerAll,
  createTestInterview,
  getShownTurns,
  getStoredTurns,
  type TestInterview,
  waitForPhase,
} from './testing/test-interview.ts';

describe('an interview', () => {
  it('S3, S4, S5: that comes to its end is completed as natural, once, by nobody’s click', async () => {
    const setup = createTestInterview();
    await answerAll(setup);
    await waitForPhase(setup.interview, 'completed');
    expect(setup.proxy.sent('complete')).toEqual([{ reason: 'natural' }]);
    expect(setup.interview.state.value).toMatchObject({
      phase: 'completed',
      reason: 'natural',
      completion: { reason: 'natural', stats: { total_messages: 7 } },
    });
  });

  it('has in the page what the server has, in the same order', async () => {
    const setup = createTestInterview();
    await answerAll(setup);
    const { messages } = setup.proxy.view;
    expect(getShownTurns(setup)).toEqual(getStoredTurns(setup));
    expect(setup.interview.messages.value.map(({ answer }) => answer)).toEqual(messages.map(({ answer }) => answer));
    expect(setup.interview.questionCount.value).toBe(3);
  });

  it('tells who is asked, for what, in which language, where the page knows', async () => {
    const { interview, proxy } = createTestInterview(createScriptedProxy(), {
      study: 'churn',
      locale: 'de-AT',
      respondent: { external_id: 'u-1' },
    });
    await interview.start();
    expect(proxy.sent('start')).toEqual([{ study: 'churn', locale: 'de-AT', respondent: { external_id: 'u-1' } }]);
  });

  it('tells nothing of what is not known', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    expect(proxy.sent('start')).toEqual([{}]);
  });

  it('opens each question in turn', async () => {
    const setup = createTestInterview();
    const asked: (string | null)[] = [];
    effect(() => void asked.push(setup.interview.question.value?.id ?? null));
    await answerAll(setup);
    await waitForPhase(setup.interview, 'completed');
    expect(asked).toEqual([null, 'q1', 'q2', 'q3', null]);
  });

  it('writes a reply word by word, then has it as a message', async () => {
    const { interview } = createTestInterview();
    await interview.start();
    const seen: (string | null)[] = [];
    effect(() => void seen.push(interview.partialReply.value));
    await interview.send('It became too expensive.');
    expect(seen).toEqual([null, '', 'I ', 'I see. ', 'I see. How ', 'I see. How satisfied?', null]);
  });

  it('starts once, however often it is asked to', async () => {
    const { interview, proxy } = createTestInterview();
    await Promise.all([interview.start(), interview.start(), interview.start()]);
    await interview.start();
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('takes one message at a time', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    await Promise.all([interview.send('First'), interview.send('Second')]);
    expect(proxy.sent('message').map(({ content }) => content)).toEqual(['First']);
  });

  it('can’t be spoken in before it has begun, nor after its end', async () => {
    const setup = createTestInterview();
    await setup.interview.send('Hello?');
    await answerAll(setup);
    await setup.interview.send('One more thing.');
    expect(setup.proxy.sent('message')).toHaveLength(3);
  });
});

describe('a start', () => {
  it.each(['forbidden', 'origin_not_allowed', 'invalid_request'] as const)('refused with %s is final', async code => {
    const { interview, proxy, storedInterview } = createTestInterview();
    proxy.fail('start', code);
    await interview.start();
    interview.retry();
    expect(interview.state.value).toMatchObject({ phase: 'failed', failure: { code, recoverable: false } });
    expect(proxy.sent('start')).toHaveLength(1);
    expect(storedInterview.record).toBeNull();
  });

  it('that did not get through is tried again when the respondent wants', async () => {
    const { interview, proxy } = createTestInterview();
    proxy.fail('start', 'unreachable');
    await interview.start();
    expect(interview.state.value.phase).toBe('failed');
    interview.retry();
    expect(interview.state.value.phase).toBe('starting');
    await waitForPhase(interview, 'active');
    expect(proxy.sent('start')).toHaveLength(2);
  });

  it('is remembered from its answer on, until the completion', async () => {
    const { interview, proxy, storedInterview } = createTestInterview();
    const release = proxy.holdResponses('start');
    const started = interview.start();
    expect(storedInterview.record).toBeNull();
    release();
    await started;
    expect(storedInterview.record).toEqual({ ticket: TICKET, endsAt: null, unsentMessage: null });
    await interview.complete('manual');
    expect(storedInterview.record).toBeNull();
  });

  it('waits for consent where that is asked for', async () => {
    const { interview, proxy, storedInterview } = createTestInterview();
    interview.requestConsent();
    expect(interview.state.value.phase).toBe('consenting');
    interview.declineConsent();
    expect(interview.state.value.phase).toBe('idle');
    expect([proxy.calls, storedInterview.record]).toEqual([[], null]);
    interview.requestConsent();
    await interview.start();
    expect(interview.state.value.phase).toBe('active');
  });

  it.each([
    ['the page’s own limit', 60_000, null, 60_000],
    ['the proxy’s limit', null, 120_000, 120_000],
    ['the page’s where it is sooner', 60_000, 120_000, 60_000],
    ['the proxy’s where it is sooner', 180_000, 120_000, 120_000],
    ['S11: no limit', null, null, null],
  ])('sets its end by %s', async (_, maxDuration, proxyLimit, expected) => {
    const now = Date.parse('2026-03-01T09:00:00Z');
    vi.useFakeTimers({ toFake: ['Date'], now });
    try {
      const endsAt = proxyLimit === null ? null : new Date(now + proxyLimit).toISOString();
      const { interview } = createTestInterview(createScriptedProxy(SCRIPT, endsAt), { maxDuration });
      await interview.start();
      expect(interview.endsAt.value).toBe(expected === null ? null : now + expected);
    } finally {
      vi.useRealTimers();
    }
  });
});

it.each<[string, (setup: TestInterview) => Promise<unknown>, { completionReason: Reason | null } | null]>([
  ['before the start', async () => {}, null],
  ['while a question is open', ({ interview }) => interview.start(), { completionReason: null }],
  [
    'while a completion is on its way',
    async ({ interview, proxy }) => {
      await interview.start();
      proxy.holdResponses('complete');
      void interview.complete('timeout');
    },
    { completionReason: 'timeout' },
  ],
  [
    'after the completion',
    async ({ interview }) => {
      await interview.start();
      await interview.complete('manual');
    },
    null,
  ],
])('%s, there is this to be completed by whoever leaves: %#', async (_, happen, expected) => {
  const setup = createTestInterview(
    createScriptedProxy([{ content: 'Hello!', question: createOpenQuestion('q1', 'Why?') }, { content: 'Bye' }]),
  );
  await happen(setup);
  expect(setup.interview.running.value).toEqual(expected && { ticket: TICKET, ...expected });
});
