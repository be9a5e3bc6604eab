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

describe('a stored interview', () => {
  /** An interview with one answer, started by an earlier page. */
  async function createEarlierPage(endsAt: string | null = null) {
    const before = createTestInterview(createScriptedProxy(SCRIPT, endsAt));
    await before.interview.start();
    await before.interview.send('It became too expensive.');
    return before;
  }

  it('is resumed where it was, and no new one is started', async () => {
    const { proxy, storedInterview } = await createEarlierPage();
    const setup = createTestInterview(proxy, {}, storedInterview);
    expect(setup.interview.hasStoredInterview()).toBe(true);
    await setup.interview.start();
    expect(proxy.sent('start')).toHaveLength(1);
    expect(proxy.calls.at(-1)).toMatchObject({ route: 'resume', ticket: TICKET });
    expect(setup.interview.state.value).toEqual({ phase: 'active', question: SATISFACTION_QUESTION });
    expect(getShownTurns(setup)).toHaveLength(3);
  });

  it('is resumed with a page id and a report number, so that the proxy recognises an older leave', async () => {
    const { proxy, storedInterview } = await createEarlierPage();
    await createTestInterview(proxy, {}, storedInterview).interview.start();
    const report = proxy.sent('resume')[0];
    expect(report).toEqual({ page: expect.any(String), seq: expect.any(Number) });
  });

  it('keeps its time limit', async () => {
    const ends = '2026-03-01T09:20:00.000Z';
    const { proxy, storedInterview } = await createEarlierPage(ends);
    const setup = createTestInterview(proxy, { maxDuration: 3_600_000 }, storedInterview);
    await setup.interview.start();
    expect(storedInterview.record?.endsAt).toBe(Date.parse(ends));
    const left = setup.interview.deadline.value! - performance.now();
    expect(Math.abs(left - (Date.parse(ends) - Date.now()))).toBeLessThan(1000);
  });

  it.each<[string, (setup: TestInterview) => Promise<void> | void]>([
    ['was completed meanwhile', ({ proxy }) => proxy.completeAs('respondent_left')],
    ['was concluded but not completed', ({ interview }) => answerTheRest(interview)],
  ])('that %s leads to completed', async (_, happen) => {
    const before = await createEarlierPage();
    before.proxy.fail('complete', 'unreachable');
    await happen(before);
    const setup = createTestInterview(
      before.proxy,
      {},
      createMemoryRecord({ ticket: TICKET, respondent: '', endsAt: null, unsentMessage: null }),
    );
    await setup.interview.start();
    await waitForPhase(setup.interview, 'completed');
    expect(setup.storedInterview.record).toBeNull();
  });

  const answerTheRest = async (interview: TestInterview['interview']) => {
    await interview.send('7', { question_id: 'q2', value: 7 });
    await interview.send('1. Help', RANKING_ANSWER);
  };

  it('that was concluded is completed as natural', async () => {
    const before = await createEarlierPage();
    before.proxy.fail('complete', 'unreachable');
    await answerTheRest(before.interview);
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
  ])('that fails with %s can be retried: %s', async (code, recoverable) => {
    const { proxy, storedInterview } = await createEarlierPage();
    const setup = createTestInterview(proxy, {}, storedInterview);
    proxy.fail('resume', code);
    await setup.interview.start();
    expect(setup.interview.state.value).toMatchObject({ phase: 'failed', failure: { code, recoverable } });
    // Only an interview that cannot be resumed any more is removed from the storage.
    expect(storedInterview.record !== null).toBe(recoverable);
    setup.interview.retry();
    if (recoverable) await waitForPhase(setup.interview, 'active');
    expect(proxy.sent('resume')).toHaveLength(recoverable ? 2 : 1);
    expect(proxy.sent('start')).toHaveLength(1);
  });
});

describe('resume', () => {
  it('takes over what the proxy says', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    await setup.proxy.message(TICKET, { content: 'From another tab.' }, new AbortController().signal, () => {});
    await setup.interview.resume();
    expect(getShownTurns(setup)).toHaveLength(3);
    expect(setup.interview.question.value?.id).toBe('q2');
  });

  it('does not disturb a message that is being sent', async () => {
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

  it('ignores a response from before the last message', async () => {
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

  it('leads to completed at once, even while a message is being sent', async () => {
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

  it('changes nothing when the proxy cannot be reached', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('resume', 'unreachable');
    await interview.resume();
    expect(interview.state.value.phase).toBe('active');
  });

  it('fails when the ticket has expired', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('resume', 'ticket_expired');
    await interview.resume();
    expect(interview.state.value).toMatchObject({ phase: 'failed', failure: { recoverable: false } });
  });
});
