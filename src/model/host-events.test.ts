import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { type Emit, emitHostEvents, type InterviewEvents } from './host-events.ts';
import { createScriptedProxy } from './testing/scripted-proxy.ts';
import {
  answerAll,
  answerAllButLast,
  createRecord,
  createWorld,
  isCalled,
  living,
  reaches,
  type World,
} from './testing/worlds.ts';

type Heard = { [Name in keyof InterviewEvents]: [name: Name, detail: InterviewEvents[Name]] }[keyof InterviewEvents];

/** A world in which somebody listens. */
function listen(...args: Parameters<typeof createWorld>): World & { heard: Heard[]; names(): string[] } {
  const world = createWorld(...args);
  const heard: Heard[] = [];
  const hear = ((name, detail) => heard.push([name, detail] as Heard)) as Emit;
  living(() => emitHostEvents(world.interview, hear));
  return { ...world, heard, names: () => heard.map(([name]) => name) };
}

const interviewId = 'interview-1';

describe('a host hears', () => {
  it('S5: a whole interview, everything once and in order', async () => {
    const world = listen();
    await answerAll(world);
    await reaches(world.interview, 'completed');
    const roles = (role: string) => ['koji-message', { interviewId, messageId: expect.any(String), role }];
    expect(world.heard).toEqual([
      ['koji-start', { interviewId, resumed: false }],
      roles('respondent'),
      roles('interviewer'),
      roles('respondent'),
      ['koji-answer', { interviewId, questionId: 'q2', value: 7 }],
      roles('interviewer'),
      roles('respondent'),
      ['koji-answer', { interviewId, questionId: 'q3', value: ['Help', 'Price', 'Speed'] }],
      roles('interviewer'),
      ['koji-complete', { interviewId, reason: 'natural', stats: world.proxy.view.completed!.stats }],
    ]);
  });

  it('of a completion once, though several asked for it', async () => {
    const world = listen();
    await world.interview.start();
    await Promise.all([world.interview.complete('timeout'), world.interview.complete('manual')]);
    await world.interview.resume();
    expect(world.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('of a completion that Koji has not acknowledged, without its counts', async () => {
    const world = listen();
    world.proxy.isSlow = true;
    await world.interview.start();
    await world.interview.complete('manual');
    expect(world.heard.at(-1)).toEqual(['koji-complete', { interviewId, reason: 'manual', stats: null }]);
  });

  it('of a message only once its reply is there', async () => {
    const world = listen();
    await world.interview.start();
    const release = world.proxy.hold('message');
    const sent = world.interview.send('It became too expensive.');
    await isCalled(world.proxy, 'message');
    expect(world.names()).toEqual(['koji-start']);
    release();
    await sent;
    expect(world.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });

  it('nothing of a message that came back, and of its repeat once', async () => {
    const world = listen();
    await world.interview.start();
    world.proxy.fail('message', 'unreachable');
    await world.interview.send('It became too expensive.');
    expect(world.names()).toEqual(['koji-start']);
    await world.interview.send('It became too expensive.');
    expect(world.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });

  it('nothing of a message that the end overtook', async () => {
    const world = listen();
    await world.interview.start();
    world.proxy.hold('message');
    void world.interview.send('It became too expensive.');
    await isCalled(world.proxy, 'message');
    await world.interview.complete('respondent_left');
    expect(world.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('of a failure each time there is one', async () => {
    const world = listen();
    world.proxy.fail('start', 'unreachable', 'forbidden');
    await world.interview.start();
    world.interview.retry();
    await reaches(world.interview, 'failed');
    expect(world.heard).toMatchObject([
      ['koji-error', { code: 'unreachable', recoverable: true }],
      ['koji-error', { code: 'forbidden', recoverable: false }],
    ]);
  });
});

describe('of an interview that is taken up again, a host hears', () => {
  it('so, and nothing of what was said before', async () => {
    const before = createWorld();
    await answerAllButLast(before);
    const world = listen(before.proxy, {}, before.storedInterview);
    await world.interview.start();
    expect(world.heard).toEqual([['koji-start', { interviewId, resumed: true }]]);
    await world.interview.send('1. Help', { question_id: 'q3', value: ['Help', 'Price', 'Speed'] });
    expect(world.names().slice(0, 4)).toEqual(['koji-start', 'koji-message', 'koji-answer', 'koji-message']);
  });

  it('so, also where nothing had been answered', async () => {
    const before = createWorld();
    await before.interview.start();
    const world = listen(before.proxy, {}, before.storedInterview);
    await world.interview.start();
    expect(world.heard).toEqual([['koji-start', { interviewId, resumed: true }]]);
  });

  it('only its end where it was over meanwhile', async () => {
    const before = createWorld();
    await answerAllButLast(before);
    before.proxy.completeAs('respondent_left');
    const world = listen(before.proxy, {}, before.storedInterview);
    await world.interview.start();
    expect(world.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('of what came in another tab', async () => {
    const world = listen();
    await world.interview.start();
    const other = createWorld(world.proxy, {}, createRecord(world.storedInterview.record));
    await other.interview.start();
    await other.interview.send('From another tab.');
    await world.interview.resume();
    expect(world.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });
});

it('what a listener looks at does not make it hear anything twice', async () => {
  const isOpen = signal(true);
  const world = createWorld(createScriptedProxy());
  const names: string[] = [];
  living(() =>
    emitHostEvents(world.interview, name => {
      names.push(name);
      if (isOpen.value) isOpen.value = false;
    }),
  );
  await world.interview.start();
  await world.interview.complete('manual');
  isOpen.value = true;
  expect(names).toEqual(['koji-start', 'koji-complete']);
});
