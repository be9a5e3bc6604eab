import { describe, expect, it } from 'vitest';
import { REASONS } from '../interview/completion.ts';
import { createScriptedProxy } from './testing/scripted-proxy.ts';
import { answerAll, answerAllButLast, createWorld, isCalled, RANKED, reaches, said } from './testing/worlds.ts';

describe('a completion', () => {
  it('by End is respondent_left, at once and without a grace', async () => {
    const { interview, proxy } = createWorld();
    await interview.start();
    await interview.complete('respondent_left');
    expect(proxy.sent('complete')).toEqual([{ reason: 'respondent_left', final: true }]);
    expect(interview.state.value).toMatchObject({ phase: 'completed', reason: 'respondent_left' });
  });

  it.each(['manual', 'timeout', 'natural'] as const)('S9: as %s is possible in the middle', async reason => {
    const { interview, proxy } = createWorld();
    await interview.start();
    await interview.complete(reason);
    expect(proxy.sent('complete')).toEqual([{ reason }]);
  });

  it.each(REASONS)(
    'S13: is asked for once, when End, timer, host and natural end come together and %s is first',
    async first => {
      const world = createWorld();
      await answerAllButLast(world);
      const { interview, proxy } = world;
      const release = proxy.hold('message');
      const last = interview.send('1. Help', RANKED);
      await isCalled(proxy, 'message', 3);
      const asked = [first, ...REASONS].map(reason => interview.complete(reason));
      release();
      await Promise.all([last, ...asked]);
      await interview.complete('manual');
      expect(proxy.sent('complete').map(({ reason }) => reason)).toEqual([first]);
      expect(interview.state.value).toMatchObject({ phase: 'completed', reason: first });
    },
  );

  it('S5: is natural when the end came before End and timer', async () => {
    const world = createWorld();
    const release = world.proxy.hold('complete');
    await answerAll(world);
    const late = [world.interview.complete('respondent_left'), world.interview.complete('timeout')];
    release();
    await Promise.all([...late, reaches(world.interview, 'completed')]);
    expect(world.proxy.sent('complete')).toEqual([{ reason: 'natural' }]);
  });

  it('goes through while a message is on its way, which is given up', async () => {
    const world = createWorld();
    await world.interview.start();
    const release = world.proxy.hold('message');
    const sent = world.interview.send('It became too expensive.');
    await isCalled(world.proxy, 'message');
    await world.interview.complete('respondent_left');
    release();
    expect(await sent).toBeNull();
    expect(world.interview.state.value.phase).toBe('completed');
    expect(world.interview.partialReply.value).toBeNull();
    expect(said(world)).toEqual([
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
    const world = createWorld(proxy, { client: { ...proxy, message } });
    await answerAll(world);
    await reaches(world.interview, 'completed');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, false, false]);
  });

  it('that Koji has not acknowledged yet is one to the respondent', async () => {
    const { interview, proxy } = createWorld();
    proxy.isSlow = true;
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
    const { interview, proxy } = createWorld();
    await interview.start();
    proxy.completeAs('manual');
    await interview.complete('respondent_left');
    expect(interview.state.value).toMatchObject({ phase: 'completed', reason: 'manual' });
  });

  it.each(['ticket_expired', 'ticket_invalid', 'not_found'] as const)(
    'refused with %s is one: the lease has made it meanwhile',
    async code => {
      const { interview, proxy } = createWorld();
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
    const { interview, proxy } = createWorld();
    await interview.start();
    proxy.fail('complete', 'unreachable', 'upstream_unavailable');
    await interview.complete('timeout');
    expect(interview.state.value).toMatchObject({ phase: 'failed', reason: 'timeout', failure: { recoverable: true } });
    interview.retry();
    expect(interview.state.value.phase).toBe('completing');
    await reaches(interview, 'failed');
    await interview.complete('manual');
    interview.retry();
    await reaches(interview, 'completed');
    expect(proxy.sent('complete').map(({ reason }) => reason)).toEqual(['timeout', 'timeout', 'timeout']);
  });

  it('is nothing where no interview has been asked for', async () => {
    const { interview, proxy } = createWorld();
    await interview.complete('manual');
    await interview.start();
    expect(proxy.sent('complete')).toEqual([]);
    expect(interview.state.value.phase).toBe('active');
  });

  it('that is asked for while the interview starts is made as soon as there is one', async () => {
    const { interview, proxy } = createWorld();
    const release = proxy.hold('start');
    const started = interview.start();
    await interview.complete('manual');
    expect(proxy.sent('complete')).toEqual([]);
    release();
    await started;
    expect(proxy.sent('complete')).toMatchObject([{ reason: 'manual' }]);
  });
});
