import { describe, expect, it } from 'vitest';
import type { FailureCode } from '../interview/failures.ts';
import { createScriptedProxy, SATISFACTION, SCRIPT, TICKET } from './testing/scripted-proxy.ts';
import { createRecord, createWorld, isCalled, RANKED, reaches, said, stored, type World } from './testing/worlds.ts';

describe('taken up again', () => {
  /** An interview with one answer, left behind by a page that is gone. */
  async function leaveBehind(endsAt: string | null = null) {
    const before = createWorld(createScriptedProxy(SCRIPT, endsAt));
    await before.interview.start();
    await before.interview.send('It became too expensive.');
    return before;
  }

  it('an interview is where it was, and no other one is started', async () => {
    const { proxy, storedInterview } = await leaveBehind();
    const world = createWorld(proxy, {}, storedInterview);
    expect(world.interview.hasStoredInterview()).toBe(true);
    await world.interview.start();
    expect(proxy.sent('start')).toHaveLength(1);
    expect(proxy.calls.at(-1)).toMatchObject({ route: 'resume', ticket: TICKET });
    expect(world.interview.state.value).toEqual({ phase: 'active', question: SATISFACTION });
    expect(said(world)).toHaveLength(3);
  });

  it('it names its page load and counts its reports, so that an older leave is known as such', async () => {
    const { proxy, storedInterview } = await leaveBehind();
    await createWorld(proxy, {}, storedInterview).interview.start();
    const report = proxy.sent('resume')[0];
    expect(report).toEqual({ page: expect.any(String), seq: expect.any(Number) });
  });

  it('it keeps the end it had', async () => {
    const ends = '2026-03-01T09:20:00.000Z';
    const { proxy, storedInterview } = await leaveBehind(ends);
    const world = createWorld(proxy, { maxDuration: 3_600_000 }, storedInterview);
    await world.interview.start();
    expect(world.interview.endsAt.value).toBe(Date.parse(ends));
  });

  it.each<[string, (world: World) => Promise<void> | void]>([
    ['completed meanwhile', ({ proxy }) => proxy.completeAs('respondent_left')],
    ['concluded, and not completed', ({ interview }) => answerRest(interview)],
  ])('an interview that was %s ends in thanks', async (_, happen) => {
    const before = await leaveBehind();
    before.proxy.fail('complete', 'unreachable');
    await happen(before);
    const world = createWorld(before.proxy, {}, createRecord({ ticket: TICKET, endsAt: null, unsentMessage: null }));
    await world.interview.start();
    await reaches(world.interview, 'completed');
    expect(world.storedInterview.record).toBeNull();
  });

  const answerRest = async (interview: World['interview']) => {
    await interview.send('7', { question_id: 'q2', value: 7 });
    await interview.send('1. Help', RANKED);
  };

  it('an interview that was concluded is completed as natural', async () => {
    const before = await leaveBehind();
    before.proxy.fail('complete', 'unreachable');
    await answerRest(before.interview);
    await reaches(before.interview, 'failed');
    const world = createWorld(before.proxy, {}, before.storedInterview);
    await world.interview.start();
    await reaches(world.interview, 'completed');
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
    const world = createWorld(proxy, {}, storedInterview);
    proxy.fail('resume', code);
    await world.interview.start();
    expect(world.interview.state.value).toMatchObject({ phase: 'failed', failure: { code, recoverable } });
    // Only what can't be taken up any more is forgotten.
    expect(storedInterview.record !== null).toBe(recoverable);
    world.interview.retry();
    if (recoverable) await reaches(world.interview, 'active');
    expect(proxy.sent('resume')).toHaveLength(recoverable ? 2 : 1);
    expect(proxy.sent('start')).toHaveLength(1);
  });
});

describe('asking how things stand', () => {
  it('believes the server', async () => {
    const world = createWorld();
    await world.interview.start();
    await world.proxy.message(TICKET, { content: 'From another tab.' }, new AbortController().signal, () => {});
    await world.interview.resume();
    expect(said(world)).toHaveLength(3);
    expect(world.interview.question.value?.id).toBe('q2');
  });

  it('does not disturb a message on its way', async () => {
    const world = createWorld();
    await world.interview.start();
    const release = world.proxy.hold('message');
    const sent = world.interview.send('It became too expensive.');
    await isCalled(world.proxy, 'message');
    await world.interview.resume();
    expect(world.interview.state.value.phase).toBe('answering');
    release();
    await sent;
    expect(said(world)).toHaveLength(3);
  });

  it('is not led back by an answer that was long on its way', async () => {
    const world = createWorld();
    await world.interview.start();
    const release = world.proxy.hold('resume');
    const resumed = world.interview.resume();
    await isCalled(world.proxy, 'resume');
    await world.interview.send('It became too expensive.');
    release();
    await resumed;
    expect(said(world)).toHaveLength(3);
    expect(world.interview.question.value?.id).toBe('q2');
  });

  it('ends at once in thanks where the server has completed it, also with a message on its way', async () => {
    const world = createWorld();
    await world.interview.start();
    const release = world.proxy.hold('message');
    const sent = world.interview.send('It became too expensive.');
    await isCalled(world.proxy, 'message');
    world.proxy.completeAs('respondent_left');
    await world.interview.resume();
    expect(world.interview.state.value).toMatchObject({ phase: 'completed', reason: 'respondent_left' });
    release();
    expect(await sent).toBeNull();
    expect(said(world)).toEqual(stored(world));
  });

  it('goes on where it can’t be asked', async () => {
    const { interview, proxy } = createWorld();
    await interview.start();
    proxy.fail('resume', 'unreachable');
    await interview.resume();
    expect(interview.state.value.phase).toBe('active');
  });

  it('fails where the ticket is no longer good', async () => {
    const { interview, proxy } = createWorld();
    await interview.start();
    proxy.fail('resume', 'ticket_expired');
    await interview.resume();
    expect(interview.state.value).toMatchObject({ phase: 'failed', failure: { recoverable: false } });
  });
});
