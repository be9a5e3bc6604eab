import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Completion, REASONS } from './completion.ts';
import { createFailure } from './failures.ts';
import {
  getOpenQuestion,
  IDLE_STATE,
  isInterviewOpen,
  type LifecycleEvent,
  type LifecycleEventType,
  type LifecycleState,
  type Phase,
  TRANSITIONS,
  transition,
} from './lifecycle.ts';
import type { Question } from './questions.ts';

const QUESTION: Question = { id: 'q1', text: 'Why?', type: 'open_ended', config: {} };
const NEXT: Question = { id: 'q2', text: 'Would you come back?', type: 'yes_no', config: {} };
const OFFLINE = createFailure('unreachable', 'no answer');
const LOST = createFailure('ticket_expired', 'the ticket has expired');
const COMPLETION: Completion = {
  reason: 'natural',
  completed_at: '2026-03-01T09:10:00.000Z',
  stats: { duration_seconds: 600, respondent_messages: 2, interviewer_messages: 3, total_messages: 5 },
};

/** Every state there is to be in, by a name that fits into the matrix. */
const STATES: Record<string, LifecycleState> = {
  idle: IDLE_STATE,
  consenting: { phase: 'consenting' },
  starting: { phase: 'starting' },
  in_other_tab: { phase: 'in_other_tab' },
  active: { phase: 'active', question: QUESTION },
  answering: { phase: 'answering', question: QUESTION },
  concluded: { phase: 'concluded' },
  completing: { phase: 'completing', reason: 'timeout' },
  completed: { phase: 'completed', reason: 'timeout', completion: null, wasAlreadyCompleted: false },
  failed: { phase: 'failed', failure: OFFLINE, reason: null },
  unfinished: { phase: 'failed', failure: OFFLINE, reason: 'timeout' },
  lost: { phase: 'failed', failure: LOST, reason: null },
};

const EVENTS: { [Type in LifecycleEventType]: Extract<LifecycleEvent, { type: Type }> } = {
  'consent-requested': { type: 'consent-requested' },
  'consent-given': { type: 'consent-given' },
  'consent-declined': { type: 'consent-declined' },
  'start-requested': { type: 'start-requested' },
  'found-in-other-tab': { type: 'found-in-other-tab' },
  'takeover-requested': { type: 'takeover-requested' },
  'interview-started': { type: 'interview-started', question: NEXT },
  'message-sent': { type: 'message-sent' },
  'message-failed': { type: 'message-failed' },
  'reply-received': { type: 'reply-received', question: NEXT },
  'interview-concluded': { type: 'interview-concluded' },
  'completion-requested': { type: 'completion-requested', reason: 'natural' },
  'interview-completed': { type: 'interview-completed', reason: 'natural', completion: COMPLETION },
  'interview-failed': { type: 'interview-failed', failure: LOST },
  'retry-requested': { type: 'retry-requested' },
};

/**
 * Written down a second time and by hand: a row an event, a column a state, `.` where nothing happens.
 * `unfinished` is a completion that failed, `failed` anything else that can be tried again, `lost` what can't.
 */
const MATRIX = `
                      idle        consenting  starting      in_other_tab  active        answering     concluded     completing  completed  failed     unfinished  lost
consent-requested     consenting  .           .             .             .             .             .             .           .          .          .           .
consent-given         .           starting    .             .             .             .             .             .           .          .          .           .
consent-declined      .           idle        .             .             .             .             .             .           .          .          .           .
start-requested       starting    .           .             .             .             .             .             .           .          .          .           .
found-in-other-tab    .           .           in_other_tab  .             in_other_tab  in_other_tab  in_other_tab  .           .          .          .           .
takeover-requested    .           .           .             starting      .             .             .             .           .          .          .           .
interview-started     .           .           active        .             .             .             .             .           .          .          .           .
message-sent          .           .           .             .             answering     .             .             .           .          .          .           .
message-failed        .           .           .             .             .             active        .             .           .          .          .           .
reply-received        .           .           .             .             active        active        .             .           .          .          .           .
interview-concluded   .           .           concluded     .             concluded     concluded     .             .           .          .          .           .
completion-requested  .           .           .             .             completing    completing    completing    .           .          .          .           .
interview-completed   .           .           completed     .             completed     completed     completed     completed   .          completed  completed   completed
interview-failed      .           .           failed        .             failed        failed        failed        failed      .          .          .           .
retry-requested       .           .           .             .             .             .             .             .           .          starting   completing  .
`;

const [heads, ...rows] = MATRIX.trim()
  .split('\n')
  .map(line => line.trim().split(/\s+/));
const CELLS = rows.flatMap(([type, ...cells]) =>
  cells.map((cell, column) => [type as LifecycleEventType, heads![column]!, cell] as const),
);

