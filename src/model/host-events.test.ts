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

type EmittedEvent = {
  [Name in keyof InterviewEvents]: [name: Name, detail: InterviewEvents[Name]];
}[keyof InterviewEvents];

/** A test interview that records its events. */
function createRecordedInterview(
  ...args: Parameters<typeof createTestInterview>
): TestInterview & { events: EmittedEvent[]; names(): string[] } {
  const setup = createTestInterview(...args);
  const events: EmittedEvent[] = [];
  const emit = ((name, detail) => events.push([name, detail] as EmittedEvent)) as Emit;
  runInModel(() => emitHostEvents(setup.interview, emit));
  return { ...setup, events, names: () => events.map(([name]) => name) };
}

const interviewId = 'interview-1';

describe('the host events', () => {
  it('S5: report a whole interview, each event once and in order', async () => {
    const setup = createRecordedInterview();
    await answerAll(setup);
    await waitForPhase(setup.interview, 'completed');
    const messageBy = (role: string) => ['koji-message', { interviewId, messageId: expect.any(String), role }];
    expect(setup.events).toEqual([
      ['koji-start', { interviewId, resumed: false }],
      messageBy('respondent'),
      messageBy('interviewer'),
      messageBy('respondent'),
      ['koji-answer', { interviewId, questionId: 'q2', value: 7 }],
      messageBy('interviewer'),
      messageBy('respondent'),
      ['koji-answer', { interviewId, questionId: 'q3', value: ['Help', 'Price', 'Speed'] }],
      messageBy('interviewer'),
      ['koji-complete', { interviewId, reason: 'natural', stats: setup.proxy.view.completed!.stats }],
    ]);
  });

  it('report a completion once, even if it is requested several times', async () => {
    const setup = createRecordedInterview();
    await setup.interview.start();
    await Promise.all([setup.interview.complete('timeout'), setup.interview.complete('manual')]);
    await setup.interview.resume();
    expect(setup.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('report a completion that Koji has not acknowledged, with stats null', async () => {
    const setup = createRecordedInterview();
    setup.proxy.acknowledgesLater = true;
    await setup.interview.start();
    await setup.interview.complete('manual');
    expect(setup.events.at(-1)).toEqual(['koji-complete', { interviewId, reason: 'manual', stats: null }]);
  });

  it('report a message only when its reply has arrived', async () => {
    const setup = createRecordedInterview();
    await setup.interview.start();
    const release = setup.proxy.holdResponses('message');
    const sent = setup.interview.send('It became too expensive.');
    await waitForCalls(setup.proxy, 'message');
    expect(setup.names()).toEqual(['koji-start']);
    release();
    await sent;
    expect(setup.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });

  it('do not report a message that failed, and report it once when it is sent again', async () => {
    const setup = createRecordedInterview();
    await setup.interview.start();
    setup.proxy.fail('message', 'unreachable');
    await setup.interview.send('It became too expensive.');
    expect(setup.names()).toEqual(['koji-start']);
    await setup.interview.send('It became too expensive.');
    expect(setup.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });

  it('do not report a message that was still being sent at the end', async () => {
    const setup = createRecordedInterview();
    await setup.interview.start();
    setup.proxy.holdResponses('message');
    void setup.interview.send('It became too expensive.');
    await waitForCalls(setup.proxy, 'message');
    await setup.interview.complete('respondent_left');
    expect(setup.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('report each failure', async () => {
    const setup = createRecordedInterview();
    setup.proxy.fail('start', 'unreachable', 'forbidden');
    await setup.interview.start();
    setup.interview.retry();
    await waitForPhase(setup.interview, 'failed');
    expect(setup.events).toMatchObject([
      ['koji-error', { code: 'unreachable', recoverable: true }],
      ['koji-error', { code: 'forbidden', recoverable: false }],
    ]);
  });
});

describe('the host events of a resumed interview', () => {
  it('report the resume, and none of the earlier messages', async () => {
    const before = createTestInterview();
    await answerAllButLast(before);
    const setup = createRecordedInterview(before.proxy, {}, before.storedInterview);
    await setup.interview.start();
    expect(setup.events).toEqual([['koji-start', { interviewId, resumed: true }]]);
    await setup.interview.send('1. Help', { question_id: 'q3', value: ['Help', 'Price', 'Speed'] });
    expect(setup.names().slice(0, 4)).toEqual(['koji-start', 'koji-message', 'koji-answer', 'koji-message']);
  });

  it('report the resume when nothing had been answered', async () => {
    const before = createTestInterview();
    await before.interview.start();
    const setup = createRecordedInterview(before.proxy, {}, before.storedInterview);
    await setup.interview.start();
    expect(setup.events).toEqual([['koji-start', { interviewId, resumed: true }]]);
  });

  it('report only the completion when it happened meanwhile', async () => {
    const before = createTestInterview();
    await answerAllButLast(before);
    before.proxy.completeAs('respondent_left');
    const setup = createRecordedInterview(before.proxy, {}, before.storedInterview);
    await setup.interview.start();
    expect(setup.names()).toEqual(['koji-start', 'koji-complete']);
  });

  it('report messages that were sent in another tab', async () => {
    const setup = createRecordedInterview();
    await setup.interview.start();
    const other = createTestInterview(setup.proxy, {}, createMemoryRecord(setup.storedInterview.record));
    await other.interview.start();
    await other.interview.send('From another tab.');
    await setup.interview.resume();
    expect(setup.names()).toEqual(['koji-start', 'koji-message', 'koji-message']);
  });
});

it('signals that a listener reads cause no repeated events', async () => {
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
