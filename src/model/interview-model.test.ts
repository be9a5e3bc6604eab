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
  it('S3, S4, S5: is completed once as natural after its last question, without a click', async () => {
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

  it('has the same messages as the proxy, in the same order', async () => {
    const setup = createTestInterview();
    await answerAll(setup);
    const { messages } = setup.proxy.view;
    expect(getShownTurns(setup)).toEqual(getStoredTurns(setup));
    expect(setup.interview.messages.value.map(({ answer }) => answer)).toEqual(messages.map(({ answer }) => answer));
    expect(setup.interview.questionCount.value).toBe(3);
  });

  it('starts with the study, locale and respondent that the page knows', async () => {
    const { interview, proxy } = createTestInterview(createScriptedProxy(), {
      study: 'churn',
      locale: 'de-AT',
      respondent: { external_id: 'u-1' },
    });
    await interview.start();
    expect(proxy.sent('start')).toEqual([{ study: 'churn', locale: 'de-AT', respondent: { external_id: 'u-1' } }]);
  });

  it('starts with an empty body when the page knows nothing', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    expect(proxy.sent('start')).toEqual([{}]);
  });

  it('opens each question in turn', async () => {
    const setup = createTestInterview();
    const questions: (string | null)[] = [];
    effect(() => void questions.push(setup.interview.question.value?.id ?? null));
    await answerAll(setup);
    await waitForPhase(setup.interview, 'completed');
    expect(questions).toEqual([null, 'q1', 'q2', 'q3', null]);
  });

  it('shows a reply word by word, then as a message', async () => {
    const { interview } = createTestInterview();
    await interview.start();
    const seen: (string | null)[] = [];
    effect(() => void seen.push(interview.partialReply.value));
    await interview.send('It became too expensive.');
    expect(seen).toEqual([null, '', 'I ', 'I see. ', 'I see. How ', 'I see. How satisfied?', null]);
  });

  it('starts once, however often start is called', async () => {
    const { interview, proxy } = createTestInterview();
    await Promise.all([interview.start(), interview.start(), interview.start()]);
    await interview.start();
    expect(proxy.sent('start')).toHaveLength(1);
  });

  it('sends one message at a time', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    await Promise.all([interview.send('First'), interview.send('Second')]);
    expect(proxy.sent('message').map(({ content }) => content)).toEqual(['First']);
  });

  it('sends no message before the start or after the end', async () => {
    const setup = createTestInterview();
    await setup.interview.send('Hello?');
    await answerAll(setup);
    await setup.interview.send('One more thing.');
    expect(setup.proxy.sent('message')).toHaveLength(3);
  });
});

describe('a start', () => {
  it.each(['forbidden', 'origin_not_allowed', 'invalid_request'] as const)(
    'that fails with %s cannot be retried',
    async code => {
      const { interview, proxy, storedInterview } = createTestInterview();
      proxy.fail('start', code);
      await interview.start();
      interview.retry();
      expect(interview.state.value).toMatchObject({ phase: 'failed', failure: { code, recoverable: false } });
      expect(proxy.sent('start')).toHaveLength(1);
      expect(storedInterview.record).toBeNull();
    },
  );

  it('that fails as unreachable can be retried', async () => {
    const { interview, proxy } = createTestInterview();
    proxy.fail('start', 'unreachable');
    await interview.start();
    expect(interview.state.value.phase).toBe('failed');
    interview.retry();
    expect(interview.state.value.phase).toBe('starting');
    await waitForPhase(interview, 'active');
    expect(proxy.sent('start')).toHaveLength(2);
  });

  it('is stored from its response until the completion', async () => {
    const { interview, proxy, storedInterview } = createTestInterview();
    const release = proxy.holdResponses('start');
    const started = interview.start();
    expect(storedInterview.record).toBeNull();
    release();
    await started;
    expect(storedInterview.record).toEqual({ ticket: TICKET, respondent: '', endsAt: null, unsentMessage: null });
    await interview.complete('manual');
    expect(storedInterview.record).toBeNull();
  });

  it('waits for consent when it has been requested', async () => {
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
    ['the page’s limit when it is earlier', 60_000, 120_000, 60_000],
    ['the proxy’s limit when it is earlier', 180_000, 120_000, 120_000],
    ['S11: no limit', null, null, null],
  ])('sets the deadline by %s', async (_, maxDuration, proxyLimit, expected) => {
    const now = Date.parse('2026-03-01T09:00:00Z');
    vi.useFakeTimers({ toFake: ['Date', 'performance'], now });
    try {
      const before = performance.now();
      const endsAt = proxyLimit === null ? null : new Date(now + proxyLimit).toISOString();
      const { interview } = createTestInterview(createScriptedProxy(SCRIPT, endsAt), { maxDuration });
      await interview.start();
      expect(interview.deadline.value).toBe(expected === null ? null : before + expected);
    } finally {
      vi.useRealTimers();
    }
  });
});

it.each<[string, (setup: TestInterview) => Promise<unknown>, { completionReason: Reason | null } | null]>([
  ['before the start', async () => {}, null],
  ['while a question is open', ({ interview }) => interview.start(), { completionReason: null }],
  [
    'while a completion is being requested',
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
])('running is right %s', async (_, happen, expected) => {
  const setup = createTestInterview(
    createScriptedProxy([{ content: 'Hello!', question: createOpenQuestion('q1', 'Why?') }, { content: 'Bye' }]),
  );
  await happen(setup);
  expect(setup.interview.running.value).toEqual(expected && { ticket: TICKET, ...expected });
});