describe('the lifecycle', () => {
  it('is tested with every event in every state', () => {
    expect(rows.map(([type]) => type).sort()).toEqual(Object.keys(EVENTS).sort());
    expect(heads).toEqual(Object.keys(STATES));
    expect(new Set(Object.values(STATES).map(({ phase }) => phase))).toEqual(new Set(Object.keys(TRANSITIONS)));
  });

  it.each(CELLS)('%s in %s: %s', (type, name, cell) => {
    const state = STATES[name]!;
    const next = transition(state, EVENTS[type]);
    if (cell === '.') expect(next).toBe(state);
    else expect(next.phase).toBe(cell as Phase);
  });

  it.each<[string, LifecycleState, LifecycleEvent, LifecycleState]>([
    ['a start opens its question', STATES.starting!, EVENTS['interview-started'], { phase: 'active', question: NEXT }],
    ['a question stays open while it is being answered', STATES.active!, EVENTS['message-sent'], STATES.answering!],
    ['a returned message finds its question open', STATES.answering!, EVENTS['message-failed'], STATES.active!],
    [
      'a reply opens the next question',
      STATES.answering!,
      EVENTS['reply-received'],
      { phase: 'active', question: NEXT },
    ],
    ['the end has no question', STATES.answering!, EVENTS['interview-concluded'], { phase: 'concluded' }],
    [
      'a completion keeps the reason that was asked for',
      STATES.active!,
      { type: 'completion-requested', reason: 'manual' },
      { phase: 'completing', reason: 'manual' },
    ],
    [
      'the reason that Koji acknowledged counts, since the first wins there',
      STATES.completing!,
      EVENTS['interview-completed'],
      { phase: 'completed', reason: 'natural', completion: COMPLETION, wasAlreadyCompleted: false },
    ],
    [
      'an end that comes without having been asked for was there before',
      STATES.starting!,
      EVENTS['interview-completed'],
      { phase: 'completed', reason: 'natural', completion: COMPLETION, wasAlreadyCompleted: true },
    ],
    [
      'a failed completion keeps its reason',
      STATES.completing!,
      EVENTS['interview-failed'],
      { phase: 'failed', failure: LOST, reason: 'timeout' },
    ],
    [
      'any other failure has none',
      STATES.answering!,
      EVENTS['interview-failed'],
      { phase: 'failed', failure: LOST, reason: null },
    ],
    [
      'a failed completion is asked for again with the same reason',
      STATES.unfinished!,
      EVENTS['retry-requested'],
      { phase: 'completing', reason: 'timeout' },
    ],
  ])('%s', (_, state, event, expected) => {
    expect(transition(state, event)).toEqual(expected);
  });

  it('has a question where one is open and only there', () => {
    const open = Object.keys(STATES).filter(name => getOpenQuestion(STATES[name]!) !== null);
    expect(open).toEqual(['active', 'answering']);
  });

  it('is open from the first question to the completion', () => {
    expect(Object.keys(STATES).filter(name => isInterviewOpen(STATES[name]!))).toEqual([
      'active',
      'answering',
      'concluded',
    ]);
  });
});

const anyQuestion = fc.constantFrom(null, QUESTION, NEXT);
const anyReason = fc.constantFrom(...REASONS);
const anyFailure = fc.constantFrom(OFFLINE, LOST, createFailure('rate_limited', 'later', 3));
const plain = ['consent-requested', 'consent-given', 'consent-declined', 'start-requested', 'message-sent'] as const;
const anyEvent: fc.Arbitrary<LifecycleEvent> = fc.oneof(
  fc
    .constantFrom(
      ...plain,
      'message-failed',
      'interview-concluded',
      'retry-requested',
      'found-in-other-tab',
      'takeover-requested',
    )
    .map(type => ({ type }) as LifecycleEvent),
  fc.record({ type: fc.constantFrom('interview-started', 'reply-received'), question: anyQuestion }),
  fc.record({ type: fc.constant('completion-requested'), reason: anyReason }),
  fc.record({
    type: fc.constant('interview-completed'),
    reason: anyReason,
    completion: fc.constantFrom(null, COMPLETION),
  }),
  fc.record({ type: fc.constant('interview-failed'), failure: anyFailure }),
) as fc.Arbitrary<LifecycleEvent>;

/** Mostly the way through an interview, so that long sequences get far, with anything thrown in between. */
const anyCourse = fc.array(
  fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...Object.values(EVENTS)) }, { weight: 1, arbitrary: anyEvent }),
  { maxLength: 120 },
);

/** The states of a course, one after another, each with the event that led to it. */
const play = (events: LifecycleEvent[]) => {
  let state = IDLE_STATE;
  return events.map(event => {
    const before = state;
    state = transition(before, event);
    return { before, event, state };
  });
};

describe('whatever happens, in whatever order', () => {
  it('an interview is completed once and stays completed, the very same state', () => {
    fc.assert(
      fc.property(anyCourse, events => {
        const steps = play(events);
        const completed = steps.filter(({ before, state }) => before !== state && state.phase === 'completed');
        expect(completed.length).toBeLessThanOrEqual(1);
        for (const { before, state } of steps) if (before.phase === 'completed') expect(state).toBe(before);
      }),
      { numRuns: 1000 },
    );
  });

  it('completing is asked for by one reason only, however often it is tried again', () => {
    fc.assert(
      fc.property(anyCourse, events => {
        const asked = play(events).filter(({ before, state }) => before !== state && state.phase === 'completing');
        expect(new Set(asked.map(({ state }) => 'reason' in state && state.reason)).size).toBeLessThanOrEqual(1);
        const first = asked.filter(({ event }) => event.type === 'completion-requested');
        expect(first.length).toBeLessThanOrEqual(1);
      }),
      { numRuns: 1000 },
    );
  });

  it('a move that the table does not have changes nothing at all', () => {
    fc.assert(
      fc.property(anyCourse, anyEvent, (events, event) => {
        const state = play(events).at(-1)?.state ?? IDLE_STATE;
        const isLegal = event.type in TRANSITIONS[state.phase];
        if (!isLegal) expect(transition(state, event)).toBe(state);
      }),
      { numRuns: 1000 },
    );
  });

  it('the courses do reach a completion', () => {
    const ends = fc.sample(anyCourse, { numRuns: 500, seed: 4 }).map(events => play(events).at(-1)?.state.phase);
    expect(ends.filter(phase => phase === 'completed').length).toBeGreaterThan(20);
  });
});
