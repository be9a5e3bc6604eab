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
  it('by End is respondent_left, at once and without a grace', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    await interview.complete('respondent_left');
    expect(proxy.sent('complete')).toEqual([{ reason: 'respondent_left', final: true }]);
    expect(interview.state.value).toMatchObject({ phase: 'completed', reason: 'respondent_left' });
  });

  it.each(['manual', 'timeout', 'natural'] as const)('S9: as %s is possible in the middle', async reason => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    await interview.complete(reason);
    expect(proxy.sent('complete')).toEqual([{ reason }]);
  });

  it.each(REASONS)(
    'S13: is asked for once, when End, timer, host and natural end come together and %s is first',
    async first => {
      const setup = createTestInterview();
      await answerAllButLast(setup);
      const { interview, proxy } = setup;
      const release = proxy.holdResponses('message');
      const last = interview.send('1. Help', RANKING_ANSWER);
      await waitForCalls(proxy, 'message', 3);
      const asked = [first, ...REASONS].map(reason => interview.complete(reason));
      release();
      await Promise.all([last, ...asked]);
      await interview.complete('manual');
      expect(proxy.sent('complete').map(({ reason }) => reason)).toEqual([first]);
      expect(interview.state.value).toMatchObject({ phase: 'completed', reason: first });
    },
  );

  it('S5: is natural when the end came before End and timer', async () => {
    const setup = createTestInterview();
    const release = setup.proxy.holdResponses('complete');
    await answerAll(setup);
    const late = [setup.interview.complete('respondent_left'), setup.interview.complete('timeout')];
    release();
    await Promise.all([...late, waitForPhase(setup.interview, 'completed')]);
    expect(setup.proxy.sent('complete')).toEqual([{ reason: 'natural' }]);
  });

  it('goes through while a message is on its way, which is given up', async () => {
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

  it('does not cut the stream of the reply that concluded', async () => {
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

  it('that Koji has not acknowledged yet is one to the respondent', async () => {
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

  it('S12: of an interview that was completed elsewhere has the reason that came first', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.start();
    proxy.completeAs('manual');
    await interview.complete('respondent_left');
    expect(interview.state.value).toMatchObject({ phase: 'completed', reason: 'manual' });
  });

  it.each(['ticket_expired', 'ticket_invalid', 'not_found'] as const)(
    'refused with %s is one: the lease has made it meanwhile',
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

  it('that can’t get through is tried again with its own reason', async () => {
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

  it('is nothing where no interview has been asked for', async () => {
    const { interview, proxy } = createTestInterview();
    await interview.complete('manual');
    await interview.start();
    expect(proxy.sent('complete')).toEqual([]);
    expect(interview.state.value.phase).toBe('active');
  });

  it('that is asked for while the interview starts is made as soon as there is one', async () => {
    const { interview, proxy } = createTestInterview();
    const release = proxy.holdResponses('start');
    const started = interview.start();
    await interview.complete('manual');
    expect(proxy.sent('complete')).toEqual([]);
    release();
    await started;
    expect(proxy.sent('complete')).toMatchObject([{ reason: 'manual' }]);
  });
});
