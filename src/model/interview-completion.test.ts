import { describe, expect, it } from 'vitest';
import { REASONS } from '../interview/completion.ts';
import { createScriptedProxy } from './testing/scripted-proxy.ts';
import {
  answerAll,
  answerAllButLast,
  createTestInterview,
  getShownTurns,
  RANKING_ANSWER,
  waitForCalls,
  waitForPhase,
} from './testing/test-interview.ts';

describe('a completion', () => {
  it('by the End button is final and has reason respondent_left', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    await interview.complete('respondent_left');
    expect(proxy.sent('complete')).toEqual([{ reason: 'respondent_left', final: true }]);
    expect(interview.state.value).toMatchObject({ phase: 'completed', reason: 'respondent_left' });
  });

  it.each(['manual', 'timeout', 'natural'] as const)('S9: as %s is possible at any time', async reason => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    await interview.complete(reason);
    expect(proxy.sent('complete')).toEqual([{ reason }]);
  });

  it.each(REASONS)(
    'S13: is requested once when End, timer, host and natural end coincide and %s is first',
    async first => {
      const setup = createTestInterview();
      await answerAllButLast(setup);
      const { interview, proxy } = setup;
      const release = proxy.holdResponses('message');
      const last = interview.send('1. Help', RANKING_ANSWER);
      await waitForCalls(proxy, 'message', 3);
      const requests = [first, ...REASONS].map(reason => interview.complete(reason));
      release();
      await Promise.all([last, ...requests]);
      await interview.complete('manual');
      expect(proxy.sent('complete').map(({ reason }) => reason)).toEqual([first]);
      expect(interview.state.value).toMatchObject({ phase: 'completed', reason: first });
    },
  );

  it('S5: is natural when the natural end comes before End and timer', async () => {
    const setup = createTestInterview();
    const release = setup.proxy.holdResponses('complete');
    await answerAll(setup);
    const late = [setup.interview.complete('respondent_left'), setup.interview.complete('timeout')];
    release();
    await Promise.all([...late, waitForPhase(setup.interview, 'completed')]);
    expect(setup.proxy.sent('complete')).toEqual([{ reason: 'natural' }]);
  });

  it('aborts a message that is being sent', async () => {
    const setup = createTestInterview();
    await setup.interview.start();
    const release = setup.proxy.holdResponses('message');
    const sent = setup.interview.send('It became too expensive.');
    await waitForCalls(setup.proxy, 'message');
    await setup.interview.complete('respondent_left');
    release();
    expect(await sent).toBeNull();
    expect(setup.interview.state.value.phase).toBe('completed');
    expect(setup.interview.partialReply.value).toBeNull();
    expect(getShownTurns(setup)).toEqual([
      ['interviewer', 'Hello! Why did you leave?'],
      ['respondent', 'It became too expensive.'],
    ]);
  });

  it('does not abort the stream of the concluding reply', async () => {
    const proxy = createScriptedProxy();
    const signals: AbortSignal[] = [];
    const message: typeof proxy.message = (ticket, body, signal, onRetry) => {
      signals.push(signal);
      return proxy.message(ticket, body, signal, onRetry);
    };
    const setup = createTestInterview(proxy, { client: { ...proxy, message } });
    await answerAll(setup);
    await waitForPhase(setup.interview, 'completed');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
  });

  it('counts as done for the respondent before Koji has acknowledged it', async () => {
    const { interview, proxy } = createTestInterview();
    proxy.acknowledgesLater = true;
    await interview.start();
    await interview.complete('manual');
    expect(interview.state.value).toEqual({
      phase: 'completed',
      reason: 'manual',
      completion: null,
      wasAlreadyCompleted: false,
    });
  });

  it('S12: has the first reason when the interview was completed without this page', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.completeAs('manual');
    await interview.complete('respondent_left');
    expect(interview.state.value).toMatchObject({ phase: 'completed', reason: 'manual' });
  });

  it.each(['ticket_expired', 'ticket_invalid', 'not_found'] as const)(
    'that fails with %s counts as done, because the lease has completed the interview',
    async code => {
      const { interview, proxy } = createTestInterview();
      await interview.start();
      proxy.fail('complete', code);
      await interview.complete('respondent_left');
      expect(interview.state.value).toEqual({
        phase: 'completed',
        reason: 'respondent_left',
        completion: null,
        wasAlreadyCompleted: false,
      });
    },
  );

  it('that fails is retried with its own reason', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.fail('complete', 'unreachable', 'upstream_unavailable');
    await interview.complete('timeout');
    expect(interview.state.value).toMatchObject({ phase: 'failed', reason: 'timeout', failure: { recoverable: true } });
    interview.retry();
    expect(interview.state.value.phase).toBe('completing');
    await waitForPhase(interview, 'failed');
    await interview.complete('manual');
    interview.retry();
    await waitForPhase(interview, 'completed');
    expect(proxy.sent('complete').map(({ reason }) => reason)).toEqual(['timeout', 'timeout', 'timeout']);
  });

  it('has no effect before the start', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.complete('manual');
    await interview.start();
    expect(proxy.sent('complete')).toEqual([]);
    expect(interview.state.value.phase).toBe('active');
  });

  it('requested while the interview is starting is sent once it has started', async () => {
    const { interview, proxy } = createTestInterview();
    const release = proxy.holdResponses('start');
    const started = interview.start();
    await interview.complete('manual');
    expect(proxy.sent('complete')).toEqual([]);
    release();
    await started;
    await waitForPhase(interview, 'completed');
    expect(proxy.sent('complete')).toMatchObject([{ reason: 'manual' }]);
  });
});
