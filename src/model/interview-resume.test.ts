import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../interview/failures.ts';
import { createScriptedProxy, SATISFACTION_QUESTION, SCRIPT, TICKET } from './testing/scripted-proxy.ts';
import {
  createMemoryRecord,
  createTestInterview,
  getShownTurns,
  getStoredTurns,
  RANKING_ANSWER,
  type TestInterview,
  waitForCalls,
  waitForPhase,
} from './testing/test-interview.ts';

describe('taken up again', () => {
  /** An interview with one answer, left behind by a page that is gone. */
  async function leaveBehind(endsAt: string | null = null) {
    const before = createTestInterview(createScriptedProxy(SCRIPT, endsAt));
    await before.interview.start();
    await before.interview.send('It became too expensive.');
    return before;
  }

  it('an interview is where it was, and no other one is started', async () => {
    const { proxy, storedInterview } = await leaveBehind();
    const setup = createTestInterview(proxy, {}, storedInterview);
    expect(setup.interview.hasStoredInterview()).toBe(true);
    await setup.interview.start();
    expect(proxy.sent('start')).toHaveLength(1);
    expect(proxy.calls.at(-1)).toMatchObject({ route: 'resume', ticket: TICKET });
    expect(setup.interview.state.value).toEqual({ phase: 'active', question: SATISFACTION_QUESTION });
    expect(getShownTurns(setup)).toHaveLength(3);
  });

  it('it names its page load and counts its reports, so that an older leave is known as such', async () => {
    const { proxy, storedInterview } = await leaveBehind();
    await createTestInterview(proxy, {}, storedInterview).interview.start();
    const report = proxy.sent('resume')[0];
    expect(report).toEqual({ page: expect.any(String), seq: expect.any(Number) });
  });

  it('it keeps the end it had', async () => {
    const ends = '2026-03-01T09:20:00.000Z';
    const { proxy, storedInterview } = await leaveBehind(ends);
    const setup = createTestInterview(proxy, { maxDuration: 3_600_000 }, storedInterview);
    await setup.interview.start();
    expect(setup.interview.endsAt.value).toBe(Date.parse(ends));
  });

  it.each<[string, (setup: TestInterview) => Promise<void> | void]>([
    ['completed meanwhile', ({ proxy }) => proxy.completeAs('respondent_left')],
    ['concluded, and not completed', ({ interview }) => answerRest(interview)],
  ])('an interview that was %s ends in thanks', async (_, happen) => {
    const before = await leaveBehind();
    before.proxy.fail('complete', 'unreachable');
    await happen(before);
    const setup = createTestInterview(
      before.proxy,
      {},
      createMemoryRecord({ ticket: TICKET, endsAt: null, unsentMessage: null }),
    );
    await setup.interview.start();
    await waitForPhase(setup.interview, 'completed');
    expect(setup.storedInterview.record).toBeNull();
  });

  const answerRest = async (interview: TestInterview['interview']) => {
    await interview.send('7', { question_id: 'q2', value: 7 });
    await interview.send('1. Help', RANKING_ANSWER);
  };

  it('an interview that was concluded is completed as natural', async () => {
    const before = await leaveBehind();
    before.proxy.fail('complete', 'unreachable');
    await answerRest(before.interview);
    await waitForPhase(before.interview, 'failed');
    const setup = createTestInterview(before.proxy, {}, before.storedInterview);
    await setup.interview.start();
    await waitForPhase(setup.interview, 'completed');
    expect(before.proxy.sent('complete')).toEqual([{ reason: 'natural' }, { reason: 'natural' }]);
  });

  it.each<[FailureCode, boolean]>([
    ['ticket_expired', false],
    ['ticket_invalid', false],
    ['not_found', false],
    ['unreachable', true],
    ['upstream_unavailable', true],
  ])('with %s it fails, and can be tried again: %s', async (code, recoverable) => {
    const { proxy, storedInterview } = await leaveBehind();
    const setup = createTestInterview(proxy, {}, storedInterview);
    proxy.fail('resume', code);
    await setup.interview.start();
    expect(setup.interview.state.value).toMatchObject({ phase: 'failed', failure: { code, recoverable } });
    // Only what can't be taken up any more is forgotten.
    expect(storedInterview.record !== null).toBe(recoverable);
    setup.interview.retry();
    if (recoverable) await waitForPhase(setup.interview, 'active');
    expect(proxy.sent('resume')).toHaveLength(recoverable ? 2 : 1);
    expect(proxy.sent('start')).toHaveLength(1);
  });
});

describe('asking how things stand', () => {
  it('believes the server', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    await setup.proxy.message(TICKET, { content: 'From another tab.' }, new AbortController().signal, () => {});
    await setup.interview.resume();
    expect(getShownTurns(setup)).toHaveLength(3);
    expect(setup.interview.question.value?.id).toBe('q2');
  });

  it('does not disturb a message on its way', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    const release = setup.proxy.holdResponses('message');
    const sent = setup.interview.send('It became too expensive.');
    await waitForCalls(setup.proxy, 'message');
    await setup.interview.resume();
    expect(setup.interview.state.value.phase).toBe('answering');
    release();
    await sent;
    expect(getShownTurns(setup)).toHaveLength(3);
  });

  it('is not led back by an answer that was long on its way', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    const release = setup.proxy.holdResponses('resume');
    const resumed = setup.interview.resume();
    await waitForCalls(setup.proxy, 'resume');
    await setup.interview.send('It became too expensive.');
    release();
    await resumed;
    expect(getShownTurns(setup)).toHaveLength(3);
    expect(setup.interview.question.value?.id).toBe('q2');
  });

  it('ends at once in thanks where the server has completed it, also with a message on its way', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    const release = setup.proxy.holdResponses('message');
    const sent = setup.interview.send('It became too expensive.');
    await waitForCalls(setup.proxy, 'message');
    setup.proxy.completeAs('respondent_left');
    await setup.interview.resume();
    expect(setup.interview.state.value).toMatchObject({ phase: 'completed', reason: 'respondent_left' });
    release();
    expect(await sent).toBeNull();
    expect(getShownTurns(setup)).toEqual(getStoredTurns(setup));
  });

  it('goes on where it can’t be asked', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('resume', 'unreachable');
    await interview.resume();
    expect(interview.state.value.phase).toBe('active');
  });

  it('fails where the ticket is no longer good', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('resume', 'ticket_expired');
    await interview.resume();
    expect(interview.state.value).toMatchObject({ phase: 'failed', failure: { recoverable: false } });
  });
});
