import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import { type Emit, emitHostEvents, type InterviewEvents } from './host-events.ts';
import { createScriptedProxy } from './testing/scripted-proxy.ts';
import {
  answerAll,
  answerAllButLast,
  createMemoryRecord,
  createTestInterview,
  runInModel,
  type TestInterview,
  waitForCalls,
  waitForPhase,
} from './testing/test-interview.ts';

type Heard = { [Name in keyof InterviewEvents]: [name: Name, detail: InterviewEvents[Name]] }[keyof InterviewEvents];

/** A setup in which somebody listens. */
function listen(
  ...args: Parameters<typeof createTestInterview>
): TestInterview & { heard: Heard[]; names(): string[] } {
  const setup = createTestInterview(...args);
  const heard: Heard[] = [];
  const hear = ((name, detail) => heard.push([name, detail] as Heard)) as Emit;
  runInModel(() => emitHostEvents(setup.interview, hear));
  return { ...setup, heard, names: () => heard.map(([name]) => name) };
}

const interviewId = 'interview-1';

describe('a host hears', () => {
  it('S5: a whole interview, everything once and in order', async () => {
    const setup = listen();
    await answerAll(setup);
    await waitForPhase(setup.interview, 'completed');
    const roles = (role: string) => ['koji-message', { interviewId, messageId: expect.any(String), role }];
    expect(setup.heard).toEqual([
      ['koji-start', { interviewId, resumed: false }],
      roles('respondent'),
      roles('interviewer'),
      roles('respondent'),
      ['koji-answer', { interviewId, questionId: 'q2', value: 7 }],
      roles('interviewer'),
      roles('respondent'),
      ['koji-answer', { interviewId, questionId: 'q3', value: ['Help', 'Price', 'Speed'] }],
      roles('interviewer'),
      ['koji-complete', { interviewId, reason: 'natural', stats: setup.proxy.view.completed!.stats }],
    ]);
  });

  it('of a completion once, though several asked for it', async () => {
    const setup = listen();
    await setup.interview.start();
    await Promise.all([setup.interview.complete('timeout'), setup.interview.complete('manual')]);
    await setup.interview.resume();
    expect(setup.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('of a completion that Koji has not acknowledged, without its counts', async () => {
    const setup = listen();
    setup.proxy.acknowledgesLater = true;
    await setup.interview.start();
    await setup.interview.complete('manual');
    expect(setup.heard.at(-1)).toEqual(['koji-complete', { interviewId, reason: 'manual', stats: null }]);
  });

  it('of a message only once its reply is there', async () => {
    const setup = listen();
    await setup.interview.start();
    const release = setup.proxy.holdResponses('message');
    const sent = setup.interview.send('It became too expensive.');
    await waitForCalls(setup.proxy, 'message');
    expect(setup.names()).toEqual(['koji-start']);
    release();
    await sent;
    expect(setup.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });

  it('nothing of a message that came back, and of its repeat once', async () => {
    const setup = listen();
    await setup.interview.start();
    setup.proxy.fail('message', 'unreachable');
    await setup.interview.send('It became too expensive.');
    expect(setup.names()).toEqual(['koji-start']);
    await setup.interview.send('It became too expensive.');
    expect(setup.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });

  it('nothing of a message that the end overtook', async () => {
    const setup = listen();
    await setup.interview.start();
    setup.proxy.holdResponses('message');
    void setup.interview.send('It became too expensive.');
    await waitForCalls(setup.proxy, 'message');
    await setup.interview.complete('respondent_left');
    expect(setup.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('of a failure each time there is one', async () => {
    const setup = listen();
    setup.proxy.fail('start', 'unreachable', 'forbidden');
    await setup.interview.start();
    setup.interview.retry();
    await waitForPhase(setup.interview, 'failed');
    expect(setup.heard).toMatchObject([
      ['koji-error', { code: 'unreachable', recoverable: true }],
      ['koji-error', { code: 'forbidden', recoverable: false }],
    ]);
  });
});

describe('of an interview that is taken up again, a host hears', () => {
  it('so, and nothing of what was said before', async () => {
    const before = createTestInterview();
    await answerAllButLast(before);
    const setup = listen(before.proxy, {}, before.storedInterview);
    await setup.interview.start();
    expect(setup.heard).toEqual([['koji-start', { interviewId, resumed: true }]]);
    await setup.interview.send('1. Help', { question_id: 'q3', value: ['Help', 'Price', 'Speed'] });
    expect(setup.names().slice(0, 4)).toEqual(['koji-start', 'koji-message', 'koji-answer', 'koji-message']);
  });

  it('so, also where nothing had been answered', async () => {
    const before = createTestInterview();
    await before.interview.start();
    const setup = listen(before.proxy, {}, before.storedInterview);
    await setup.interview.start();
    expect(setup.heard).toEqual([['koji-start', { interviewId, resumed: true }]]);
  });

  it('only its end where it was over meanwhile', async () => {
    const before = createTestInterview();
    await answerAllButLast(before);
    before.proxy.completeAs('respondent_left');
    const setup = listen(before.proxy, {}, before.storedInterview);
    await setup.interview.start();
    expect(setup.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('of what came in another tab', async () => {
    const setup = listen();
    await setup.interview.start();
    const other = createTestInterview(setup.proxy, {}, createMemoryRecord(setup.storedInterview.record));
    await other.interview.start();
    await other.interview.send('From another tab.');
    await setup.interview.resume();
    expect(setup.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });
});

it('what a listener looks at does not make it hear anything twice', async () => {
  const isOpen = signal(true);
  const setup = createTestInterview(createScriptedProxy());
  const names: string[] = [];
  runInModel(() =>
    emitHostEvents(setup.interview, name => {
      names.push(name);
      if (isOpen.value) isOpen.value = false;
    }),
  );
  await setup.interview.start();
  await setup.interview.complete('manual');
  isOpen.value = true;
  expect(names).toEqual(['koji-start', 'koji-complete']);
});
